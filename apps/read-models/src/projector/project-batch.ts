import type { EventPlace, StoredEvent, Verdict } from '@adapters/event-store';
import { type ReadStore, type ReadTransaction, sql } from '@adapters/read-store';
import { passesByWaiting } from '@contracts';
import { CountedByNewerProgram } from '../agency-feed/feed-counting';
import { folded } from './folded';
import { decodeFact } from './known-facts';
import { type Projection, writesOf } from './projection';
import { Json, type RowWrite } from './row-write';
import { lockedStand, moveTo, RowsMoved, RowsOfAnotherStore } from './rows-stand';

/** A fact no row can be made of. A repeat does not help; a version of this program that knows it does. */
export class UnprojectableFact extends Error {
  override readonly name = 'UnprojectableFact';
  constructor(
    readonly event: Pick<StoredEvent, 'stream' | 'revision' | 'position' | 'type'>,
    because: string,
  ) {
    super(
      `${event.type} in ${event.stream}@${event.revision} (position ${event.position}) cannot be projected: ` +
        `${because}. Start a version of this program that knows it, or skip it`,
    );
  }
}

export interface Batch {
  readonly storeId: string;
  /** Where it begins: the event the rows end with; none before the first. */
  readonly after: EventPlace | undefined;
  /** In order of position. */
  readonly events: readonly StoredEvent[];
  /** Rows of the feeds of agencies: what its facts count for. */
  readonly counted: readonly RowWrite[];
  /** Where it ends: the last event that was delivered, also when no rows follow from it. */
  readonly last: EventPlace;
}

/** Conditions of the database that pass: a lost race, a lock or a statement that took too long. */
const passingStates = /^(40|55|57)/;
/** What the database says of values: data, integrity, a row named twice, more than fits. */
const statesOfValues = /^(21|22|23|54)/;

/** What an error says: everything that is not known to be about the values of a fact stops the projector. */
export function judge(error: unknown): Verdict {
  if (passesByWaiting(error)) return 'wait';
  if (error instanceof RowsOfAnotherStore || error instanceof RowsMoved) return 'stop';
  if (error instanceof CountedByNewerProgram) return 'stop';
  const { code = '' } = error as { readonly code?: unknown };
  if (!/^(?=.*\d)[0-9A-Z]{5}$/.test(String(code))) return 'park';
  if (passingStates.test(String(code))) return 'wait';
  return statesOfValues.test(String(code)) ? 'park' : 'stop';
}

/**
 * Rows of every projection and their place, in one transaction, from exactly where the rows stand. A batch that comes
 * again changes nothing; what streams say that are set aside is left out.
 * @throws RowsMoved, RowsOfAnotherStore, UnprojectableFact; nothing was written then.
 */
export function projectBatch(
  reads: ReadStore,
  projections: readonly Projection[],
  { storeId, after, events, counted, last }: Batch,
): Promise<void> {
  return reads.transaction(async (tx) => {
    const [stand, parked] = await Promise.all([lockedStand(tx, storeId), parkedIn(tx)]);
    if (stand.last?.id === last.id) return;
    if (stand.last?.id !== after?.id) throw new RowsMoved(stand.last, after);
    const free = events.filter(({ stream, revision }) => revision < (parked.get(stream) ?? revision + 1n));
    const writes = free.flatMap((stored) => writesFor(projections, stored));
    const [written, moved] = [writeRows(tx, [...writes, ...counted]), moveTo(tx, last)];
    // The database refuses all that was sent behind what failed: which fact it was, the rows alone say.
    await Promise.allSettled([written, moved]);
    await written;
    await moved;
    // failpoint(rows-written-not-committed)
  });
}

/** In few statements, as if one after the other. */
export async function writeRows(tx: ReadTransaction, writes: readonly RowWrite[]): Promise<void> {
  await tx.write(folded(writes));
}

/** @throws UnprojectableFact */
export function writesFor(projections: readonly Projection[], stored: StoredEvent): RowWrite[] {
  const event = decodeFact(stored);
  if (event === 'unknown-fact') return [];
  if (event === 'unknown-version')
    throw new UnprojectableFact(stored, 'a version this program does not know');
  const writes = projections.flatMap((projection) => writesOf(projection, event, stored));
  // The database would write the text of an object into a row.
  if (!writes.every(({ row }) => Object.values(row).every(isPlain)))
    throw new UnprojectableFact(stored, 'it holds something else where text or a number is meant');
  return writes;
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Json;

/** From which revision on streams are set aside. */
async function parkedIn(tx: ReadTransaction): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.query<{ stream: string; revision: string }>(
    sql`select stream, revision::text as revision from parked_stream`,
  );
  return new Map(rows.map(({ stream, revision }) => [stream, BigInt(revision)]));
}
