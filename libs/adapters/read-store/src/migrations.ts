import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationChanged } from './failures';
import type { ReadTransaction } from './read-store';
import { sql } from './sql';

export interface Migration {
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
}

/** The files `NNN-name.sql` of a folder in order. */
export async function migrationsIn(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{3}-[a-z0-9-]+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { file, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

export const migrationTable = sql`create table if not exists migration (
  file text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`;

/** One file inside its transaction; `execute` runs a text of several statements. */
export async function applyOnce(
  tx: ReadTransaction,
  { file, text, sha256 }: Migration,
  execute: (text: string) => Promise<unknown>,
): Promise<void> {
  // Two processes that start at once take turns here; the second finds the row of the first.
  await tx.query(sql`lock table migration in exclusive mode`);
  const [applied] = await tx.query<{ sha256: string }>(
    sql`select sha256 from migration where file = ${file}`,
  );
  if (applied !== undefined) {
    if (applied.sha256 !== sha256) throw new MigrationChanged(file);
    return;
  }
  await execute(text);
  await tx.query(sql`insert into migration (file, sha256) values (${file}, ${sha256})`);
}
