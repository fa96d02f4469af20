import type { EventStore } from '@adapters/event-store';
import { UnreadableHistory } from '@adapters/event-store';
import { type Look, looksCodec, looksStream } from '@domain/looks/events';
import type { LookPlace } from './looks-cursor';

const pageEvents = 50;

export interface Walk {
  readonly agency: string;
  /** In the order in which they are walked. */
  readonly dates: readonly string[];
  readonly first: 'newest' | 'oldest';
  /** The look that was walked last. */
  readonly after: LookPlace | undefined;
}

/**
 * The looks of some days in the order in which they were recorded, or against it.
 * @throws UnreadableHistory: an audit never shows half a history.
 */
export async function* looksAlong(
  store: EventStore,
  walk: Walk,
): AsyncGenerator<{ readonly place: LookPlace; readonly look: Look }> {
  const { agency, dates, after } = walk;
  const begin = after === undefined ? 0 : dates.indexOf(after.date);
  for (const date of dates.slice(begin)) {
    const stream = looksStream(agency, date);
    yield* ofOneDay(store, stream, date, walk.first, after?.date === date ? after : undefined);
  }
}

async function* ofOneDay(
  store: EventStore,
  stream: string,
  date: string,
  first: Walk['first'],
  after: LookPlace | undefined,
): AsyncGenerator<{ readonly place: LookPlace; readonly look: Look }> {
  const isNewestFirst = first === 'newest';
  const direction = isNewestFirst ? 'backwards' : 'forwards';
  for (let from = after?.revision; ;) {
    const start = from === undefined ? {} : { from };
    const { events } = await store.readStream(stream, { direction, max: pageEvents, ...start });
    for (const { revision, type, data } of events) {
      const fact = looksCodec.decode({ type, data });
      if (typeof fact === 'string') throw new UnreadableHistory(stream, revision, type, fact);
      const places = fact.data.looks.map((look, index) => ({ place: { date, revision, index }, look }));
      if (isNewestFirst) places.reverse();
      const walked = after?.revision === revision ? after.index : undefined;
      yield* places.filter(
        ({ place: { index } }) => walked === undefined || (isNewestFirst ? index < walked : index > walked),
      );
    }
    const last = events.at(-1)?.revision;
    if (last === undefined || events.length < pageEvents || (isNewestFirst && last === 0n)) return;
    from = isNewestFirst ? last - 1n : last + 1n;
  }
}
