import {
  afterWorkingDays,
  type Due,
  endAfterPause,
  endOfTime,
  type NotCovered,
  type WorkCalendar,
} from '@domain/calendar';
import type { DossierStage } from '@domain/codes';
import { accept } from '@domain/decider';
import { type DecidedAs, notCovered } from './deciding';
import type { DossierRules, Period } from './dossier-rules';
import type { Existing, Pause, Running } from './dossier-state';

/** By the house, after the calendar was revised. */
export interface RecomputeDeadline {
  readonly type: 'RecomputeDeadline';
  readonly calendar: WorkCalendar;
  readonly revision: { readonly version: number; readonly source: string };
  readonly at: string;
}

interface Deadlines {
  readonly dueAt: string;
  readonly legalDueAt: string;
  readonly calendarVersion: string;
}

/** What a period is counted in when it goes on after it stood still. */
const countedIn = ({ convention }: DossierRules, { unit }: Period): Period['unit'] =>
  convention === 'exactHours' ? 'working-hours' : unit;

/** When a time of the procedure ends that would have ended at `dueAt`, had it not stood still. */
const endAfter = (
  { pausedAt, resumedAt }: Pause,
  dueAt: string,
  [rules, time]: readonly [DossierRules, Period],
  calendar: WorkCalendar,
): Due => endAfterPause({ dueAt, pausedAt, resumedAt, countedIn: countedIn(rules, time) }, calendar);

/** A new appointment ends with its day; one that is not worked gives way to the next that is. */
export const endOfNewDate = (newDueDate: string, calendar: WorkCalendar): Due =>
  afterWorkingDays(`${newDueDate}T05:00:00.000Z`, 0, 'endOfDay', calendar);

/** Both ends, from the instant the clock began, with all that happened to it since: by one calendar throughout. */
export function deadlinesBy(
  rules: DossierRules,
  { startedAt, pauses = [], moved }: Pick<Running, 'startedAt' | 'pauses' | 'moved'>,
  calendar: WorkCalendar,
): Deadlines | NotCovered {
  const counted = (time: Period, begin: Due, stood: readonly Pause[]): Due =>
    stood.reduce<Due>(
      (due, pause) => ('refused' in due ? due : endAfter(pause, due.dueAt, [rules, time], calendar)),
      begin,
    );
  const { publishedTime, legalTime, convention } = rules;
  const begun = (time: Period): Due => endOfTime(startedAt, time, convention, calendar);
  const due =
    moved === undefined
      ? counted(publishedTime, begun(publishedTime), pauses)
      : counted(publishedTime, endOfNewDate(moved.toDate, calendar), pauses.slice(moved.pauses));
  const legal = counted(legalTime, begun(legalTime), pauses);
  if ('refused' in due) return due;
  if ('refused' in legal) return legal;
  return { dueAt: due.dueAt, legalDueAt: legal.dueAt, calendarVersion: due.calendarVersion };
}

/** From its acceptance until its result is at the one-stop unit, or it is stopped or withdrawn. */
const counting: readonly DossierStage[] = [
  ...(['Accepted', 'Routed', 'InProcess', 'AwaitingSupplement', 'WithdrawalPending'] as const),
  ...(['AwaitingApproval', 'Approved', 'ResultIssued'] as const),
];

/** What the revised calendar does not move is no fact, and neither is a repeat (domain.md, B2 invariant 7). */
export function recompute(
  { calendar, revision, at }: RecomputeDeadline,
  { dossierId, holder: agency, stage, file }: Existing,
): DecidedAs {
  const running = file?.running;
  if (file === undefined || running === undefined || !counting.includes(stage)) return accept();
  const anew = deadlinesBy(file.rules, running, calendar);
  if ('refused' in anew) return notCovered(anew);
  const { dueAt: before, legalDueAt: legalBefore, startedAt } = running;
  if (anew.dueAt === before && anew.legalDueAt === legalBefore) return accept();
  return accept({
    type: 'DeadlineRecomputed',
    data: { dossierId, agency, before, legalBefore, startedAt, ...anew, revision, at },
  });
}

/** The clock after its deadlines were computed anew. What was told of the earlier ones is told again of these. */
export function clockAfter(
  running: Running | undefined,
  { clock, revision, startedAt, dueAt, legalDueAt, calendarVersion, at }: Recomputed,
): Running {
  const { pauses = [], pausedAt, movedFrom, moved } = running ?? {};
  const ends = { startedAt, dueAt, legalDueAt, calendarVersion };
  const appointment = movedFrom === undefined ? {} : { movedFrom };
  if (clock === 'restart') return { ...ends, ...appointment };
  const stood = pausedAt === undefined || revision !== undefined ? [] : [{ pausedAt, resumedAt: at }];
  return {
    ...{ ...ends, ...appointment },
    ...(pauses.length + stood.length === 0 ? {} : { pauses: [...pauses, ...stood] }),
    ...(moved === undefined ? {} : { moved }),
    ...(revision === undefined || pausedAt === undefined ? {} : { pausedAt }),
  };
}

interface Recomputed extends Deadlines {
  readonly clock?: 'restart' | 'resume';
  readonly revision?: RecomputeDeadline['revision'];
  readonly startedAt: string;
  readonly at: string;
}
