import {
  type EventStore,
  holdBack,
  type ParkedEvent,
  parkedStreamsMax,
  type Parking,
  type Place,
  positionOf,
  reasonOf,
  type Replayed,
  type SetAside,
  skip,
  type SkipDecision,
  type SkipOutcome,
  skippedEvents,
  type StoredEvent,
  takeUp,
  tellParked,
  TooManyParked,
} from '@adapters/event-store';
import { type ReadStore, type ReadTransaction, sql } from '@adapters/read-store';
import { positionFrom } from '@contracts';
import type { Log, Metrics } from '@runtime';
import { FeedCounting, isPublicKind } from '../agency-feed/feed-counting';
import { judge, writeRows, writesFor } from './project-batch';
import type { Projection } from './projection';
import { lockedStand, moveTo, RowsMoved } from './rows-stand';

export interface ParkedRowsParts {
  readonly store: EventStore;
  readonly storeId: string;
  readonly reads: ReadStore;
  readonly projections: readonly Projection[];
  readonly log: Log;
  readonly metrics: Metrics;
}

const program = 'read-models';
const replayEventsMax = 200;

type ParkedRow = Omit<ParkedEvent, 'revision' | 'position'> & { revision: string; position: string };

/**
 * Streams of which the rows stand still, kept beside the rows: what is set aside and what is taken up again changes in
 * one transaction with the rows, under the lock of their checkpoint. So any process may take a stream up again beside
 * the one that projects, and no fact is doubled or lost.
 */
export class ParkedRows implements SetAside, Parking {
  readonly name = program;
  /** What counts for agencies; it leaves out what is set aside, and says in the store since where. */
  readonly feed: FeedCounting;
  private skipped: ReadonlySet<string> = new Set();

  constructor(private readonly parts: ParkedRowsParts) {
    this.feed = new FeedCounting(parts.store);
  }

  /** Takes everything up once more: this program may know what the one before it did not. */
  async open(): Promise<readonly ParkedEvent[]> {
    this.skipped = await skippedEvents(this.parts.store, program);
    await this.feed.open();
    await this.replay();
    return [];
  }

  close(): void {
    // Everything stands in the database.
  }

  /** What is set aside is left out where the rows are written, for only there it is known for certain. */
  holds(fact: StoredEvent): boolean {
    return this.isSkipped(fact);
  }

  isSkipped({ id }: StoredEvent): boolean {
    return this.skipped.has(id);
  }

  /** The rows then stand at this fact, as after any other. */
  async park(fact: StoredEvent, reason: string, after: Place | undefined): Promise<void> {
    const { reads, store, storeId, log } = this.parts;
    const { stream, revision, position, id, type } = fact;
    if (isPublicKind(stream)) {
      // Before anything behind it is counted: whoever counts again has to leave it out as well.
      await holdBack(store, fact);
      this.feed.noteHeldBack(fact);
    }
    await reads.transaction(async (tx) => {
      const { last } = await lockedStand(tx, storeId);
      if (last?.id === id) return;
      const from = typeof after === 'object' ? after : undefined;
      if (last?.id !== from?.id) throw new RowsMoved(last, from);
      const [count] = await tx.query<{ n: number }>(sql`select count(*)::integer as n from parked_stream`);
      if ((count?.n ?? 0) >= parkedStreamsMax) throw new TooManyParked(program);
      await tx.query(sql`
        insert into parked_stream (stream, revision, position, event_id, type, reason, program, parked_at)
        values (${stream}, ${String(revision)}::bigint, ${String(position)}::bigint, ${id}, ${type}, ${reason},
          ${program}, ${new Date().toISOString()})
        on conflict (stream) do nothing`);
      await moveTo(tx, fact);
    });
    tellParked(log, program, fact);
    await this.list();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  async list(): Promise<readonly ParkedEvent[]> {
    const rows = await this.parts.reads.query<ParkedRow>(sql`
      select stream, revision::text as revision, position::text as position, event_id as "eventId", type, reason,
        parked_at as "parkedAt"
      from parked_stream order by position`);
    this.parts.metrics.parkedStreams.set({ follower: program }, rows.length);
    return rows.map(({ revision, position, ...row }) => {
      return { ...row, revision: BigInt(revision), position: positionFrom(position) ?? -1n };
    });
  }

  /** Whether the fact at a position is one that no rows were made of. */
  async isParked(position: bigint): Promise<boolean> {
    const { reads, store } = this.parts;
    const some = await reads.query(sql`select 1 as found from parked_stream limit 1`);
    if (some.length === 0) return false;
    const event = await store.eventAt(position);
    if (event === undefined) return false;
    const found = await reads.query(sql`
      select 1 as found from parked_stream
      where stream = ${event.stream} and revision <= ${String(event.revision)}::bigint`);
    return found.length > 0;
  }

  /** What an earlier program set aside and this one did not, once it has read everything. */
  async takeUpWhatIsRead(): Promise<void> {
    const parked = new Set((await this.list()).map(({ stream }) => stream));
    for (const stream of this.feed.heldBack) if (!parked.has(stream)) await takeUp(this.parts.store, stream);
  }

  async replay(stream?: string): Promise<Replayed> {
    const failed: { parked: ParkedEvent; reason: string }[] = [];
    const asked = (await this.list()).filter((each) => stream === undefined || each.stream === stream);
    for (const parked of asked) {
      if (await this.replayOne(parked.stream)) continue;
      const now = (await this.list()).find((each) => each.stream === parked.stream) ?? parked;
      failed.push({ parked: now, reason: now.reason });
    }
    if (asked.length > 0) await this.list();
    return { replayed: asked.length - failed.length, failed };
  }

  async skip(eventId: string, decision: SkipDecision): Promise<SkipOutcome> {
    const parked = (await this.list()).find((each) => each.eventId === eventId);
    const outcome = await skip(this.parts.store, program, eventId, decision, parked);
    if ('refused' in outcome) return outcome;
    this.skipped = await skippedEvents(this.parts.store, program);
    if (parked !== undefined) await this.replay(parked.stream);
    return outcome;
  }

  /** In pieces, each in a transaction; a piece that fails is tried in smaller ones, down to the bad fact. */
  private async replayOne(stream: string): Promise<boolean> {
    const { reads, store } = this.parts;
    let max = replayEventsMax;
    const counted = (count: number) => (max = Math.min(max, Math.max(1, count)));
    const piece = (tx: ReadTransaction) => this.replayPiece(tx, stream, max, counted);
    for (;;) {
      try {
        if ((await reads.transaction(piece)) === 'all') {
          // Whoever ends before this has it made up for when everything is read again.
          await takeUp(store, stream);
          return true;
        }
      } catch (error) {
        if (judge(error) !== 'park') throw error;
        if (max === 1) {
          const reason = reasonOf(error);
          await reads.query(sql`update parked_stream set reason = ${reason} where stream = ${stream}`);
          return false;
        }
        max >>= 1;
      }
    }
  }

  /** `counted` hears how many facts the piece holds before any is tried. */
  private async replayPiece(
    tx: ReadTransaction,
    stream: string,
    max: number,
    counted: (count: number) => void,
  ): Promise<'all' | 'more'> {
    const { store, storeId, projections } = this.parts;
    const reached = positionOf((await lockedStand(tx, storeId)).last);
    const [row] = await tx.query<{ revision: string; id: string }>(sql`
      select revision::text as revision, event_id as id from parked_stream where stream = ${stream}`);
    if (row === undefined) return 'all';
    const { events } = await store.readStream(stream, { from: BigInt(row.revision), max: max + 1 });
    if (events[0]?.id !== row.id) throw new Error(`the parked event is gone: restore the store it came from`);
    const seen = events.filter(({ position }) => position <= reached);
    const piece = seen.slice(0, max).filter((fact) => !this.isSkipped(fact));
    counted(Math.min(max, seen.length));
    for (const fact of piece) this.feed.assertReadable(fact);
    await writeRows(
      tx,
      piece.flatMap((fact) => writesFor(projections, fact)),
    );
    const next = seen[max];
    if (next === undefined) {
      await tx.query(sql`delete from parked_stream where stream = ${stream}`);
      return 'all';
    }
    await tx.query(sql`
      update parked_stream set revision = ${String(next.revision)}::bigint, event_id = ${next.id},
        position = ${String(next.position)}::bigint, type = ${next.type}
      where stream = ${stream}`);
    return 'more';
  }
}
