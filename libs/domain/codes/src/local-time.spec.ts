import fc from 'fast-check';
import { isInstant, laterOf, localDate, localYear } from '.';

const instants = fc
  .date({ min: new Date('1946-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('the local day in Asia/Ho_Chi_Minh', () => {
  it.each([
    ['2026-12-31T16:59:59.999Z', 2026, '2026-12-31'],
    ['2026-12-31T17:00:00.000Z', 2027, '2027-01-01'],
    ['2024-02-28T17:00:00.000Z', 2024, '2024-02-29'],
    ['2026-06-30T16:59:59.999Z', 2026, '2026-06-30'],
    ['2025-06-30T17:00:00.000Z', 2025, '2025-07-01'],
  ])('of %s is in %d, on %s', (at, year, date) => {
    expect(localYear(at)).toBe(year);
    expect(localDate(at)).toBe(date);
  });

  it('begins its year with its date', () =>
    fc.assert(fc.property(instants, (at) => localDate(at).startsWith(`${localYear(at)}-`))));
});

it('takes the later of two instants', () =>
  fc.assert(
    fc.property(
      instants,
      instants,
      (a, b) => Date.parse(laterOf(a, b)) === Math.max(Date.parse(a), Date.parse(b)),
    ),
  ));

describe('an instant', () => {
  it('has the one format of the store', () => fc.assert(fc.property(instants, (at) => isInstant(at))));

  it.each([
    ['no milliseconds', '2026-11-22T01:00:00Z'],
    ['an offset', '2026-11-22T08:00:00.000+07:00'],
    ['a day that does not exist', '2026-02-30T00:00:00.000Z'],
    ['29 February of a common year', '2026-02-29T00:00:00.000Z'],
    ['a month that does not exist', '2026-13-01T00:00:00.000Z'],
    ['hour 24', '2026-11-22T24:00:00.000Z'],
    ['second 60', '2026-11-22T01:00:60.000Z'],
    ['a line break at the end', '2026-11-22T01:00:00.000Z\n'],
    ['a date only', '2026-11-22'],
    ['nothing', ''],
  ])('is not written with %s', (_, text) => expect(isInstant(text)).toBe(false));
});
