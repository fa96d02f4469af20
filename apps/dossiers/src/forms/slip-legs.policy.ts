import type { SlipLeg } from '@contracts';
import { timelinessOf } from '@domain/codes';
import type { DossierEvent } from '@domain/dossier';
import type { LegEvent } from '@domain/leg/events';

/** One agency's time with one leg, while it is read. */
type Stretch = SlipLeg & { readonly isLate?: boolean };
type FactOf<T extends LegEvent['type']> = Extract<LegEvent, { type: T }>['data'];
type Route = Extract<DossierEvent, { type: 'RouteFixed' }>['data'];

/**
 * The legs of an interlinked dossier as its control slip has them, one line for each agency that had one; without the
 * names of agencies and officers. Pure. Whose turn has not come is told as it was planned.
 * @param factsOf the facts of the leg at a place in the route, counted from 1, in their order
 */
export function legsOnSlip(
  { legs }: Pick<Route, 'legs'>,
  factsOf: (order: number) => readonly LegEvent[],
): readonly SlipLeg[] {
  return legs.flatMap(({ agency, task, dueAt }, place): readonly SlipLeg[] => {
    const order = place + 1;
    const stretches = factsOf(order).reduce(read, []);
    if (stretches.length === 0) return [{ order, agency, task, dueAt, outcome: 'planned' }];
    return stretches.map(judged);
  });
}

function read(before: readonly Stretch[], fact: LegEvent): readonly Stretch[] {
  const had = before.at(-1);
  if (fact.type === 'LegOpened') return [...before, given(fact.data, 'pending')];
  if (fact.type === 'LegNotOpened') return [...before, notOpened(fact.data)];
  if (had === undefined) return before;
  if (fact.type === 'LegRerouted') return [...before.slice(0, -1), ...rerouted(had, fact.data)];
  return [...before.slice(0, -1), { ...had, ...told(had, fact) }];
}

const given = (
  { order, agency, task, dueAt, at }: Pick<FactOf<'LegOpened'>, 'order' | 'agency' | 'task' | 'dueAt' | 'at'>,
  outcome: SlipLeg['outcome'],
): Stretch => ({ order, agency, task, givenAt: at, dueAt, outcome });

const notOpened = ({ plannedDueAt, at, ...leg }: FactOf<'LegNotOpened'>): Stretch => ({
  ...given({ ...leg, dueAt: plannedDueAt, at }, 'not-opened'),
  endedAt: at,
});

function rerouted(had: Stretch, { to, reason, dueAt, at }: FactOf<'LegRerouted'>): readonly Stretch[] {
  const { order, task } = had;
  const left: Stretch = isOpen(had) ? { ...had, outcome: 'rerouted', endedAt: at, note: reason } : had;
  return [left, given({ order, agency: to, task, dueAt, at }, 'pending')];
}

const isOpen = ({ outcome }: SlipLeg): boolean => outcome === 'pending' || outcome === 'active';

function told(had: Stretch, { type, data }: LegEvent): Partial<Stretch> {
  switch (type) {
    case 'LegAccepted':
      return { outcome: 'active', officer: data.officer };
    case 'LegReturned':
      return ended('returned', data, data.reason);
    case 'LegResultDelivered':
    case 'LegResultReturnedDown':
      return ended('done', data, data.symbol);
    case 'LegRefused':
      return ended('refused', data, data.reason);
    case 'LegOverdueDeclared':
      return { isLate: true };
    case 'LegDeadlineRecomputed':
      // What was told of the earlier end is told again of this one.
      return { dueAt: data.dueAt, isLate: false };
    case 'LegClosed':
      return isOpen(had) ? { outcome: 'closed', endedAt: data.at } : {};
    default:
      return {};
  }
}

const ended = (
  outcome: SlipLeg['outcome'],
  { officer, at }: { readonly officer: string; readonly at: string },
  note?: string,
): Partial<Stretch> => ({ outcome, officer, endedAt: at, ...(note === undefined ? {} : { note }) });

function judged({ isLate, ...leg }: Stretch): SlipLeg {
  const { outcome, endedAt, dueAt } = leg;
  if ((outcome === 'done' || outcome === 'refused') && endedAt !== undefined)
    return { ...leg, timeliness: timelinessOf(endedAt, dueAt) };
  return isLate === true ? { ...leg, timeliness: 'late' } : leg;
}
