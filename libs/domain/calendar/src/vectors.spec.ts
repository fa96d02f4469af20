import {
  afterCalendarDays,
  afterWorkingDays,
  afterWorkingHours,
  type Due,
  handOverBy,
  takeOverBy,
  vietnam,
  vietnamCalendar,
  workCalendar,
} from '.';

/** An instant from local date and clock time. */
const local = (text: string): string => new Date(`${text.replace(' ', 'T')}+07:00`).toISOString();
const dueAt = (due: Due): string => ('refused' in due ? due.refused : due.dueAt);
const dueDate = (due: Due): string => ('refused' in due ? due.refused : due.dueDate);

describe('a period in working days, accepted on', () => {
  const table: [accepted: string, days: number, due: string][] = [
    ['2025-12-31', 1, '2026-01-05'],
    ['2025-12-31', 7, '2026-01-12'],
    ['2026-02-13', 1, '2026-02-23'],
    ['2026-02-12', 3, '2026-02-24'],
    ['2026-02-10', 15, '2026-03-10'],
    ['2026-04-24', 3, '2026-05-04'],
    ['2026-04-23', 10, '2026-05-12'],
    ['2026-08-28', 3, '2026-09-04'],
    ['2026-06-05', 15, '2026-06-26'],
  ];

  it.each(table)('%s, %d of them, ends with %s', (accepted, days, due) => {
    for (const time of ['00:00:00.000', '09:00:00.000', '23:59:59.999']) {
      const from = local(`${accepted} ${time}`);
      expect(dueAt(afterWorkingDays(from, days, 'endOfDay'))).toBe(local(`${due} 23:59:59.999`));
    }
  });

  it.each(table)('%s at 09:00, %d of them by the hour, ends on %s at 09:00', (accepted, days, due) =>
    expect(dueAt(afterWorkingDays(local(`${accepted} 09:00:00.000`), days, 'exactHours'))).toBe(
      local(`${due} 09:00:00.000`),
    ),
  );

  it('2025-12-31, 1 of them, ends with 2026-01-02 when nothing is swapped', () => {
    const unswapped = workCalendar({ without: ['swap of 2026-01-02', 'swap of 2026-08-31'] });
    const from = local('2025-12-31 09:00:00.000');
    expect(dueDate(afterWorkingDays(from, 1, 'endOfDay', unswapped))).toBe('2026-01-02');
    expect(dueDate(afterWorkingDays(from, 7, 'endOfDay', unswapped))).toBe('2026-01-12');
  });

  it('2026-08-28, 3 of them, ends with 2026-09-07 when the swap of 31 August is switched on', () => {
    const swapped = workCalendar({ without: [] });
    expect(dueDate(afterWorkingDays(local('2026-08-28 09:00:00.000'), 3, 'endOfDay', swapped))).toBe(
      '2026-09-07',
    );
  });
});

it.each([
  ['2026-06-05 16:00', 4, '2026-06-08 10:00'],
  ['2026-02-13 15:30', 8, '2026-02-23 15:30'],
  ['2026-04-29 16:00', 2, '2026-05-04 08:00'],
  ['2026-06-08 11:30', 1, '2026-06-08 14:30'],
  ['2026-06-06 09:00', 2, '2026-06-08 09:00'],
  ['2026-06-08 05:00', 1, '2026-06-08 08:00'],
  ['2026-06-08 07:00', 8, '2026-06-08 17:00'],
  ['2026-06-08 07:00', 4.5, '2026-06-08 11:30'],
  ['2026-06-08 17:00', 1, '2026-06-09 08:00'],
  ['2026-06-06 09:00', 0, '2026-06-08 07:00'],
])('from %s, %d working hours end at %s', (from, hours, due) =>
  expect(dueAt(afterWorkingHours(local(`${from}:00.000`), hours))).toBe(local(`${due}:00.000`)),
);

it('hours can be other ones', () => {
  const calendar = workCalendar({ hours: '07:30-12:00,13:00-16:30' });
  expect(dueAt(afterWorkingHours(local('2026-06-08 11:30:00.000'), 1, calendar))).toBe(
    local('2026-06-08 13:30:00.000'),
  );
});

it.each([
  ['2026-02-12 15:00:00.000', '2026-02-12 23:59:59.999'],
  ['2026-02-12 15:00:01.000', '2026-02-13 07:00:00.000'],
  ['2026-02-12 15:00:00.001', '2026-02-13 07:00:00.000'],
  ['2026-02-13 15:01:00.000', '2026-02-23 07:00:00.000'],
  ['2026-02-14 09:00:00.000', '2026-02-23 07:00:00.000'],
])('what is received at %s is handed over by %s', (receivedAt, due) =>
  expect(dueAt(handOverBy({ receivedAt: local(receivedAt) }))).toBe(local(due)),
);

it.each([
  ['2026-02-12 15:00:00.000', '2026-02-12 23:59:59.999'],
  ['2026-02-12 15:00:00.001', '2026-02-13 23:59:59.999'],
  ['2026-02-13 15:01:00.000', '2026-02-23 23:59:59.999'],
  ['2026-02-14 09:00:00.000', '2026-02-23 23:59:59.999'],
])('what is offered at %s is taken over by %s', (offeredAt, due) =>
  expect(dueAt(takeOverBy({ offeredAt: local(offeredAt) }))).toBe(local(due)),
);

it.each([
  ['2026-06-01', 5, '2026-06-08'], // its last day is a Saturday
  ['2026-06-01', 4, '2026-06-05'],
  ['2026-02-10', 7, '2026-02-23'], // Tết
  ['2026-01-05', 5, '2026-01-10'], // a Saturday that is worked
  ['2026-06-06', 0, '2026-06-08'],
])('from %s, %d calendar days end with %s', (from, days, due) =>
  expect(dueAt(afterCalendarDays(local(`${from} 09:00:00.000`), days))).toBe(local(`${due} 23:59:59.999`)),
);

describe('a year the table does not cover', () => {
  const { calendarVersion } = vietnamCalendar;
  it.each([
    ['before it', '2017-12-29', 0, 2017],
    ['begun in the last year that is', '2027-12-31', 1, 2028],
    ['far beyond', '2027-12-31', 100_000, 2028],
  ])('is refused: %s', (_, from, days, year) => {
    const refused = { refused: 'calendar-year-not-covered', year, calendarVersion };
    const at = local(`${from} 09:00:00.000`);
    expect(afterWorkingDays(at, days, 'endOfDay')).toEqual(refused);
    expect(afterWorkingDays(at, days, 'exactHours')).toMatchObject({ refused: refused.refused });
    expect(afterCalendarDays(at, days)).toMatchObject({ refused: refused.refused });
  });

  it('is one that lacks a holiday, too', () => {
    const verified = workCalendar({ verifiedOnly: true });
    expect([2018, 2025, 2026, 2027].map((year) => verified.isCovered(year))).toEqual(Array(4).fill(false));
    const all = Array.from({ length: 10 }, (_, i) => 2018 + i);
    expect(all.filter((year) => vietnamCalendar.isCovered(year))).toEqual(all);
  });

  it('is one whose days were not decided yet', () => {
    const early = workCalendar({ knownOn: '2025-11-30' });
    expect(early.isCovered(2025)).toBe(true);
    expect(early.isCovered(2026)).toBe(false);
    expect(early.calendarVersion).not.toBe(calendarVersion);
  });
});

it('tells which unverified days a deadline rests on', () => {
  const from = local('2025-12-31 09:00:00.000');
  expect(afterWorkingDays(from, 1, 'endOfDay')).toMatchObject({ unverified: [] });
  expect(afterWorkingDays(from, 7, 'endOfDay')).toMatchObject({ unverified: ['2026-01-10'] });
  expect(afterWorkingDays(local('2026-08-28 09:00:00.000'), 3, 'endOfDay')).toMatchObject({
    unverified: ['2026-09-01'],
  });
});

/** The lunar calendar of China agrees with the Vietnamese one in all of these years. */
describe('the shipped table and the moon', () => {
  const moon = new Intl.DateTimeFormat('en-u-ca-chinese', {
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
  const lunarDay = (date: string): string => moon.format(new Date(`${date}T00:00:00.000Z`));
  const holidays = vietnam.filter(({ kind }) => kind === 'HOLIDAY').map(({ date }) => date);

  it.each(Array.from({ length: 10 }, (_, i) => 2018 + i))('%d has both', (year) => {
    const days = holidays.filter((date) => date.startsWith(`${year}-`)).map(lunarDay);
    expect(days).toEqual(expect.arrayContaining(['1/1', '1/2', '1/3', '3/10']));
  });
});

it('an event can name the calendar: this table has one name until a row of it changes', () => {
  expect(vietnamCalendar.calendarVersion).toBe('vn-9b9928d8');
  expect(workCalendar({ rows: [...vietnam].reverse() }).calendarVersion).toBe('vn-9b9928d8');
  expect(workCalendar({ hours: '07:30-12:00,13:00-16:30' }).calendarVersion).not.toBe('vn-9b9928d8');
});
