import { positionFrom } from '@contracts';
import { type EventPlace, type EventStore, type Place, placeOf } from './event-store';
import { HistoryLost } from './failures';

/** How a store is asked whether a place stands. */
type Asked = Pick<EventStore, 'readStream' | 'headPosition'>;

/**
 * The place as it is read now: a copy of a store keeps revisions and ids, not positions.
 * @throws HistoryLost when that event is gone or another one stands there, or when the place that is left to go by
 * lies behind the store's newest event; StoreUnavailable.
 */
export async function standingPlace(store: Asked, place: EventPlace): Promise<EventPlace> {
  const { events } = await store.readStream(place.stream, { from: place.revision, max: 1, isNewest: true });
  const [stands] = events;
  // A stream of bounded length has dropped the event and gone on.
  if (stands !== undefined && stands.revision > place.revision) return notBeyond(store, place);
  if (stands?.id !== place.id) throw new HistoryLost(place, stands && placeOf(stands));
  return positionFrom(stands.position) === undefined ? notBeyond(store, place) : placeOf(stands);
}

/**
 * Where to go on in the whole store: after what stands there, from the start when the place is none.
 * @throws HistoryLost, StoreUnavailable as `standingPlace` does
 */
export async function placeToGoOnFrom(store: Asked, place: Place | undefined): Promise<Place | undefined> {
  if (typeof place === 'object') {
    const stands = await standingPlace(store, place);
    return positionFrom(stands.position) === undefined ? undefined : stands;
  }
  const position = positionFrom(place);
  return position === undefined ? undefined : notBeyond(store, position);
}

async function notBeyond<P extends Place>(store: Asked, place: P): Promise<P> {
  const position = positionFrom(typeof place === 'object' ? place.position : place);
  if (position !== undefined && position > (await store.headPosition())) throw new HistoryLost(place);
  return place;
}
