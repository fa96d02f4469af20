import { type ReadStore, type ReadTransaction, sql, type SqlStatement } from '@adapters/read-store';
import type { StoredEvent } from '@adapters/event-store';
import { decodeFact } from './known-facts';
import { type Projection, statementsOf } from './projection';

/** A fact no row can be made of. Repeating does not help; a version of this program that knows it does. */
export class UnprojectableFact extends Error {
  override readonly name = 'UnprojectableFact';
  constructor(
    readonly event: Pick<StoredEvent, 'stream' | 'revision' | 'position' | 'type'>,
    options?: ErrorOptions,
  ) {
    super(
      `${event.type} in ${event.stream}@${event.revision} (position ${event.position}) cannot be projected; ` +
        'everything before it is. Start a version of this program that knows it',
      options,
    );
  }
}

/** The rows were built from another event store, or another installation writes into the same database. */
export class RowsOfAnotherStore extends Error {
  override readonly name = 'RowsOfAnotherStore';
  constructor(
    readonly rowsOf: string,
    readonly storeId: string,
  ) {
    super(
      `the read models belong to the event store ${rowsOf}, this one is ${storeId}; ` +
        'name another DATABASE_URL, or remove the folder read-models of the data folder: they are built again',
    );
  }
}

export interface Batch {
  readonly storeId: string;
  /** In order of position. */
  readonly events: readonly StoredEvent[];
  /** Everything up to here has been delivered. */
  readonly upTo: bigint;
}

/**
 * Rows of every projection and the checkpoint, in one transaction. What stands at or below the checkpoint is
 * dropped, so a batch may come twice, and two processes may write the same one. Answers the checkpoint.
 * @throws RowsOfAnotherStore, UnprojectableFact; nothing was written then.
 */
export function projectBatch(
  reads: ReadStore,
  projections: readonly Projection[],
  { storeId, events, upTo }: Batch,
): Promise<bigint> {
  return reads.transaction(async (tx) => {
    const before = await lockCheckpoint(tx, storeId);
    const fresh = events.filter(({ position }) => position > before);
    await tx.write(fresh.flatMap((stored) => statementsFor(projections, stored)));
    if (upTo <= before) return before;
    await tx.query(sql`update checkpoint set position = ${String(upTo)}::bigint`);
    // failpoint(rows-written-not-committed)
    return upTo;
  });
}

function statementsFor(projections: readonly Projection[], stored: StoredEvent): SqlStatement[] {
  const event = decodeFact(stored);
  if (event === 'unknown-fact') return [];
  if (event === 'unknown-version') throw new UnprojectableFact(stored);
  return projections.flatMap((projection) => statementsOf(projection, event, stored));
}

interface CheckpointRow {
  readonly storeId: string;
  readonly position: string;
}

async function lockCheckpoint(tx: ReadTransaction, storeId: string): Promise<bigint> {
  const [row] = await tx.query<CheckpointRow>(sql`
    select store_id as "storeId", position::text as position from checkpoint for update`);
  if (row === undefined) throw new RowsOfAnotherStore('none', storeId);
  if (row.storeId !== storeId) throw new RowsOfAnotherStore(row.storeId, storeId);
  return BigInt(row.position);
}

/** The checkpoint of these rows; -1 when there are none yet. */
export function openCheckpoint(reads: ReadStore, storeId: string): Promise<bigint> {
  return reads.transaction(async (tx) => {
    await tx.query(sql`
      insert into checkpoint (store_id, position) values (${storeId}, -1) on conflict (the_only) do nothing`);
    return lockCheckpoint(tx, storeId);
  });
}

/** Throws all rows away, so that they are built again from the first fact. */
export function startOver(reads: ReadStore, projections: readonly Projection[]): Promise<void> {
  return reads.transaction(async (tx) => {
    const tables = projections.flatMap((projection) => projection.tables);
    await tx.query({ text: `truncate ${tables.join(', ')}`, values: [] });
    await tx.query(sql`update checkpoint set position = -1`);
  });
}
