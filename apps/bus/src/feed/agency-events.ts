import type { EventStore, StoredEvent } from '@adapters/event-store';
import type { Requester } from '@adapters/messaging';
import {
  type Caller,
  type EventsPage,
  type EventsQuery,
  feedCursor,
  type FeedRow,
  type FeedRows,
  type FeedRowsQuery,
  type KnownHistory,
  messageBytesMax,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { agencyOf, copiesOf, type Copy, numbered, type NumberedEvent } from '@formats/public-facts';
import { atMost } from '@runtime';

export interface AgencyEventsParts {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly requester: Pick<Requester, 'query'>;
  readonly history: Pick<KnownHistory, 'storeId'>;
}

interface Told {
  readonly told: readonly { readonly event: NumberedEvent; readonly fact: StoredEvent }[];
  /** Number of the last event there is. */
  readonly end: number;
}

/** By their ids. */
type Facts = Pick<ReadonlyMap<string, StoredEvent>, 'get' | 'has'>;

const eventsByDefault = 100;
/** Leaves room for the envelope and for what stands around the events. */
const pageBytesMax = messageBytesMax - 128 * 1024;
const readsAtOnce = 16;
/** Events of one stream that lie so near to each other are read at once. */
const spanMax = 50n;

/**
 * What an agency was told, from any place on, as the same CloudEvents that lie in `PUBLIC`: the read models say which
 * facts these are and under which numbers, the store what they say. So nothing is ever too old to be read.
 */
export class AgencyEvents {
  constructor(private readonly parts: AgencyEventsParts) {}

  /**
   * At most 500 events and 384 KiB, in the order of their numbers and without a gap, but for what a connected system
   * does not read: of that alone a page is empty and `next` goes on. Refusals: `position:…` where to go on from is of a
   * lost future, or not visible yet; `agency:not-found` for what the asker may not read.
   * @throws ServiceUnavailable, StoreUnavailable
   */
  async page(asked: EventsQuery, caller: Caller): Promise<QueryReply<EventsPage>> {
    const { agency, after = '0', limit = eventsByDefault } = asked;
    const reply = await this.told(
      { from: after, limit, ...(agency === undefined ? {} : { agency }) },
      caller,
    );
    if (!reply.ok) return reply;
    const { told, end } = reply.answer;
    const events: NumberedEvent[] = [];
    let [bytes, next] = [0, after];
    for (const { event } of told) {
      if (isRead(caller, event)) {
        bytes += Buffer.byteLength(JSON.stringify(event)) + 1;
        if (events.length > 0 && bytes > pageBytesMax) break;
        events.push(event);
      }
      // What the asker does not read is behind it, too: the next page begins after it.
      next = feedCursor({ number: event.feednumber, eventId: event.id });
    }
    return { ok: true, answer: { events, next, end } };
  }

  /**
   * The events of a page with the facts they tell, for who carries them on. Facts that are in hand, by their ids, are
   * not read again. Refusals and failures as of `page`.
   */
  async told(asked: FeedRowsQuery, caller: Caller, inHand: Facts = new Map()): Promise<QueryReply<Told>> {
    const { requester, history } = this.parts;
    const reply = await requester.query<FeedRows>(subjects.feedRows, { target: {}, body: asked }, caller);
    if (!reply.ok) return reply;
    const { rows, end, agency } = reply.answer;
    const facts = await this.factsOf(rows, inHand);
    const told = rows.flatMap((row) => {
      const fact = facts.get(row.eventId);
      const event = fact && eventOf(row, agency, copiesOf(fact, history));
      return fact === undefined || event === undefined ? [] : [{ event, fact }];
    });
    // The store has another history by now; so will the rows.
    if (told.length < rows.length) return refusedBy('position', 'not-visible-yet');
    return { ok: true, answer: { told, end } };
  }

  private async factsOf(rows: readonly FeedRow[], inHand: Facts): Promise<Facts> {
    const known = rows.flatMap(({ eventId }) => inHand.get(eventId) ?? []);
    const left = rows.filter(({ eventId }) => !inHand.has(eventId));
    const reads = await atMost(readsAtOnce, spansOf(left), async ({ stream, from, to }) => {
      const { events } = await this.parts.store.readStream(stream, { from, max: Number(to - from) + 1 });
      return events;
    });
    return new Map([...known, ...reads.flat()].map((event) => [event.id, event]));
  }
}

/** The third part of a type is its context, as in the subject of the message. */
const isRead = ({ reads = 'everything' }: Caller, { type }: NumberedEvent): boolean =>
  reads === 'everything' || type.split('.')[2] === reads;

function eventOf({ number }: FeedRow, agency: string, copies: readonly Copy[]): NumberedEvent | undefined {
  const copy = copies.find((each) => agencyOf(each) === agency);
  return copy && numbered(copy, { number, previous: number - 1 }).cloudEvent;
}

interface Span {
  readonly stream: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** What to read, each fact once: facts of one stream follow each other, though not in the feed. */
function spansOf(rows: readonly FeedRow[]): readonly Span[] {
  const byStream = new Map<string, bigint[]>();
  for (const { stream, revision } of rows) {
    const revisions = byStream.get(stream) ?? [];
    byStream.set(stream, revisions);
    revisions.push(BigInt(revision));
  }
  const spans: Span[] = [];
  for (const [stream, revisions] of byStream) {
    let open: Span | undefined;
    for (const revision of revisions.sort((a, b) => Number(a - b))) {
      if (open !== undefined && revision - open.from < spanMax) {
        open = { ...open, to: revision };
        continue;
      }
      if (open !== undefined) spans.push(open);
      open = { stream, from: revision, to: revision };
    }
    if (open !== undefined) spans.push(open);
  }
  return spans;
}
