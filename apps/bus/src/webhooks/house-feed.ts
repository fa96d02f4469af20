import { LRUCache } from 'lru-cache';
import {
  bytesOf,
  type EventPlace,
  type EventStore,
  follow,
  FollowerLag,
  heldBackNews,
  heldBackStream,
  ParkedStreams,
  placeOf,
  type StoredEvent,
} from '@adapters/event-store';
import { hear, type NatsConnection, Requester, type Signing } from '@adapters/messaging';
import {
  feedCursor,
  type FeedNumbers,
  type FeedRows,
  type KnownHistory,
  notices,
  parsePositionToken,
  type Passing,
  type QueryReply,
  type Refused,
  type RowsWritten,
  type Subject,
  subjects,
  tokenAt,
} from '@contracts';
import { agencyOf, kinds } from '@formats/public-facts';
import { DoubtedMessages, houseCaller, type Log, type Metrics } from '@runtime';
import type { AgencyEvents } from '../feed/agency-events';
import { readableCopiesOf } from '../readable-copies';
import { AgencyFeed, type FeedMark, type FeedPage } from './agency-feed';
import { AwaitedFacts } from './awaited-facts';

/** The read models have not counted so far yet. */
class NotCountedYet extends Error implements Passing {
  override readonly name = 'NotCountedYet';
  readonly passes = true;
}

export interface HouseFeedParts {
  readonly store: EventStore;
  readonly connection: NatsConnection;
  readonly signing: Signing;
  readonly metrics: Metrics;
  readonly history: KnownHistory;
  readonly events: AgencyEvents;
  readonly log: Log;
}

/** Of public facts. */
const inHandBytesMax = 2 * 1024 * 1024;
/** How often whoever waits for numbers is woken where no news of the rows came, and for how long. Milliseconds. */
const [askAgainMs, askedForMs] = [2_000, 60_000] as const;

/**
 * The numbers of the read models, the facts of the store. Which agencies a fact is told to is seen here as it is
 * recorded; they are woken once the rows have it.
 */
export class HouseFeed extends AgencyFeed {
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  private readonly listeners = new Set<(agencies: readonly string[] | 'all') => void>();
  private readonly awaited = new AwaitedFacts();
  /** The newest public facts, by their ids: what is sent as it happens is not read again for each webhook. */
  private readonly inHand = new LRUCache<string, StoredEvent>({
    maxSize: inHandBytesMax,
    sizeCalculation: bytesOf,
  });
  private readonly requester: Requester;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: HouseFeedParts) {
    super();
    const { store, connection, signing, log } = parts;
    this.requester = new Requester(connection, signing.as('bus'));
    this.parked = new ParkedStreams(store, 'webhook-feed', { log, kept: 'memory' });
  }

  /** Hears of new rows until the connection closes. */
  hearOfRows(): void {
    const { connection, signing, metrics, log } = this.parts;
    const { doubted } = new DoubtedMessages(metrics, log);
    const heard = ({ through = '' }: Partial<RowsWritten>): void => this.written(through);
    hear<RowsWritten>(connection, signing, notices.rowsWritten, { heard, doubted });
  }

  /** From now on, until the signal aborts. @throws HistoryLost */
  async follow(onCaughtUp: () => void, signal: AbortSignal): Promise<void> {
    const { lag, parked } = this;
    const { store, log } = this.parts;
    // Both may be of a history that is gone: facts are read, and where the rows stand is heard again.
    this.inHand.clear();
    this.awaited.counted(-1n);
    // What was recorded before is asked for when its webhook is first worked on.
    const after = await store.headPosition();
    const take = (facts: readonly StoredEvent[]) => this.see(facts);
    const streamPrefixes = [...Object.keys(kinds), heldBackStream];
    const follower = { name: parked.name, streamPrefixes, parked, lag, take, onCaughtUp };
    try {
      await follow(store, after < 0n ? follower : { ...follower, after }, { signal, log });
    } finally {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
  }

  async after(agency: string, { number, eventId }: FeedMark, max: number): Promise<FeedPage | 'lost'> {
    const from = eventId === null ? String(number) : feedCursor({ number, eventId });
    const asked = { agency, from, limit: max };
    const reply = await this.parts.events.told(asked, houseCaller('reactor'), this.inHand);
    if (!reply.ok && reply.refused === 'of-a-lost-future') return 'lost';
    const { told, end } = answerIn(reply);
    const entries = told.map(({ event, fact }) => ({
      message: event,
      place: placeOf(fact),
      recordedAt: fact.recordedAt,
    }));
    return { entries, end };
  }

  async newest(agency: string): Promise<number> {
    return (await this.ask<FeedRows>(subjects.feedRows, { agency, from: '0', limit: 1 })).end;
  }

  async numberOf(agency: string, { position, id }: EventPlace): Promise<number | undefined> {
    const through = tokenAt(this.parts.history, position);
    const body = { positions: [String(position)], through };
    const { numbers } = await this.ask<FeedNumbers>(subjects.feedNumbers, body);
    return numbers.find((each) => each.agency === agency && each.eventId === id)?.number;
  }

  listen(heard: (agencies: readonly string[] | 'all') => void): () => void {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }

  private async ask<A>(subject: Subject, body: object): Promise<A> {
    return answerIn(await this.requester.query<A>(subject, { target: {}, body }, houseCaller('reactor')));
  }

  private see(facts: readonly StoredEvent[]): void {
    const { history } = this.parts;
    const nowMs = Date.now();
    for (const fact of facts) {
      const agencies = agenciesOf(fact, history);
      if (agencies.length > 0) this.inHand.set(fact.id, fact);
      const counted = agencies.filter((agency) => !this.awaited.note(agency, fact.position, nowMs));
      if (counted.length > 0) this.tell(counted);
    }
    if (this.awaited.agencies.length > 0) this.timer ??= setTimeout(() => this.askAgain(), askAgainMs);
  }

  private written(through: string): void {
    const counted = this.awaited.counted(parsePositionToken(through)?.commit ?? -1n);
    if (counted.length > 0) this.tell(counted);
  }

  /** News are kept for nobody: what a lost one would have said is found out by asking. */
  private askAgain(): void {
    this.timer = undefined;
    this.tell(this.awaited.agencies);
    this.awaited.forgetBefore(Date.now() - askedForMs);
    if (this.awaited.agencies.length > 0) this.timer = setTimeout(() => this.askAgain(), askAgainMs);
  }

  private tell(agencies: readonly string[]): void {
    const whom = agencies.includes(everybody) ? 'all' : agencies;
    for (const heard of this.listeners) heard(whom);
  }
}

/** No code of an agency. */
const everybody = '*';

/** What cannot be read here is held back from the feed, too. */
function agenciesOf(fact: StoredEvent, history: Pick<KnownHistory, 'storeId'>): readonly string[] {
  // What was held back counts from there on, of whichever agencies it is told to.
  if (heldBackNews(fact) !== undefined) return [everybody];
  return readableCopiesOf(fact, history).map(agencyOf);
}

function answerIn<A>(reply: QueryReply<A>): A {
  if (reply.ok) return reply.answer;
  const { context, refused }: Refused = reply;
  if (refused === 'not-visible-yet') throw new NotCountedYet(`${context}:${refused}`);
  throw new Error(`the feed of an agency was refused: ${context}:${refused}`);
}
