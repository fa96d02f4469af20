import type { ReadStore, ReadTransaction } from './read-store';
import { sql } from './sql';

/**
 * All rows of all tables as text, one row a line under the name of its table: tables and rows in order of their bytes,
 * the columns of a row in one order. Two databases with the same rows give the same text, whatever way they came to
 * them.
 * @param except tables that hold no rows of facts; the book of migrations never does.
 */
export async function* canonicalDump(
  reads: ReadStore,
  { except = [] }: { readonly except?: readonly string[] } = {},
): AsyncGenerator<string> {
  for (const table of await tablesOf(reads)) {
    if (['migration', ...except].includes(table)) continue;
    yield `# ${table}\n`;
    yield* rowsOf(reads, table);
  }
}

async function tablesOf(reads: ReadTransaction): Promise<string[]> {
  const rows = await reads.query<{ name: string }>(sql`
    select table_name::text as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'
    order by table_name::text collate "C"`);
  return rows.map(({ name }) => name);
}

async function* rowsOf(reads: ReadTransaction, table: string): AsyncGenerator<string> {
  const name = `"${table.replaceAll('"', '""')}"`;
  // jsonb writes keys, numbers and texts in one way, whatever was inserted first.
  const text = `select to_jsonb(${name})::text as line from ${name} order by to_jsonb(${name})::text collate "C"`;
  for (const { line } of await reads.query<{ line: string }>({ text, values: [] })) yield `${line}\n`;
}
