import { type EventStore, stateOf } from '@adapters/event-store';
import type { LegStanding, LinkedFile } from '@domain/dossier';
import { leg, type LegState, legStream } from '@domain/leg';

/** The legs of a route as they stand, in order; each by its own stream. */
export async function standingsOf(
  store: EventStore,
  dossierId: string,
  { legs }: LinkedFile,
): Promise<readonly LegStanding[]> {
  return Promise.all(
    legs.map(async ({ agency }, place) => {
      const order = place + 1;
      const { state } = await stateOf(store, leg, legStream({ dossierId, order }));
      return standingOf(order, agency, state);
    }),
  );
}

function standingOf(order: number, planned: string, state: LegState): LegStanding {
  if (state.status === 'absent') return { order, agency: planned, state: 'Planned' };
  const { agency, status, result, acceptedAt } = state;
  return {
    ...{ order, agency, state: status },
    ...(result === undefined ? {} : { result }),
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
  };
}
