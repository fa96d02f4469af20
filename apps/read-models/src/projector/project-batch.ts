import { type ReadStore, type ReadTransaction, sql, type SqlStatement } from '@adapters/read-store';
import { passesByWaiting, type StoredEvent, type Verdict } from '@adapters/event-store';
import { decodeFact } from './known-facts';
import { type Projection, statementsOf } from './projection';

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

/** Conditions of the database that pass: a lost race, a lock or a statement that took too long. */
const passingStates = /^(40|55|57)/;
/** What the database says of values: data, integrity, a row named twice, more than fits. */
const statesOfValues = /^(21|22|23|54)/;

/** What an error says: everything that is not known to be about the values of a fact stops the projector. */
export function judge(error: unknown): Verdict {
  if (passesByWaiting(error)) return 'wait';
  if (error instanceof RowsOfAnotherStore) return 'stop';
  const { code = '' } = error as { readonly code?: unknown };
  if (!/^(?=.*\d)[0-9A-Z]{5}$/.test(String(code))) return 'park';
  if (passingStates.test(String(code))) return 'wait';
  return statesOfValues.test(String(code)) ? 'park' : 'stop';
}

/**
 * Rows of every projection and the checkpoint, in one transaction. What stands at or below the checkpoint is
 * dropped, so a batch may come twice, and two processes may write the same one; so is what streams say that are set
 * aside. Answers the checkpoint.
 * @throws RowsOfAnotherStore, UnprojectableFact; nothing was written then.
 */
export function projectBatch(
  reads: ReadStore,
  projections: readonly Projection[],
  { storeId, events, upTo }: Batch,
): Promise<bigint> {
  return reads.transaction(async (tx) => {
    const before = await lockCheckpoint(tx, storeId);
    const parked = await parkedIn(tx);
    const fresh = events.filter(({ stream, revision, position }) => {
      return position > before && revision < (parked.get(stream) ?? revision + 1n);
    });
    await tx.write(fresh.flatMap((stored) => statementsFor(projections, stored)));
    if (upTo <= before) return before;
    await tx.query(sql`update checkpoint set position = ${String(upTo)}::bigint`);
    // failpoint(rows-written-not-committed)
    return upTo;
  });
}

/** @throws UnprojectableFact */
export function statementsFor(projections: readonly Projection[], stored: StoredEvent): SqlStatement[] {
  const event = decodeFact(stored);
  if (event === 'unknown-fact') return [];
  if (event === 'unknown-version')
    throw new UnprojectableFact(stored, 'a version this program does not know');
  const statements = projections.flatMap((projection) => statementsOf(projection, event, stored));
  // One driver would write the text of an object into a row, another would refuse it.
  if (!statements.every(({ values }) => values.every(isPlain)))
    throw new UnprojectableFact(stored, 'it holds something else where text or a number is meant');
  return statements;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** From which revision on streams are set aside. */
async function parkedIn(tx: ReadTransaction): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.query<{ stream: string; revision: string }>(
    sql`select stream, revision::text as revision from parked_stream`,
  );
  return new Map(rows.map(({ stream, revision }) => [stream, BigInt(revision)]));
}

interface CheckpointRow {
  readonly storeId: string;
  readonly position: string;
}

/** Until the end of the transaction nobody else writes rows. */
export async function lockCheckpoint(tx: ReadTransaction, storeId: string): Promise<bigint> {
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
    await tx.query({ text: `truncate parked_stream, ${tables.join(', ')}`, values: [] });
    await tx.query(sql`update checkpoint set position = -1`);
  });
}
