import fc from 'fast-check';
import { localDate } from '@domain/codes';
import {
  afterCalendarDays,
  afterWorkingDays,
  afterWorkingHours,
  calendarFaults,
  compensationOwed,
  type Deadline,
  type Due,
  vietnam,
  vietnamCalendar,
  workCalendar,
  workingWindows,
} from '.';

const instants = fc
  .date({ min: new Date('2018-01-01T00:00:00.000Z'), max: new Date('2026-06-30'), noInvalidDate: true })
  .map((date) => date.toISOString());
const days = fc.integer({ min: 0, max: 150 });
const conventions = fc.constantFrom('exactHours', 'endOfDay');

function known(due: Due): Deadline {
  if ('refused' in due) throw new Error(`${due.refused}: ${due.year}`);
  return due;
}
const isInHours = (at: string): boolean => {
  const minute = (((Date.parse(at) / 60_000 + 7 * 60) % 1440) + 1440) % 1440;
  return workingWindows('07:00-11:30,13:30-17:00').some(
    ({ startMinute, endMinute }) => minute >= startMinute && minute <= endMinute,
  );
};

describe('every deadline', () => {
  it('falls on a day that is worked, and never before its beginning', () =>
    fc.assert(
      fc.property(instants, days, conventions, (from, n, convention) => {
        for (const due of [afterWorkingDays(from, n, convention), afterCalendarDays(from, n)].map(known)) {
          expect(vietnamCalendar.isWorked(due.dueDate)).toBe(true);
          expect(due.dueDate).toBe(localDate(due.dueAt));
          expect(due.dueAt >= from).toBe(true);
        }
      }),
    ));

  it('by the hour falls into working hours', () =>
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 400 }), (from, hours) =>
        isInHours(known(afterWorkingHours(from, hours)).dueAt),
      ),
    ));

  it('is later or the same for a later beginning and for a longer period', () =>
    fc.assert(
      fc.property(instants, instants, days, days, conventions, (a, b, n, m, convention) => {
        const dueAt = (from: string, period: number) =>
          known(afterWorkingDays(from, period, convention)).dueAt;
        const calendarDueAt = (from: string, period: number) => known(afterCalendarDays(from, period)).dueAt;
        const [early, late] = a < b ? [a, b] : [b, a];
        const [short, long] = n < m ? [n, m] : [m, n];
        for (const due of [dueAt, calendarDueAt]) {
          expect(due(early, n) <= due(late, n)).toBe(true);
          expect(due(a, short) <= due(a, long)).toBe(true);
        }
      }),
    ));

  it('is the same in one step or in two: n and then m working days are n + m', () =>
    fc.assert(
      fc.property(instants, days, days, conventions, (from, n, m, convention) => {
        // No day at all, counted from a day off, is the next working day already.
        fc.pre(n > 0 || convention === 'exactHours');
        const half = known(afterWorkingDays(from, n, convention)).dueAt;
        expect(known(afterWorkingDays(half, m, convention)).dueAt).toBe(
          known(afterWorkingDays(from, n + m, convention)).dueAt,
        );
      }),
    ));

  it('uses up exactly its hours: a minute less is due a minute of work earlier', () =>
    fc.assert(
      fc.property(instants, fc.integer({ min: 2, max: 10_000 }), (from, minutes) => {
        const almost = known(afterWorkingHours(from, (minutes - 1) / 60)).dueAt;
        expect(known(afterWorkingHours(almost, 1 / 60)).dueAt).toBe(
          known(afterWorkingHours(from, minutes / 60)).dueAt,
        );
      }),
    ));

  it('beyond a whole swap is what it is without the swap', () => {
    const swaps = ['2018-12-31', '2019-04-29', '2024-04-29', '2025-05-02', '2026-01-02', '2026-08-31'];
    const sources = swaps.map((date) => `swap of ${date}`);
    const [all, none] = [workCalendar({ without: [] }), workCalendar({ without: sources })];
    fc.assert(
      fc.property(fc.constantFrom(...swaps), fc.integer({ min: 15, max: 60 }), (off, n) => {
        const from = new Date(Date.parse(`${off}T03:00:00.000Z`) - 14 * 86_400_000).toISOString();
        expect(known(afterWorkingDays(from, n + 10, 'endOfDay', all)).dueDate).toBe(
          known(afterWorkingDays(from, n + 10, 'endOfDay', none)).dueDate,
        );
      }),
    );
  });
});

describe('a table', () => {
  const row = { source: 'a spec', validFrom: '2026-01-01' } as const;
  const faultsWith = (
    ...more: { date: string; kind: 'HOLIDAY' | 'SWAP_OFF' | 'SWAP_WORK' | 'COMPENSATION' }[]
  ) => calendarFaults([...vietnam, ...more.map((each) => ({ ...row, ...each }))]);

  it('as shipped obeys Labour Code art. 111(3)', () => expect(calendarFaults(vietnam)).toEqual([]));

  it('is whole on every day on which some of it became known, and without any decision', () => {
    const days = [...new Set(vietnam.map(({ validFrom }) => validFrom))];
    const decisions = vietnam
      .map(({ source }) => source)
      .filter((source) => !source.startsWith('Labour Code'));
    for (const knownOn of days) expect(() => workCalendar({ knownOn })).not.toThrow();
    for (const source of new Set(decisions)) expect(() => workCalendar({ without: [source] })).not.toThrow();
    expect(workCalendar({ without: ['holiday decision 2023'] }).isCovered(2023)).toBe(false);
  });

  it('owes two days for a holiday on each day of a weekend', () =>
    expect(
      compensationOwed(
        ['2023-04-29', '2023-04-30', '2023-05-01'].map((date) => ({ ...row, date, kind: 'HOLIDAY' })),
      ),
    ).toEqual(['2023-05-02', '2023-05-03']));

  it.each([
    [
      'compensation that is missing',
      { date: '2026-11-21', kind: 'HOLIDAY' },
      '2026-11-23 is owed as compensation',
    ],
    [
      'compensation for nothing',
      { date: '2026-11-24', kind: 'COMPENSATION' },
      '2026-11-24 compensates nothing',
    ],
    ['a day told twice', { date: '2026-04-30', kind: 'HOLIDAY' }, '2026-04-30 is told twice'],
    ['a Sunday swapped off', { date: '2026-11-22', kind: 'SWAP_OFF' }, '2026-11-22 cannot be SWAP_OFF'],
    ['a Monday swapped in', { date: '2026-11-23', kind: 'SWAP_WORK' }, '2026-11-23 cannot be SWAP_WORK'],
    ['half a swap', { date: '2026-11-28', kind: 'SWAP_WORK' }, 'a spec swaps 0 days off for 1 worked'],
  ] as const)('with %s is refused', (_, more, fault) => {
    expect(faultsWith(more)).toContain(fault);
    expect(() => workCalendar({ more: [{ ...row, ...more }] })).toThrow(fault);
  });

  it('says when there is nothing to leave out', () =>
    expect(() => workCalendar({ without: ['swap of 2026-08-30'] })).toThrow(
      'no row is from "swap of 2026-08-30"',
    ));

  it('takes closures of one province', () => {
    const closed = workCalendar({ more: [{ ...row, date: '2026-09-08', kind: 'LOCAL_CLOSURE' }] });
    expect(closed.isWorked('2026-09-08')).toBe(false);
    expect(closed.calendarVersion).not.toBe(vietnamCalendar.calendarVersion);
  });

  it.each(['', '07:00', '7:00-11:30', '07:00-24:00', '11:30-07:00', '07:00-12:00,11:00-17:00'])(
    'takes no hours like %j',
    (hours) => expect(() => workCalendar({ hours })).toThrow(RangeError),
  );
});

it.each([
  ['a period below zero', () => afterWorkingDays('2026-01-05T03:00:00.000Z', -1, 'endOfDay')],
  ['a period of half a day', () => afterCalendarDays('2026-01-05T03:00:00.000Z', 0.5)],
  ['no number', () => afterWorkingHours('2026-01-05T03:00:00.000Z', NaN)],
  ['a date for an instant', () => afterWorkingHours('2026-01-05', 1)],
])('%s is a defect of the caller', (_, ask) => expect(ask).toThrow(RangeError));
