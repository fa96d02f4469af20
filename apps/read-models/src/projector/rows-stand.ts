import type { EventPlace } from '@adapters/event-store';
import { type ReadStore, type ReadTransaction, sql } from '@adapters/read-store';
import { positionFrom } from '@contracts';
import type { Projection } from './projection';

/** The rows were built from another event store, or another installation writes into the same database. */
export class RowsOfAnotherStore extends Error {
  override readonly name = 'RowsOfAnotherStore';
  constructor(
    readonly rowsOf: string,
    readonly storeId: string,
  ) {
    super(
      `the read models belong to the event store ${rowsOf}, this one is ${storeId}; ` +
        'name another DATABASE_URL, or remove the folder postgres of the data folder: they are built again',
    );
  }
}

/** The rows do not stand where a batch begins: another process wrote them. Begin again from where they stand. */
export class RowsMoved extends Error {
  override readonly name = 'RowsMoved';
  constructor(at: EventPlace | undefined, from: EventPlace | undefined) {
    const told = (place: EventPlace | undefined) =>
      place === undefined ? 'the beginning' : `${place.stream}@${place.revision}`;
    super(`the rows stand at ${told(at)} and not at ${told(from)}: another process wrote them`);
  }
}

/** Which event the rows end with; no place while there are none. */
export interface RowsStand {
  readonly last: EventPlace | undefined;
  /** Epoch of the history it was read in. */
  readonly epoch: number | undefined;
  /** Whoever writes them has reached the end of the history. */
  readonly isLive: boolean;
}

interface CheckpointRow {
  readonly storeId: string;
  readonly position: string;
  readonly stream: string | null;
  readonly revision: string | null;
  readonly id: string | null;
  readonly epoch: number | null;
  readonly isLive: boolean;
}

const columns = `store_id as "storeId", position::text as position, stream, revision::text as revision,
  event_id as id, epoch, is_live as "isLive"`;

/** Where the rows stand, as any process may ask. @throws RowsOfAnotherStore */
export async function rowsStand(reads: ReadTransaction, storeId: string): Promise<RowsStand> {
  const [row] = await reads.query<CheckpointRow>({ text: `select ${columns} from checkpoint`, values: [] });
  return row === undefined ? { last: undefined, epoch: undefined, isLive: false } : standOf(row, storeId);
}

/** The same, once there is a place for it. @throws RowsOfAnotherStore */
export function openedStand(reads: ReadStore, storeId: string): Promise<RowsStand> {
  return reads.transaction(async (tx) => {
    await tx.query(sql`
      insert into checkpoint (store_id, position) values (${storeId}, -1) on conflict (the_only) do nothing`);
    return lockedStand(tx, storeId);
  });
}

/**
 * Until the transaction ends, rows are found by their keys, by a plan that is made once and kept: it is made while
 * tables are small, when to read them from end to end would seem to do.
 */
const byKeys = `set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
  set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`;

/** The same inside a transaction that writes: nobody else moves the rows until it ends. */
export async function lockedStand(tx: ReadTransaction, storeId: string): Promise<RowsStand> {
  const text = `select ${columns}, ${byKeys} from checkpoint for update`;
  const [row] = await tx.query<CheckpointRow>({ text, values: [] });
  if (row === undefined) throw new RowsOfAnotherStore('none', storeId);
  return standOf(row, storeId);
}

function standOf({ position, stream, revision, id, ...row }: CheckpointRow, storeId: string): RowsStand {
  if (row.storeId !== storeId) throw new RowsOfAnotherStore(row.storeId, storeId);
  const { isLive } = row;
  const epoch = row.epoch ?? undefined;
  if (stream === null || revision === null || id === null) return { last: undefined, epoch, isLive };
  const last = { stream, revision: BigInt(revision), id, position: positionFrom(position) ?? -1n };
  return { last, epoch, isLive };
}

/** Inside the transaction of the rows that end with this event. */
export async function moveTo(
  tx: ReadTransaction,
  { stream, revision, id, position }: EventPlace,
): Promise<void> {
  await tx.query(sql`
    update checkpoint set position = ${String(position)}::bigint, stream = ${stream},
      revision = ${String(revision)}::bigint, event_id = ${id}`);
}

/** Throws all rows away, so that they are built again from the first fact. */
export function startOver(reads: ReadStore, projections: readonly Projection[]): Promise<void> {
  return reads.transaction(async (tx) => {
    const tables = projections.flatMap((projection) => projection.tables.map(({ name }) => name));
    await tx.query({ text: `truncate parked_stream, ${tables.join(', ')}`, values: [] });
    await tx.query(sql`
      update checkpoint set position = -1, stream = null, revision = null, event_id = null, epoch = null,
        is_live = false`);
  });
}

/** Of whoever begins to write: what it reads is of this epoch. */
export async function noteEpoch(reads: ReadStore, epoch: number): Promise<void> {
  await reads.query(sql`update checkpoint set epoch = ${epoch}`);
}

/** Tells those who only read that the rows are whole. */
export async function noteLive(reads: ReadStore): Promise<void> {
  await reads.query(sql`update checkpoint set is_live = true where not is_live`);
}
