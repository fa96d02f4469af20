import { placeOf, type StoredEvent } from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import { projectBatch } from '../../apps/read-models/src/projector/project-batch';
import { openedStand } from '../../apps/read-models/src/projector/rows-stand';
import { projections } from '../../apps/read-models/src/questions';

/** Brings rows from where they stand to the end of these events, which may begin before that. */
export async function projectUpTo(
  reads: ReadStore,
  storeId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const { last: after } = await openedStand(reads, storeId);
  const fresh = events.filter(({ position }) => after === undefined || position > after.position);
  const last = fresh.at(-1);
  if (last === undefined) return;
  await projectBatch(reads, projections, { storeId, after, events: fresh, last: placeOf(last) });
}
