import { validateSync } from 'class-validator';
import { IsAgencyCode, IsInstant, IsLegalDate } from './shape';

class Sample {
  @IsInstant()
  readonly at: unknown = '2026-11-20T09:30:00.000Z';
  @IsLegalDate()
  readonly dueDate: unknown = '2026-11-20';
  @IsAgencyCode({ each: true })
  readonly recipients: unknown = ['H26.1'];
}

const wrong = (change: Partial<Sample>) =>
  validateSync(Object.assign(new Sample(), change)).map(({ property }) => property);

it('takes what has its form', () => expect(wrong({})).toEqual([]));

it.each([
  ['an instant without milliseconds', { at: '2026-11-20T09:30:00Z' }, 'at'],
  ['an instant with an offset', { at: '2026-11-20T09:30:00.000+07:00' }, 'at'],
  ['an instant on no day', { at: '2026-02-30T09:30:00.000Z' }, 'at'],
  ['an instant at no hour', { at: '2026-11-20T25:30:00.000Z' }, 'at'],
  ['a day that the calendar has not', { dueDate: '2026-02-30' }, 'dueDate'],
  ['a date with a time', { dueDate: '2026-11-20T00:00:00.000Z' }, 'dueDate'],
  ['one bad code among good ones', { recipients: ['H26.1', 'h26'] }, 'recipients'],
])('refuses %s', (_, change, property) => expect(wrong(change)).toEqual([property]));

it('says what would be right', () => {
  const [error] = validateSync(Object.assign(new Sample(), { at: 'yesterday' }));
  expect(Object.values(error?.constraints ?? {}).join()).toContain('such as 2026-11-20T09:30:00.000Z');
});
