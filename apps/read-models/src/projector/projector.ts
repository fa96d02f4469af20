import { setTimeout as pause } from 'node:timers/promises';
import { follow, type Delivered, type EventStore, type StoredEvent } from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import type { Log, Metrics } from '@runtime';
import type { Visibility } from '../asking/visibility';
import type { Changes } from '../live/changes';
import { Backlog } from './backlog';
import type { ParkedRows } from './parked-rows';
import { judge, openCheckpoint, projectBatch, startOver } from './project-batch';
import type { Projection } from './projection';

/** Streams that only say how far others have come: following them would feed followers with themselves. */
const notFollowed = ['checkpoint-', 'parked-'];
/** PGlite takes one statement at a time: a question waits for the whole batch that is being written. */
const batchEventsMax = 200;
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
  readonly parked: ParkedRows;
  readonly projections: readonly Projection[];
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Writes the rows: follows everything, writes whatever has gathered as one batch, and tells the waiting questions. A
 * read store that is away is waited for; a fact of which no rows can be made sets its stream aside, for rows after a
 * hole are wrong rows.
 */
export class Projector {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isLive = false;
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
    this.running = this.run(checkpoint);
  }

  /** Finishes the batch it is writing. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  get state(): { readonly state: 'catching-up' | 'live' | 'stopped'; readonly problem?: string } {
    if (this.failure !== undefined) return { state: 'stopped', problem: this.failure.message };
    return { state: this.isLive ? 'live' : 'catching-up' };
  }

  private async run(checkpoint: bigint): Promise<void> {
    const { store, parked, log } = this.parts;
    const ended = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, ended.signal]);
    const follower = {
      name: parked.name,
      after: checkpoint < 0n ? undefined : checkpoint,
      excludePrefixes: notFollowed,
      parked,
      gather: (delivered: AsyncIterable<Delivered>) => this.gather(delivered),
      take: (facts: readonly StoredEvent[], { upTo }: { upTo: bigint }) => this.write(facts, upTo),
      judge,
      onCaughtUp: () => this.caughtUp(),
    };
    try {
      await follow(store, follower, { signal, log });
    } catch (error) {
      this.fail(error as Error);
    } finally {
      ended.abort();
    }
  }

  /** Whatever came while one batch was written is the next one. */
  private async *gather(delivered: AsyncIterable<Delivered>): AsyncGenerator<readonly Delivered[]> {
    const backlog = new Backlog<Delivered>(2 * batchEventsMax);
    const reading = fill(backlog, delivered);
    reading.catch(() => undefined);
    try {
      for (;;) {
        const batch = await backlog.take(batchEventsMax);
        if (batch.length === 0 || this.stopping.signal.aborted) break;
        const startedMs = performance.now();
        yield batch;
        if (this.isLive) await this.rest(performance.now() - startedMs);
      }
      await reading;
    } finally {
      backlog.end();
    }
  }

  /** PGlite works in the thread of the commands: a batch costs nearly the same for one event as for many. */
  private async rest(workedMs: number): Promise<void> {
    const { signal } = this.stopping;
    await pause(Math.min(workedMs * rest.share, rest.mostMs), undefined, { signal }).catch(() => undefined);
  }

  private async write(events: readonly StoredEvent[], upTo: bigint): Promise<void> {
    const { reads, projections, storeId, visibility, changes, metrics } = this.parts;
    const reached = await projectBatch(reads, projections, { storeId, events, upTo });
    metrics.projectionPosition.set({ projection: 'read-models' }, Number(reached));
    visibility.advanceTo(reached);
    changes.written(events);
    this.facts += events.length;
    if (this.facts >= Math.max(2 * this.analysedAt, factsBeforeAnalysis)) await this.analyse();
  }

  private async caughtUp(): Promise<void> {
    if (this.isLive) return;
    this.isLive = true;
    const position = String(this.parts.visibility.position);
    this.parts.log.info({ position }, 'the read models are caught up');
    await this.analyse();
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

  private fail(error: Error): void {
    this.failure = error;
    const { name, message } = error;
    this.parts.log.error(
      { problem: name, reason: message },
      'the read models stand still until this is mended',
    );
  }
}

async function fill(backlog: Backlog<Delivered>, delivered: AsyncIterable<Delivered>): Promise<void> {
  try {
    for await (const each of delivered) await backlog.put(each);
  } finally {
    backlog.end();
  }
}
