import { setTimeout as pause } from 'node:timers/promises';
import { FollowerLag, type Delivered, type EventStore, type StoredEvent } from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import type { Log, Metrics } from '@runtime';
import type { Visibility } from '../asking/visibility';
import type { Changes } from '../live/changes';
import { Backlog } from './backlog';
import {
  openCheckpoint,
  projectBatch,
  RowsOfAnotherStore,
  startOver,
  UnprojectableFact,
} from './project-batch';
import type { Projection } from './projection';

/** Streams that only say how far others have come: following them would feed followers with themselves. */
const notFollowed = ['checkpoint-', 'parked-'];
/** PGlite takes one statement at a time: a question waits for the whole batch that is being written. */
const batchEventsMax = 200;
const retryMs = 1_000;
/** Once live, the loop rests after a batch that took t milliseconds for t times this, at most so long. */
const rest = { share: 4, mostMs: 100 } as const;

/**
 * Nobody looks at the rows of an embedded database to learn how many there are of which kind, so that its plans would
 * sort a million rows for a page: the projector has them looked at whenever as many facts again were written.
 */
const factsBeforeAnalysis = 1_000;

export interface ProjectorParts {
  readonly store: EventStore;
  readonly storeId: string;
  readonly reads: ReadStore;
  readonly visibility: Visibility;
  readonly changes: Changes;
  readonly projections: readonly Projection[];
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * The one loop that writes rows: follows everything, writes whatever has gathered as one batch, and tells the
 * waiting questions. A read store that is away is waited for; a fact that cannot be projected stops the loop
 * for good, for rows after a hole are wrong rows.
 */
export class Projector {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isLive = false;
  private readonly lag = new FollowerLag();
  private failure: Error | undefined;
  private facts = 0;
  private analysedAt = 0;

  constructor(private readonly parts: ProjectorParts) {}

  /** Opens the checkpoint and begins to follow from there. */
  async start(): Promise<void> {
    const { store, storeId, reads, projections, log } = this.parts;
    let checkpoint = await openCheckpoint(reads, storeId);
    const head = await store.headPosition();
    if (checkpoint > head) {
      log.warn(
        { checkpoint: String(checkpoint), head: String(head) },
        'rows are ahead of the store: built again',
      );
      await startOver(reads, projections);
      checkpoint = -1n;
    }
    this.parts.visibility.advanceTo(checkpoint);
    this.running = this.follow(checkpoint);
  }

  /** Finishes the batch it is writing. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  get lagMs(): number {
    return this.lag.lagMs;
  }

  get state(): { readonly state: 'catching-up' | 'live' | 'stopped'; readonly problem?: string } {
    if (this.failure !== undefined) return { state: 'stopped', problem: this.failure.message };
    return { state: this.isLive ? 'live' : 'catching-up' };
  }

  private async follow(after: bigint): Promise<void> {
    const backlog = new Backlog<Delivered>(2 * batchEventsMax);
    const enough = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, enough.signal]);
    const reading = this.read(backlog, after, signal);
    try {
      for (;;) {
        const delivered = await backlog.take(batchEventsMax);
        if (delivered.length === 0 || this.stopping.signal.aborted) break;
        const startedMs = performance.now();
        for (const each of delivered) this.lag.take(each);
        await this.project(delivered);
        this.lag.done();
        if (this.isLive) await this.rest(performance.now() - startedMs);
      }
      await reading;
    } catch (error) {
      if (!this.stopping.signal.aborted) this.fail(error as Error);
    } finally {
      enough.abort();
      backlog.end();
      await reading.catch(() => undefined);
    }
  }

  /** PGlite works in the thread of the commands: a batch costs nearly the same for one event as for many. */
  private async rest(workedMs: number): Promise<void> {
    const { signal } = this.stopping;
    await pause(Math.min(workedMs * rest.share, rest.mostMs), undefined, { signal }).catch(() => undefined);
  }

  private async read(backlog: Backlog<Delivered>, after: bigint, signal: AbortSignal): Promise<void> {
    const { store } = this.parts;
    const start = after < 0n ? {} : { after };
    try {
      for await (const delivered of store.subscribeAll({ ...start, excludePrefixes: notFollowed, signal })) {
        await backlog.put(delivered);
      }
    } finally {
      backlog.end();
    }
  }

  private async project(delivered: readonly Delivered[]): Promise<void> {
    const events: StoredEvent[] = [];
    let upTo = -1n;
    for (const each of delivered) {
      if ('caughtUp' in each) continue;
      upTo = 'checkpoint' in each ? each.checkpoint : each.position;
      if ('stream' in each) events.push(each);
    }
    if (upTo > this.parts.visibility.position) await this.write(events, upTo);
    if (delivered.some((each) => 'caughtUp' in each) && !this.isLive) {
      this.isLive = true;
      this.parts.log.info(
        { position: String(this.parts.visibility.position) },
        'the read models are caught up',
      );
      await this.analyse();
    }
  }

  private async write(events: readonly StoredEvent[], upTo: bigint): Promise<void> {
    const { reads, projections, storeId, visibility, changes, metrics } = this.parts;
    for (;;) {
      try {
        const reached = await projectBatch(reads, projections, { storeId, events, upTo });
        metrics.projectionPosition.set({ projection: 'read-models' }, Number(reached));
        visibility.advanceTo(reached);
        changes.written(events);
        this.facts += events.length;
        if (this.facts >= Math.max(2 * this.analysedAt, factsBeforeAnalysis)) await this.analyse();
        return;
      } catch (error) {
        if (!isAway(error)) return this.writeOneByOne(events, upTo, error as Error);
        this.parts.log.warn({ err: error as Error }, 'the read store is away; the batch is written again');
        await pause(retryMs, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private async analyse(): Promise<void> {
    const tables = this.parts.projections.flatMap((projection) => projection.tables);
    this.analysedAt = this.facts;
    await this.parts.reads
      .query({ text: `analyze ${tables.join(', ')}`, values: [] })
      .catch((err: Error) =>
        this.parts.log.warn({ err }, 'the rows could not be looked at; pages may be slow'),
      );
  }

  /** Comes as far as it can, and names the fact at which it cannot. */
  private async writeOneByOne(events: readonly StoredEvent[], upTo: bigint, cause: Error): Promise<void> {
    const [first] = events;
    if (cause instanceof RowsOfAnotherStore || first === undefined) throw cause;
    if (events.length === 1) {
      throw cause instanceof UnprojectableFact ? cause : new UnprojectableFact(first, { cause });
    }
    for (const event of events) await this.write([event], event.position);
    await this.write([], upTo);
  }

  private fail(error: Error): void {
    this.failure = error;
    const at = error instanceof UnprojectableFact ? error.event : undefined;
    const where = at === undefined ? {} : { stream: at.stream, position: String(at.position) };
    this.parts.log.error({ err: error, ...where }, 'the read models stand still until this is mended');
  }
}

const isAway = (error: unknown): boolean => error instanceof Error && error.name.endsWith('Unavailable');
