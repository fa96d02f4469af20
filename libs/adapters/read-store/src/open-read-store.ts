import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGliteReadStore } from './pglite-read-store';
import { PostgresReadStore } from './postgres-read-store';
import type { ReadStore } from './read-store';

/** Where the rows live: a PostgreSQL server, else `read-models/` of the data folder, else memory. */
export interface ReadStorePlace {
  readonly databaseUrl?: string | undefined;
  readonly dataDir?: string | undefined;
}

export async function openReadStore({ databaseUrl, dataDir }: ReadStorePlace): Promise<ReadStore> {
  if (databaseUrl !== undefined) return PostgresReadStore.open(databaseUrl);
  if (dataDir === undefined) return PGliteReadStore.open('memory');
  await mkdir(dataDir, { recursive: true });
  return PGliteReadStore.open(join(dataDir, 'read-models'));
}
