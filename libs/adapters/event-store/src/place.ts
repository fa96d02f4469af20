import { type EventPlace, type EventStore, placeOf } from './event-store';
import { HistoryLost } from './failures';

/**
 * The place as it is read now: a copy of a store keeps revisions and ids, not positions.
 * @throws HistoryLost when that event is gone or another one stands there; StoreUnavailable.
 */
export async function standingPlace(
  store: Pick<EventStore, 'readStream'>,
  place: EventPlace,
): Promise<EventPlace> {
  const { events } = await store.readStream(place.stream, { from: place.revision, max: 1, isNewest: true });
  const [stands] = events;
  // A stream of bounded length has dropped the event and gone on.
  if (stands !== undefined && stands.revision > place.revision) return place;
  if (stands?.id !== place.id) throw new HistoryLost(place, stands && placeOf(stands));
  return placeOf(stands);
}
