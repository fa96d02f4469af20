import { type AppendDecision, decideAppend, type ExpectedRevision } from './append-rules';
import { type Direction, type ProposedEvent, type RecordedEvent, type StreamHead } from './event';
import { cachedHeadsMax, readPageBytes, readPageEvents, recentIdsMax, unsettledBytesMax } from './limits';
import { type Range } from './read-rules';
import { RecentIds } from './recent-ids';
import { type EventLog } from './store';
import { describedStream, noPolicy, parseStreamPolicy } from './stream-metadata';
import { TwoGenerationCache } from './two-generation-cache';
import { Wakeups } from './wakeups';

export type AppendOutcome =
  | { readonly outcome: 'recorded'; readonly revision: number | 'no_stream'; readonly position?: number }
  | { readonly outcome: 'wrong-revision'; readonly current: number | 'no_stream' };

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
        'The node stops; every acknowledged event is safe. Free the disk, then start it again.',
      options,
    );
    this.name = 'CommitFailed';
  }
}

class Group {
  readonly events: RecordedEvent[] = [];
  readonly heads = new Map<string, StreamHead>();
  bytes = 0;
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
 * is on its way; answers after the durable commit of the group. Readers see durable events only.
 */
export class Engine {
  private readonly log: EventLog;
  private readonly heads: TwoGenerationCache<{ head: StreamHead; changedAt: number }>;
  private readonly recentIds = new RecentIds(recentIdsMax);
  private readonly unsettled = new Map<string, RecordedEvent[]>();
  private readonly wakeups = new Wakeups();
  private readonly room = new Set<() => void>();
  private collecting = new Group();
  private committing: Group | undefined;
  private isScheduled = false;
  private failure: CommitFailed | undefined;
  private unsettledBytes = 0;
  private decidedPosition: number;
  private durable: number;
  private groups = 0;
  private eventCount = 0;

  constructor(private readonly options: EngineOptions) {
    this.log = options.log;
    this.decidedPosition = this.durable = options.log.lastPosition();
    this.heads = new TwoGenerationCache(cachedHeadsMax, (entry) => entry.changedAt > this.durable);
  }

  get durablePosition(): number {
    return this.durable;
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
    const decision = decideAppend(expected, ids, head, {
      at: (revision) => this.idAt(stream, revision),
      recent: (id) => this.recentIds.revisionOf(stream, id),
    });
    if (decision.decision === 'append' && proposed.length > 0) {
      const last = this.join(stream, head, proposed);
      await this.collecting.settled;
      return { outcome: 'recorded', revision: last.revision, position: last.position };
    }
    const outcome = this.outcomeOf(stream, decision, head);
    await this.settledSoFar();
    return outcome;
  }

  /** Undefined for a stream that has neither events nor metadata. */
  head(stream: string): StreamHead | undefined {
    return this.log.head(stream);
  }

  readStream(stream: string, range: Range, direction: Direction, eventsMax: number): RecordedEvent[] {
    return this.log.readStream(stream, range, direction, pageOf(eventsMax));
  }

  readAll(range: Range, direction: Direction, eventsMax: number): RecordedEvent[] {
    const bounded = { first: range.first, last: Math.min(range.last, this.durable) };
    return this.log.readAll(bounded, direction, pageOf(eventsMax));
  }

  /** Resolves after the next commit that touches the stream (undefined: any), or when the signal aborts. */
  moved(stream: string | undefined, signal: AbortSignal): Promise<void> {
    return this.wakeups.wait(stream, signal);
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
    await this.settledSoFar().catch(() => undefined);
    await this.log.close();
  }

  private outcomeOf(stream: string, decision: AppendDecision, head: StreamHead | undefined): AppendOutcome {
    switch (decision.decision) {
      case 'append': {
        const current = head?.revision ?? -1;
        return { outcome: 'recorded', revision: current < 0 ? 'no_stream' : current };
      }
      case 'already-recorded': {
        const revision = decision.lastRevision;
        return { outcome: 'recorded', revision, position: this.eventAt(stream, revision).position };
      }
      case 'wrong-revision':
        return { outcome: 'wrong-revision', current: decision.current };
    }
  }

  private join(
    stream: string,
    head: StreamHead | undefined,
    proposed: readonly ProposedEvent[],
  ): RecordedEvent {
    const group = this.collecting;
    const createdMs = this.options.nowMs();
    const waiting = this.unsettled.get(stream) ?? [];
    this.unsettled.set(stream, waiting);
    let revision = head?.revision ?? -1;
    let last!: RecordedEvent;
    for (const event of proposed) {
      revision += 1;
      this.decidedPosition += 1;
      last = { ...event, stream, revision, position: this.decidedPosition, createdMs };
      group.events.push(last);
      waiting.push(last);
      this.recentIds.remember(stream, event.id, revision);
      group.bytes += event.data.length + event.metadata.length;
      this.unsettledBytes += event.data.length + event.metadata.length;
    }
    this.moveHead(group, stream, { revision, position: last.position, policy: head?.policy ?? noPolicy });
    this.applyMetadata(group, stream, last);
    this.schedule();
    return last;
  }

  private applyMetadata(group: Group, stream: string, last: RecordedEvent): void {
    const described = describedStream(stream);
    if (described === undefined || described === '') return;
    const head = this.headOf(described) ?? { revision: -1, position: 0, policy: noPolicy };
    this.moveHead(group, described, { ...head, policy: parseStreamPolicy(last.data) });
  }

  private moveHead(group: Group, stream: string, head: StreamHead): void {
    group.heads.set(stream, head);
    this.heads.set(stream, { head, changedAt: this.decidedPosition });
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
    if (this.collecting.events.length > 0) return this.collecting.settled;
    return this.committing?.settled ?? Promise.resolve();
  }

  private schedule(): void {
    if (this.isScheduled || this.committing !== undefined) return;
    this.isScheduled = true;
    // One turn later, so that all appends that arrived in the same read of the socket share the commit.
    setImmediate(() => {
      this.isScheduled = false;
      void this.commitWhatIsCollected();
    });
  }

  private async commitWhatIsCollected(): Promise<void> {
    while (this.collecting.events.length > 0 && this.failure === undefined) {
      const group = this.collecting;
      this.collecting = new Group();
      this.committing = group;
      try {
        await this.log.commit(group);
      } catch (cause) {
        this.fail(group, cause);
        return;
      }
      this.settle(group);
    }
    this.committing = undefined;
  }

  private settle(group: Group): void {
    this.groups += 1;
    this.eventCount += group.events.length;
    this.durable = group.events.at(-1)?.position ?? this.durable;
    this.unsettledBytes -= group.bytes;
    for (const stream of group.heads.keys()) {
      const waiting = this.unsettled.get(stream)?.filter((event) => event.position > this.durable) ?? [];
      if (waiting.length > 0) this.unsettled.set(stream, waiting);
      else this.unsettled.delete(stream);
    }
    group.settle();
    this.wakeups.wake(group.heads.keys());
    if (this.hasRoom()) this.makeRoom();
  }

  private makeRoom(): void {
    const waiting = [...this.room];
    this.room.clear();
    for (const callback of waiting) callback();
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

const pageOf = (eventsMax: number): { events: number; bytes: number } => ({
  events: Math.min(eventsMax, readPageEvents),
  bytes: readPageBytes,
});

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}
