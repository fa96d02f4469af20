import { endAfterPause, endOfTime, type NotCovered, type WorkCalendar } from '@domain/calendar';
import type { LegPlan } from './leg.events';
import type { ExistingLeg, StoodStill } from './leg-state';

type End = { readonly dueAt: string } | NotCovered;
type Stretch = StoodStill & { readonly resumedAt: string };

const isOver = (each: StoodStill): each is Stretch => each.resumedAt !== undefined;

/** Where an end lies after stretches of standing still. What had ended by then was late, and stays so. */
export const endAfterAll = (
  dueAt: string,
  stood: readonly StoodStill[],
  { time, convention }: LegPlan,
  calendar: WorkCalendar,
): End => {
  const countedIn = convention === 'exactHours' ? 'working-hours' : time.unit;
  return stood
    .filter(isOver)
    .reduce<End>(
      (due, { pausedAt, resumedAt }) =>
        'refused' in due || due.dueAt <= pausedAt
          ? due
          : endAfterPause({ dueAt: due.dueAt, pausedAt, resumedAt, countedIn }, calendar),
      { dueAt },
    );
};

/** From when the time of a leg is counted, and what was promised at least. */
interface Counted {
  readonly startedAt: string;
  readonly plannedDueAt?: string;
  readonly stood: readonly StoodStill[];
}

/** The whole time from its beginning, and never less than was planned: either goes on after it stood still. */
export function endOfLeg(
  { startedAt, plannedDueAt, stood }: Counted,
  plan: LegPlan,
  calendar: WorkCalendar,
): End {
  const begun = endOfTime(startedAt, plan.time, plan.convention, calendar);
  if ('refused' in begun) return begun;
  // An agency that has it since the middle of a stretch has its whole time from the end of it.
  const since = stood
    .filter(({ resumedAt = startedAt }) => resumedAt > startedAt)
    .map((each) => (each.pausedAt < startedAt ? { ...each, pausedAt: startedAt } : each));
  const own = endAfterAll(begun.dueAt, since, plan, calendar);
  if (plannedDueAt === undefined || 'refused' in own) return own;
  const planned = endAfterAll(plannedDueAt, stood, plan, calendar);
  return 'refused' in planned || planned.dueAt > own.dueAt ? planned : own;
}

/** Stretches of its dossier that a leg has not followed yet: what was over when it began was counted then. */
export const notFollowed = (
  { beganAt, stood }: ExistingLeg,
  ofDossier: readonly StoodStill[],
): readonly StoodStill[] =>
  ofDossier.filter(({ pausedAt, resumedAt }) => {
    if (resumedAt !== undefined && resumedAt <= beganAt) return false;
    const known = stood.find((each) => each.pausedAt === pausedAt);
    return known === undefined || known.resumedAt !== resumedAt;
  });
