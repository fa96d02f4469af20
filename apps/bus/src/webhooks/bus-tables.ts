import { join } from 'node:path';
import { type ReadStore, sql, type Turn } from '@adapters/read-store';

/** Beside the rows of the read models, whose schema and migrations are their own. */
const schema = 'bus';
const migrations = join(__dirname, 'migrations');

/** The database of the read models, in which the bus sees its own tables alone. */
export const urlOfTables = (databaseUrl: string): string =>
  `${databaseUrl}${databaseUrl.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c search_path=${schema}`)}`;

/**
 * The right to write them, which one process at a time has; the tables are made.
 * @returns nothing when the signal aborts first. @throws ReadStoreUnavailable, TablesAhead
 */
export async function turnAtTables(reads: ReadStore, signal: AbortSignal): Promise<Turn | undefined> {
  const [found] = await reads.query(sql`select 1 from pg_namespace where nspname = ${schema}`);
  if (found === undefined) await reads.query(sql`create schema if not exists bus`);
  const turn = await reads.turn(signal);
  try {
    await turn?.migrate(migrations);
  } catch (error) {
    await turn?.end();
    throw error;
  }
  return turn;
}
