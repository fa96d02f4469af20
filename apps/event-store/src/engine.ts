import { randomUUID } from 'node:crypto';
import { type AppendDecision, decideAppend, type ExpectedRevision } from './append-rules';
import {
  type Direction,
  emptyHead,
  type ProposedEvent,
  type RecordedEvent,
  type StreamHead,
  tombstoneRevision,
} from './event';
import { type Follower, Followers } from './followers';
import { Gathering } from './gathering';
import {
  cachedHeadsMax,
  eventOverheadBytes,
  readPageBytes,
  readPageEvents,
  recentIdsMax,
  unsettledBytesMax,
} from './limits';
import { firstVisibleRevision, headWithOwner, isMissing, isYoungEnough, type Range } from './read-rules';
import { RecentIds } from './recent-ids';
import { recordBytes } from './record.codec';
import { type EventLog, StorageFull } from './store';
import {
  describedStream,
  isMetastream,
  metadataEventType,
  metastreamOf,
  parseStreamPolicy,
  softDeletion,
  withTruncateBefore,
} from './stream-metadata';
import { TwoGenerationCache } from './two-generation-cache';

export type AppendOutcome =
  | { readonly outcome: 'recorded'; readonly revision: number | 'no_stream'; readonly position?: number }
  | Refusal;

export type DeleteOutcome = { readonly outcome: 'deleted'; readonly position: number } | Refusal;

type Refusal =
  | { readonly outcome: 'wrong-revision'; readonly current: number | 'no_stream' }
  | { readonly outcome: 'stream-deleted' };

export interface EngineCounts {
  readonly groups: number;
  readonly events: number;
  readonly commits: number;
}

interface EngineOptions {
  readonly log: EventLog;
  readonly nowMs: () => number;
  /** Called once when a commit fails: nothing of it was acknowledged, and the process must end. */
  readonly onFailure: (failure: CommitFailed) => void;
  /** Called once when appends begin to be refused for lack of room; nothing has to end. */
  readonly onStorageFull?: (reason: StorageFull) => void;
}

/** The commit of a group failed, so what is on disk is unknown; its appends get no success. */
export class CommitFailed extends Error {
  constructor(
    readonly firstPosition: number,
    readonly lastPosition: number,
    options: ErrorOptions,
  ) {
    super(
      `The commit of positions ${firstPosition} to ${lastPosition} failed: ${reasonOf(options.cause)}. ` +
        'The node stops; every acknowledged event is safe. Check the disk, then start it again.',
      options,
    );
    this.name = 'CommitFailed';
  }
}

class Group {
  readonly events: RecordedEvent[] = [];
  readonly heads = new Map<string, StreamHead>();
  nextPosition = 0;
  bytes = 0;
  /** Calls whose answers wait for this group. */
  calls = 0;
  readonly settled: Promise<void>;
  settle!: () => void;
  abandon!: (failure: Error) => void;

  constructor() {
    this.settled = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.abandon = reject;
    });
    // A group may be abandoned while every appender has given up waiting.
    this.settled.catch(() => undefined);
  }
}

/**
 * Decides each append at once, in arrival order, against heads in memory; collects what is decided while a commit
 * is on its way, or gathers; answers after the durable commit of the group. Readers see durable events only.
 */
export class Engine {
  private readonly log: EventLog;
  private readonly heads: TwoGenerationCache<{ head: StreamHead; changedAt: number }>;
  private readonly recentIds = new RecentIds(recentIdsMax);
  private readonly unsettled = new Map<string, RecordedEvent[]>();
  private readonly followers = new Followers();
  private readonly room = new Set<() => void>();
  private collecting = new Group();
  private committing: Group | undefined;
  private isCommitting = false;
  private readonly gathering = new Gathering();
  private failure: CommitFailed | undefined;
  private isFull = false;
  private unsettledBytes = 0;
  /** Where the next event begins that is decided. */
  private next: number;
  private durable: number;
  /** Where the next event begins after the durable ones. */
  private durableEnd: number;
  private groups = 0;
  private eventCount = 0;

  constructor(private readonly options: EngineOptions) {
    this.log = options.log;
    this.durable = options.log.lastPosition();
    this.next = this.durableEnd = options.log.nextPosition();
    this.heads = new TwoGenerationCache(cachedHeadsMax, (entry) => entry.changedAt > this.durableEnd);
  }

  /** Position of the last durable event, 0 when there is none. */
  get durablePosition(): number {
    return this.durable;
  }

  /** What is at a place of `$all`: an event begins there, one is cut by it, the log ends there or before it. */
  whatIsAt(place: number): 'start' | 'event' | 'inside' | 'end' | 'beyond' {
    if (place === 0) return 'start';
    if (place >= this.durableEnd) return place === this.durableEnd ? 'end' : 'beyond';
    return this.log.isPlace(place) ? 'event' : 'inside';
  }

  counts(): EngineCounts {
    return { groups: this.groups, events: this.eventCount, commits: this.log.commits() };
  }

  /** The decision is taken before this returns; the promise settles when all it rests on is durable. */
  async append(
    stream: string,
    expected: ExpectedRevision,
    proposed: readonly ProposedEvent[],
  ): Promise<AppendOutcome> {
    if (this.failure !== undefined) throw this.failure;
    const head = this.headOf(stream);
    const ids = proposed.map((event) => event.id);
    const decision = this.decide(stream, expected, ids);
    const outcome =
      decision.decision === 'append' ? this.take(stream, head, proposed) : this.outcomeOf(stream, decision);
    await this.settledSoFar();
    return outcome;
  }

  /** Hides the stream until something is appended to it: replaces its metadata with a `$tb` beyond every event. */
  async softDelete(stream: string, expected: ExpectedRevision): Promise<DeleteOutcome> {
    return this.deleteBy(stream, expected, (head) => {
      const metastream = metastreamOf(stream);
      const metaHead = this.headOf(metastream);
      if ((head?.revision ?? -1) < 0 && (metaHead?.revision ?? -1) < 0) return undefined;
      return this.join(metastream, metaHead, [metadataEvent(softDeletion)]);
    });
  }

  /** Ends the stream for good with a tombstone; a stream that never was can be ended as well. */
  async tombstone(stream: string, expected: ExpectedRevision): Promise<DeleteOutcome> {
    return this.deleteBy(stream, expected, (head = emptyHead) => {
      const { position } = this.place(stream, tombstoneRevision, tombstoneEvent());
      const tombstone = { ...head, position, isTombstoned: true } as const;
      this.moveHead(stream, tombstone);
      return tombstone;
    });
  }

  /** Undefined for a stream that has neither events nor metadata. */
  head(stream: string): StreamHead | undefined {
    return headWithOwner(stream, (name) => this.log.head(name));
  }

  readStream(stream: string, range: Range, direction: Direction, eventsMax: number): RecordedEvent[] {
    return this.log.readStream(stream, range, direction, pageOf(eventsMax));
  }

  readAll(range: Range, direction: Direction, eventsMax: number): RecordedEvent[] {
    const bounded = { first: range.first, last: Math.min(range.last, this.durable) };
    return this.log.readAll(bounded, direction, pageOf(eventsMax));
  }

  /** Names of durable streams that begin so, as the log gives them. */
  streamsNamed(prefix: string, after: string | undefined, max: number): readonly string[] {
    return this.log.streamsNamed(prefix, after, max);
  }

  placesOf(stream: string, max: number): readonly number[] {
    return this.log.placesOf(stream, max);
  }

  /** Calls back with the events of each commit that touches the stream (undefined: any); answers how to leave. */
  follow(stream: string | undefined, follower: Follower): () => void {
    return this.followers.add(stream, follower);
  }

  hasRoom(): boolean {
    return this.unsettledBytes < unsettledBytesMax;
  }

  /** Calls back once, when appends wait for the disk with fewer bytes than the limit. */
  onceRoom(callback: () => void): void {
    this.room.add(callback);
  }

  /** Waits for what was decided, then closes the log. */
  async close(): Promise<void> {
    this.gathering.end();
    await this.settledSoFar().catch(() => undefined);
    await this.log.close();
  }

  private decide(stream: string, expected: ExpectedRevision, ids: readonly string[]): AppendDecision {
    const head = headWithOwner(stream, (name) => this.headOf(name));
    return decideAppend(expected, ids, head, {
      at: (revision) => this.idAt(stream, revision),
      recent: (id) => this.recentIds.revisionOf(stream, id),
    });
  }

  private outcomeOf(
    stream: string,
    decision: Exclude<AppendDecision, { decision: 'append' }>,
  ): AppendOutcome {
    if (decision.decision !== 'already-recorded') return refusalOf(decision);
    const revision = decision.lastRevision;
    const event = this.eventAt(stream, revision);
    if (this.isHidden(event)) return { outcome: 'recorded', revision };
    return { outcome: 'recorded', revision, position: event.position };
  }

  /** Whether no reader of its stream would see it: a real node looks for it as a reader. */
  private isHidden(event: RecordedEvent): boolean {
    const { stream, revision } = event;
    const head = this.headOf(stream);
    if (isMissing(head) || revision < firstVisibleRevision(stream, head)) return true;
    return !isYoungEnough(event, head, this.options.nowMs());
  }

  private async deleteBy(
    stream: string,
    expected: ExpectedRevision,
    carryOut: (head: StreamHead | undefined) => { readonly position: number } | undefined,
  ): Promise<DeleteOutcome> {
    if (this.failure !== undefined) throw this.failure;
    const decision = this.decide(stream, expected, [randomUUID()]);
    let outcome: DeleteOutcome;
    if (decision.decision === 'append') {
      const deleted = carryOut(this.headOf(stream));
      outcome =
        deleted === undefined
          ? { outcome: 'wrong-revision', current: 'no_stream' }
          : { outcome: 'deleted', position: deleted.position };
    } else {
      outcome = refusalOf(decision);
    }
    await this.settledSoFar();
    return outcome;
  }

  /** Whatever is written to a soft-deleted stream, or to its metadata, shows the stream again from there on. */
  private take(
    stream: string,
    head: StreamHead | undefined,
    proposed: readonly ProposedEvent[],
  ): AppendOutcome {
    const described = describedStream(stream);
    const owner = described === undefined ? undefined : this.headOf(described);
    const last = proposed.length === 0 ? undefined : this.join(stream, head, proposed);
    const current = head?.revision ?? -1;
    if (head?.policy.isSoftDeleted === true) this.undelete(stream, current + 1);
    if (described !== undefined && owner?.policy.isSoftDeleted === true) {
      this.undelete(described, owner.revision + 1);
    }
    if (last !== undefined) return { outcome: 'recorded', revision: last.revision, position: last.position };
    return { outcome: 'recorded', revision: current < 0 ? 'no_stream' : current };
  }

  private undelete(stream: string, firstRevision: number): void {
    const metastream = metastreamOf(stream);
    const head = this.headOf(metastream);
    if (head === undefined || head.revision < 0) return;
    const data = withTruncateBefore(this.eventAt(metastream, head.revision).data, firstRevision);
    if (data !== undefined) this.join(metastream, head, [metadataEvent(data)]);
  }

  private join(
    stream: string,
    head: StreamHead | undefined,
    proposed: readonly ProposedEvent[],
  ): RecordedEvent {
    let { revision } = head ?? emptyHead;
    let last!: RecordedEvent;
    for (const event of proposed) {
      revision += 1;
      last = this.place(stream, revision, event);
    }
    this.moveHead(stream, { ...(head ?? emptyHead), revision, position: last.position });
    this.applyMetadata(stream, last);
    return last;
  }

  private place(stream: string, revision: number, event: ProposedEvent): RecordedEvent {
    const createdMs = this.options.nowMs();
    const placed = { ...event, stream, revision, position: this.next, createdMs };
    this.next += recordBytes(placed);
    const waiting = this.unsettled.get(stream) ?? [];
    this.unsettled.set(stream, waiting);
    waiting.push(placed);
    const group = this.collecting;
    group.events.push(placed);
    group.nextPosition = this.next;
    const bytes = event.data.length + event.metadata.length + eventOverheadBytes;
    group.bytes += bytes;
    this.unsettledBytes += bytes;
    this.recentIds.remember(stream, event.id, revision);
    this.schedule();
    return placed;
  }

  private applyMetadata(metastream: string, last: RecordedEvent): void {
    const described = describedStream(metastream);
    if (described === undefined || described === '' || isMetastream(described)) return;
    const head = this.headOf(described) ?? emptyHead;
    this.moveHead(described, { ...head, policy: parseStreamPolicy(last.data) });
  }

  private moveHead(stream: string, head: StreamHead): void {
    this.collecting.heads.set(stream, head);
    this.heads.set(stream, { head, changedAt: this.next });
  }

  private headOf(stream: string): StreamHead | undefined {
    const cached = this.heads.get(stream);
    if (cached !== undefined) return cached.head;
    const head = this.log.head(stream);
    if (head !== undefined) this.heads.set(stream, { head, changedAt: 0 });
    return head;
  }

  private idAt(stream: string, revision: number): string | undefined {
    const current = this.headOf(stream)?.revision ?? -1;
    return revision > current ? undefined : this.eventAt(stream, revision).id;
  }

  private eventAt(stream: string, revision: number): RecordedEvent {
    const waiting = this.unsettled.get(stream);
    const firstWaiting = waiting?.[0]?.revision;
    const range = { first: revision, last: revision };
    const event =
      firstWaiting !== undefined && revision >= firstWaiting
        ? waiting?.[revision - firstWaiting]
        : this.log.readStream(stream, range, 'forwards', pageOf(1))[0];
    if (event === undefined) throw new Error(`Stream ${stream} has no revision ${revision} in the log.`);
    return event;
  }

  private settledSoFar(): Promise<void> {
    const group = this.collecting;
    if (group.events.length === 0) return this.committing?.settled ?? Promise.resolve();
    group.calls += 1;
    this.gathering.arrived(group.calls);
    return group.settled;
  }

  private schedule(): void {
    if (this.isCommitting) return;
    this.isCommitting = true;
    // One turn later, so that all appends that arrived in the same read of the socket share the commit.
    setImmediate(() => void this.commitWhatIsCollected());
  }

  private async commitWhatIsCollected(): Promise<void> {
    while (this.collecting.events.length > 0 && this.failure === undefined) {
      if (this.log.isCommitCostly) await this.gathering.wait(this.collecting.calls);
      const group = this.collecting;
      this.collecting = new Group();
      this.committing = group;
      this.gathering.began(group.calls);
      await this.commit(group);
    }
    this.committing = undefined;
    this.isCommitting = false;
  }

  private async commit(group: Group): Promise<void> {
    try {
      await this.log.commit(group);
    } catch (cause) {
      if (cause instanceof StorageFull) this.takeBack(group, cause);
      else this.fail(group, cause);
      return;
    }
    this.settle(group);
  }

  private settle(group: Group): void {
    this.isFull = false;
    this.groups += 1;
    this.eventCount += group.events.length;
    this.durable = group.events.at(-1)?.position ?? this.durable;
    this.durableEnd = group.nextPosition;
    this.unsettledBytes -= group.bytes;
    for (const stream of group.heads.keys()) {
      const waiting = this.unsettled.get(stream)?.filter((event) => event.position > this.durable) ?? [];
      if (waiting.length > 0) this.unsettled.set(stream, waiting);
      else this.unsettled.delete(stream);
    }
    group.settle();
    this.followers.tell(group.events);
    if (this.hasRoom()) this.makeRoom();
  }

  private makeRoom(): void {
    const waiting = [...this.room];
    this.room.clear();
    for (const callback of waiting) callback();
  }

  /** Nothing of these groups was written, so memory forgets them and stands where the log stands. */
  private takeBack(group: Group, reason: StorageFull): void {
    const collected = this.collecting;
    this.collecting = new Group();
    this.committing = undefined;
    for (const { heads, events } of [group, collected]) {
      for (const { stream, id } of events) this.recentIds.forget(stream, id);
      for (const stream of heads.keys()) {
        this.heads.delete(stream);
        this.unsettled.delete(stream);
      }
    }
    this.next = this.durableEnd;
    this.unsettledBytes = 0;
    group.abandon(reason);
    collected.abandon(reason);
    if (!this.isFull) this.options.onStorageFull?.(reason);
    this.isFull = true;
    this.makeRoom();
  }

  private fail(group: Group, cause: unknown): void {
    const failure = new CommitFailed(group.events[0]?.position ?? 0, group.events.at(-1)?.position ?? 0, {
      cause,
    });
    this.failure = failure;
    group.abandon(failure);
    this.collecting.abandon(failure);
    this.options.onFailure(failure);
  }
}

const metadataEvent = (data: Uint8Array): ProposedEvent => ({
  id: randomUUID(),
  type: metadataEventType,
  isJson: true,
  data,
  metadata: noBytes,
});

const tombstoneEvent = (): ProposedEvent => ({
  id: randomUUID(),
  type: '$streamDeleted',
  isJson: false,
  data: noBytes,
  metadata: noBytes,
});

const noBytes = new Uint8Array();

function refusalOf(decision: AppendDecision): Refusal {
  return decision.decision === 'wrong-revision'
    ? { outcome: 'wrong-revision', current: decision.current }
    : { outcome: 'stream-deleted' };
}

const pageOf = (eventsMax: number): { events: number; bytes: number } => ({
  events: Math.min(eventsMax, readPageEvents),
  bytes: readPageBytes,
});

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}
