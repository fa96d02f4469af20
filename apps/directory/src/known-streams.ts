import {
  type EventStore,
  type FoldOf,
  follow,
  FollowerLag,
  keepRunning,
  ParkedStreams,
  type Passage,
  reasonOf,
  type StoredEvent,
  UnreadableHistory,
} from '@adapters/event-store';
import type { Fact } from '@domain/decider';
import { FreshReadings, type Log, parkedDetails, type Readiness } from '@runtime';

/** Streams of one category, and how they are folded. */
export interface KnownKind<E extends Fact, S> {
  /** Durable: names what is set aside, and what health tells of it. */
  readonly name: string;
  readonly streamPrefix: string;
  readonly kind: FoldOf<E, S>;
  /** Nothing for the stream of another category. */
  idOf(stream: string): string | undefined;
  streamOf(id: string): string;
}

export interface Hearing<E, S> {
  /** How many streams are set aside. */
  onParked?(count: number): void;
  /** Each fact once, with the states around it. */
  onFact?(fact: E, before: S, after: S): void;
  /** Something was recorded in the stream of that id; nothing of what was there before the start. */
  onChanged?(id: string): void;
}

interface Folded<S> {
  readonly state: S;
  readonly revision: bigint;
}

const readEventsMax = 500;

/** Above this everything recorded so far is seen in one go instead. */
const readOneByOneMax = 4;

/**
 * Every stream of a category, folded and held in memory. One subscription feeds it; who must not miss a fact recorded a
 * moment ago reads the end of the stream as well.
 */
export class KnownStreams<E extends Fact, S> {
  private readonly byId = new Map<string, Folded<S>>();
  private readonly ended = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private newest = 0n;
  /** Everything up to here was seen. */
  private reached = -1n;
  /** Position of the last event at or before that which is known as one: only there may reading go on. */
  private readFrom = -1n;
  private broken: string | undefined;
  private readonly readings = new FreshReadings<S>();
  /** Streams some fact of which cannot be read: they stand as they did before it. */
  readonly parked: ParkedStreams;
  private readonly lag = new FollowerLag();
  private isCaughtUp = false;

  constructor(
    private readonly store: EventStore,
    private readonly log: Log,
    private readonly known: KnownKind<E, S>,
    private readonly heard: Hearing<E, S> = {},
  ) {
    const { onParked } = heard;
    const options = { log, kept: 'memory', ...(onParked && { onChange: onParked }) } as const;
    this.parked = new ParkedStreams(store, known.name, options);
  }

  /** Position of the newest fact seen so far; 0 when there is none. */
  get newestFact(): bigint {
    return this.newest;
  }

  /** Of every stream that was seen, in the order in which they were. */
  ids(): Iterable<string> {
    return this.byId.keys();
  }

  /** Resolves when everything recorded before the start is known. */
  async start(): Promise<void> {
    const { log, lag, parked } = this;
    const onStanding = (problem?: string) => void (this.broken = problem);
    await new Promise<void>((resolve) => {
      const work = (ran: () => void) => {
        lag.begin(ran);
        return this.follow(resolve);
      };
      const { signal } = this.ended;
      this.following = keepRunning(work, { name: parked.name, signal, log, onStanding });
    });
  }

  async stop(): Promise<void> {
    this.ended.abort();
    await this.following;
  }

  /** @param counted what health calls the number of streams */
  readiness(counted: string): Readiness {
    const { broken, byId, lag } = this;
    const { name } = this.known;
    const parked = parkedDetails([this.parked]);
    const details = {
      [counted]: byId.size,
      [name]: broken === undefined ? lag.state : 'stopped',
      [`${name}.lagMs`]: lag.lagMs,
      ...parked.details,
    };
    if (broken === undefined) return { ready: parked.ready, details };
    return { ready: false, details: { ...details, [`${name}.problem`]: broken } };
  }

  /** As far as was seen. */
  seen(id: string): S {
    return this.byId.get(id)?.state ?? this.known.kind.decider.initial;
  }

  /**
   * The stream as it stands now, its last fact included.
   * @throws UnreadableHistory when its last facts cannot be read
   */
  upToDate(id: string): Promise<S> {
    return this.readings.of(id, () => this.readOn(id));
  }

  private async readOn(id: string): Promise<S> {
    const known = this.byId.get(id);
    const from = known === undefined ? 0n : known.revision + 1n;
    const { events } = await this.store.readStream(this.known.streamOf(id), { from });
    for (const event of events) {
      if (this.parked.isSkipped(event)) continue;
      const { stream, revision, type } = event;
      if (this.parked.holds(event)) throw new UnreadableHistory(stream, revision, type, 'not-a-fact');
      this.take(id, event);
    }
    return this.seen(id);
  }

  /**
   * Each of them as it stands now. However many are asked for, and however few there are, the store is asked a few
   * times: looking for a stream that is not there costs as much as reading one.
   * @throws UnreadableHistory as `upToDate` does
   */
  async allUpToDate(ids: readonly string[]): Promise<readonly S[]> {
    const isSeen = ids.length > readOneByOneMax;
    if (isSeen) await this.see(await this.store.headPosition());
    const found: S[] = [];
    for (const id of ids) {
      const isHere = isSeen && !this.parked.has(this.known.streamOf(id));
      found.push(isHere ? this.seen(id) : await this.upToDate(id));
    }
    return found;
  }

  /** Sees everything up to a position; false when the store does not reach that far. */
  async see(position: bigint): Promise<boolean> {
    while (this.reached < position) {
      const events = await this.store.readAll({ after: this.readFrom, max: readEventsMax });
      for (const event of events) await this.passOrPark(event);
      if (events.length < readEventsMax) break;
    }
    return this.reached >= position;
  }

  /** Whether the fact at a position is one of a stream that stands still before it. */
  async isParkedAt(position: bigint): Promise<boolean> {
    if (this.parked.all.length === 0) return false;
    const event = await this.store.eventAt(position);
    return event !== undefined && this.parked.has(event.stream) && this.parked.holds(event);
  }

  private async follow(caughtUp: () => void): Promise<void> {
    const { store, log, parked, lag } = this;
    const { signal } = this.ended;
    const take = (facts: readonly StoredEvent[], { upTo, last }: Passage) => {
      for (const fact of facts) this.pass(fact);
      this.passTo(upTo);
      this.knowEventAt(last?.position);
    };
    // Reading on from here later spares what lies between the last fact of a stream and the present.
    const head = await store.headPosition();
    const onCaughtUp = () => {
      this.passTo(head);
      this.knowEventAt(head);
      this.isCaughtUp = true;
      caughtUp();
    };
    const streamPrefixes = [this.known.streamPrefix];
    const follower = { name: parked.name, streamPrefixes, parked, lag, take, onCaughtUp };
    await follow(store, follower, { signal, log });
    caughtUp();
  }

  private async passOrPark(event: StoredEvent): Promise<void> {
    try {
      if (!this.parked.holds(event)) this.pass(event);
    } catch (error) {
      await this.parked.park(event, reasonOf(error), this.reached);
    }
    this.passTo(event.position);
    this.knowEventAt(event.position);
  }

  private pass(event: StoredEvent): void {
    const id = this.known.idOf(event.stream);
    if (id !== undefined) this.take(id, event);
  }

  private passTo(position: bigint): void {
    if (position > this.reached) this.reached = position;
  }

  private knowEventAt(position = -1n): void {
    if (position > this.readFrom) this.readFrom = position;
  }

  /** Facts come from the subscription and from direct reads: each counts once, in its stream's order. */
  private take(id: string, { stream, revision, position, type, data }: StoredEvent): void {
    const known = this.byId.get(id);
    if (known !== undefined && revision <= known.revision) return;
    const { decider, codec } = this.known.kind;
    const fact = codec.decode({ type, data });
    if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
    const before = known?.state ?? decider.initial;
    const state = fact === 'unknown-fact' ? before : decider.evolve(before, fact);
    this.byId.set(id, { state, revision });
    if (fact !== 'unknown-fact') this.heard.onFact?.(fact, before, state);
    if (position > this.newest) this.newest = position;
    if (this.isCaughtUp) this.heard.onChanged?.(id);
  }
}
