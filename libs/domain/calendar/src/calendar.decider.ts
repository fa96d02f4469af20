import { accept, type Decider, type Decision, refuse } from '@domain/decider';
import { calendarCodec } from './calendar.codec';
import type { CalendarEvent, CalendarSeed, RemovedDay } from './calendar.events';
import type { CalendarRow } from './calendar-row';
import {
  type CalendarState,
  type CalendarTable,
  type PublishedCalendar,
  revisedTable,
  tableOf,
} from './calendar-versions';
import { type FaultFound, faultsOf, tableFaults } from './work-calendar';
import { workingWindows } from './working-windows';

interface PublishCalendar {
  readonly type: 'PublishCalendar';
  readonly hours: string;
  readonly days: readonly CalendarRow[];
  readonly seed: CalendarSeed;
  readonly at: string;
}

export interface ReviseCalendar {
  readonly type: 'ReviseCalendar';
  readonly added: readonly CalendarRow[];
  readonly removed: readonly RemovedDay[];
  readonly hours?: string;
  readonly source: string;
  readonly reason: string;
  /** Gathered: agencies of the closures that nobody has. */
  readonly unknownAgencies: readonly string[];
  readonly at: string;
}

export type CalendarCommand = PublishCalendar | ReviseCalendar;

export const calendarRefusals = [
  'not-found',
  'nothing-revised',
  'not-working-hours',
  'only-closures-have-an-agency',
  'agency-not-found',
  'day-not-found',
  'too-many-days',
  ...tableFaults,
] as const;
export type CalendarRefusal = (typeof calendarRefusals)[number];

/** A calendar is told in one message, and its rows are compared with each other. */
export const calendarDaysMax = 2_000;

type Decided = Decision<CalendarEvent, CalendarRefusal>;

/** The first start wins: a calendar that was published is only revised. */
export const calendarDecider: Decider<CalendarCommand, CalendarEvent, CalendarState, CalendarRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'ReviseCalendar') {
      return state.status === 'absent' ? refuse('not-found') : revise(command, state);
    }
    const { hours, days, seed, at } = command;
    return state.status === 'published'
      ? accept()
      : accept({ type: 'CalendarPublished', data: { version: 1, hours, days, seed, at } });
  },

  evolve(state, { type, data }) {
    if (type === 'CalendarPublished') {
      const { version, hours, days: added, seed, at } = data;
      return { status: 'published', seed, versions: [{ version, hours, added, removed: [], at }] };
    }
    return state.status === 'absent' ? state : { ...state, versions: [...state.versions, data] };
  },
};

function revise({ type: _, unknownAgencies, ...change }: ReviseCalendar, state: PublishedCalendar): Decided {
  const { added, removed, hours } = change;
  const before = tableOf(state);
  const isSame = hours === undefined || hours === before.hours;
  if (added.length === 0 && removed.length === 0 && isSame) return refuse('nothing-revised');
  if (hours !== undefined && !areHours(hours)) return refuse('not-working-hours');
  if (added.some(({ kind, agency }) => agency !== undefined && kind !== 'LOCAL_CLOSURE')) {
    return refuse('only-closures-have-an-agency');
  }
  if (unknownAgencies.length > 0) return refuse('agency-not-found');
  if (
    removed.some((each) => !before.days.some((row) => row.date === each.date && row.agency === each.agency))
  ) {
    return refuse('day-not-found');
  }
  if (before.days.length - removed.length + added.length > calendarDaysMax) return refuse('too-many-days');
  const [wrong] = revisionFaults(change, state);
  if (wrong !== undefined) return refuse(wrong.fault);
  const version = state.versions.length + 1;
  return accept({ type: 'CalendarRevised', data: { version, ...change } });
}

/** What would be wrong with the days once they are revised so, worst first; none when it makes a calendar. */
export function revisionFaults(
  change: Pick<ReviseCalendar, 'added' | 'removed' | 'hours'>,
  state: PublishedCalendar,
): readonly FaultFound[] {
  const version = state.versions.length + 1;
  return faultsIn(revisedTable(tableOf(state), { ...change, version }), change.added);
}

/**
 * In the days of all, and in those of each agency: the days of all with its own closures. An old deadline is computed
 * again with what was known by then, so that the days known on any day make a calendar too.
 */
function faultsIn({ days }: CalendarTable, added: readonly CalendarRow[]): readonly FaultFound[] {
  const areAllTouched = added.length === 0 || added.some(({ agency }) => agency === undefined);
  const touched = (areAllTouched ? days : added).flatMap(({ agency }) => agency ?? []);
  const of = (code?: string) => days.filter(({ agency }) => agency === undefined || agency === code);
  const found = [of(), ...[...new Set(touched)].map(of)].flatMap((rows) =>
    [...new Set(rows.map(({ validFrom }) => validFrom))].flatMap((knownOn) =>
      faultsOf(rows.filter(({ validFrom }) => validFrom <= knownOn)),
    ),
  );
  return [...new Map(found.map((each) => [each.told, each])).values()];
}

function areHours(text: string): boolean {
  try {
    return workingWindows(text).length > 0;
  } catch {
    return false;
  }
}

export const calendar = { decider: calendarDecider, codec: calendarCodec };
