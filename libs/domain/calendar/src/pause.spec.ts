import fc from 'fast-check';
import { endAfterPause } from './pause';
import { afterWorkingDays, afterWorkingHours, vietnamCalendar } from './period';

const local = (text: string): string => new Date(`${text.replace(' ', 'T')}:00.000+07:00`).toISOString();
const endOf = (date: string): string => new Date(`${date}T23:59:59.999+07:00`).toISOString();

it.each([
  // Accepted Thu 12 Feb with 3 working days, due Tue 24: stood still on Fri 13, two days left.
  [
    'working-days',
    endOf('2026-02-24'),
    local('2026-02-13 10:00'),
    local('2026-02-26 09:00'),
    endOf('2026-03-02'),
  ],
  [
    'calendar-days',
    endOf('2026-06-12'),
    local('2026-06-08 10:00'),
    local('2026-06-15 09:00'),
    endOf('2026-06-19'),
  ],
  // Four working hours from Fri 16:00 end Mon 10:00; after one of them three are left.
  [
    'working-hours',
    local('2026-06-08 10:00'),
    local('2026-06-05 17:00'),
    local('2026-06-10 16:00'),
    local('2026-06-11 09:00'),
  ],
  // It had ended before it stood still.
  [
    'working-days',
    endOf('2026-06-05'),
    local('2026-06-08 10:00'),
    local('2026-06-10 09:00'),
    endOf('2026-06-10'),
  ],
] as const)('of %s due %s, still from %s to %s, ends %s', (countedIn, dueAt, pausedAt, resumedAt, end) =>
  expect(endAfterPause({ countedIn, dueAt, pausedAt, resumedAt }, vietnamCalendar)).toMatchObject({
    dueAt: end,
  }),
);

it('a pause of no length changes nothing within the period, and no pause ends it earlier', () => {
  const instants = fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => {
    const start = Date.parse(local('2026-03-02 08:00'));
    return new Date(start + minutes * 60_000).toISOString();
  });
  fc.assert(
    fc.property(instants, instants, fc.boolean(), (a, b, inHours) => {
      const [pausedAt, resumedAt] = [a, b].sort() as [string, string];
      const from = local('2026-03-02 08:00');
      const whole = inHours
        ? afterWorkingHours(from, 400, vietnamCalendar)
        : afterWorkingDays(from, 60, 'endOfDay', vietnamCalendar);
      const dueAt = 'refused' in whole ? '' : whole.dueAt;
      const countedIn = inHours ? 'working-hours' : 'working-days';
      const end = (at: string) => {
        const due = endAfterPause({ dueAt, pausedAt, resumedAt: at, countedIn }, vietnamCalendar);
        return 'refused' in due ? '' : due.dueAt;
      };
      expect(end(pausedAt) === dueAt || !inHours).toBe(true);
      expect(end(resumedAt) >= dueAt).toBe(true);
    }),
  );
});
