import { type Outcome, positionOf, type Store, type Stored, targetOf } from './store-model';

/** What a node tells, as one line each, so that a difference reads well. */
export const outcomeFact = (outcome: Outcome): string => JSON.stringify(outcome);

export const eventFact = (event: {
  position: number;
  stream: string;
  revision: string;
  id: string;
  type: string;
  data: string;
}): string => {
  const { position, stream, revision, id, type, data } = event;
  const isMadeByStore = type === '$metadata' || type === '$streamDeleted';
  return `${position} ${stream}@${revision} ${type} ${isMadeByStore ? '' : id} ${canonical(type, data)}`;
};

/** The client reads JSON before it shows it, and so rounds the `$tb` of a soft delete. */
const canonical = (type: string, data: string): string =>
  data === '' || type === '$>' ? data : JSON.stringify(JSON.parse(data));

export const tombstoneRevision = '9223372036854775807';

export function storedFact(store: Store, event: Stored): string {
  const revision = event.revision === Infinity ? tombstoneRevision : String(event.revision);
  return eventFact({ ...event, revision, position: positionOf(store, event) });
}

/** A link is told with what it points to. */
export function resolvedFact(store: Store, event: Stored, nowMs: number): string {
  const target = targetOf(store, event, nowMs);
  if (target === undefined) return storedFact(store, event);
  return linkFact(storedFact(store, event), target === 'gone' ? undefined : storedFact(store, target));
}

export const linkFact = (link: string, target: string | undefined): string =>
  `${link} -> ${target ?? 'gone'}`;
