import {
  type EventPlace,
  type EventStore,
  follow,
  FollowerLag,
  gathered,
  type Passage,
  type StoredEvent,
} from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import type { Log, Metrics } from '@runtime';
import type { Visibility } from '../asking/visibility';
import type { RowsNews } from '../live/rows-news';
import type { ParkedRows } from './parked-rows';
import { judge, projectBatch } from './project-batch';
import type { Projection } from './projection';
import { noteLive } from './rows-stand';

/** Facts whose rows are written in one transaction, at most. */
const batchEventsMax = 500;

export interface ProjectorParts {
  readonly store: EventStore;
  readonly storeId: string;
  readonly reads: ReadStore;
  readonly visibility: Visibility;
  readonly news: RowsNews;
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
  readonly lag = new FollowerLag();
  private isLive = false;

  constructor(private readonly parts: ProjectorParts) {}

  /**
   * From the event the rows end with until the signal aborts; calls `onLive` when it has reached the end of the
   * history.
   * @throws RowsMoved, RowsOfAnotherStore, HistoryLost, and what the database says of the tables.
   */
  async follow(after: EventPlace | undefined, signal: AbortSignal, onLive: () => void): Promise<void> {
    const { store, parked, log } = this.parts;
    this.isLive = false;
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const follower = {
      name: parked.name,
      after,
      parked,
      lag: this.lag,
      gather: gathered(batchEventsMax, either),
      take: (facts: readonly StoredEvent[], passage: Passage) => this.write(facts, passage),
      judge,
      onCaughtUp: () => this.caughtUp(onLive),
    };
    try {
      await follow(store, follower, { signal: either, log });
    } finally {
      ended.abort();
    }
  }

  private async write(events: readonly StoredEvent[], { after, upTo, last }: Passage): Promise<void> {
    const { reads, projections, storeId, visibility, news, parked, metrics } = this.parts;
    if (last !== undefined) {
      const from = typeof after === 'object' ? after : undefined;
      const counted = await parked.feed.countedIn(events);
      await projectBatch(reads, projections, { storeId, after: from, events, counted, last });
    }
    metrics.projectionPosition.set({ projection: 'read-models' }, Number(upTo));
    visibility.advanceTo(upTo);
    news.written(events, upTo);
  }

  private async caughtUp(onLive: () => void): Promise<void> {
    if (this.isLive) return;
    this.isLive = true;
    const { log, reads, visibility, parked } = this.parts;
    await parked.takeUpWhatIsRead();
    await noteLive(reads);
    onLive();
    log.info({ position: String(visibility.position) }, 'the read models are caught up');
  }
}
