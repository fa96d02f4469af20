import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationChanged, TablesAhead } from './failures';
import type { ReadTransaction, TablesStand } from './read-store';
import { sql, type SqlStatement } from './sql';

interface Migration {
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
}

/** The files `NNN-name.sql` of a folder in order. */
async function migrationsIn(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{3}-[a-z0-9-]+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { file, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

const migrationTable = sql`create table if not exists migration (
  file text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`;

/** A database while nobody else migrates it. `execute` runs a text of several statements inside a transaction. */
export interface Migrated {
  query<Row>(statement: SqlStatement): Promise<Row[]>;
  inTransaction(
    work: (tx: ReadTransaction, execute: (text: string) => Promise<unknown>) => Promise<void>,
  ): Promise<void>;
}

/**
 * Applies what a folder has and the tables lack. What is applied already needs no right to change tables.
 * @throws MigrationChanged, TablesAhead; nothing was changed then.
 */
export async function applyMissing(database: Migrated, folder: string): Promise<void> {
  const missing = await missingIn(database, folder);
  if (missing.length > 0) await database.query(migrationTable);
  for (const { file, text, sha256 } of missing) {
    await database.inTransaction(async (tx, execute) => {
      await execute(text);
      await tx.query(sql`insert into migration (file, sha256) values (${file}, ${sha256})`);
    });
  }
}

/** @throws MigrationChanged, TablesAhead */
export async function standOf(database: Pick<Migrated, 'query'>, folder: string): Promise<TablesStand> {
  return (await missingIn(database, folder)).length === 0 ? 'as-known' : 'behind';
}

async function missingIn(database: Pick<Migrated, 'query'>, folder: string): Promise<readonly Migration[]> {
  const migrations = await migrationsIn(folder);
  const known = new Map(migrations.map(({ file, sha256 }) => [file, sha256]));
  const applied = await appliedIn(database);
  for (const { file, sha256 } of applied) {
    if (!known.has(file)) throw new TablesAhead(file);
    if (known.get(file) !== sha256) throw new MigrationChanged(file);
  }
  return migrations.filter(({ file }) => applied.every((each) => each.file !== file));
}

async function appliedIn({ query }: Pick<Migrated, 'query'>): Promise<readonly Omit<Migration, 'text'>[]> {
  const [table] = await query<{ exists: boolean }>(
    sql`select to_regclass('migration') is not null as exists`,
  );
  if (table?.exists !== true) return [];
  return query(sql`select file, sha256 from migration order by file`);
}
