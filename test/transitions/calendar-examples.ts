import { type CalendarCommand, calendarDecider, type ReviseCalendar, seededDays } from '@domain/calendar';
import { play } from '@domain/decider';

const at = '2026-11-22T01:00:00.000Z';
const seed = {
  ...{ workingHours: '07:00-11:30,13:30-17:00', closures: ['2026-11-24'] },
  calendarWithout: 'swap of 2026-08-31',
};

export const calendarPublication: CalendarCommand = {
  ...{ type: 'PublishCalendar', ...seededDays(seed), seed, at },
};
export const calendarRevision: ReviseCalendar = {
  ...{ type: 'ReviseCalendar', source: '41/TB-UBND', reason: 'Sửa chữa trụ sở', unknownAgencies: [], at },
  added: [{ date: '2026-12-14', kind: 'LOCAL_CLOSURE', source: '41/TB-UBND', validFrom: '2026-12-01' }],
  removed: [{ date: '2026-11-24' }],
};

/** One command of each kind, and a revision that says nothing new. */
export const calendarCommands: readonly (readonly [name: string, command: CalendarCommand])[] = [
  ...[calendarPublication, calendarRevision].map((command) => [command.type, command] as const),
  ['ReviseCalendar, nothing', { ...calendarRevision, added: [], removed: [] }],
];

export const calendarStates = [[], [calendarPublication]].map((commands) => {
  const { state } = play(calendarDecider, commands);
  return [state.status, state] as const;
});
