import { cacheFolder } from '@adapters/messaging/nats-server';
import { PostgresReadStore, type ReadStore } from '@adapters/read-store';
import { startPostgresServer } from '@adapters/read-store/postgres-server';

export interface KeptRows {
  readonly reads: ReadStore;
  close(): Promise<void>;
}

/**
 * The rows in the folder `postgres` of a data folder that no house runs on.
 * @throws PostgresUnavailable, and an error that says why its server did not start; no rows are changed then
 */
export async function openKeptRows(folder: string): Promise<KeptRows> {
  const server = await startPostgresServer({ folder, isAsFound: true, search: { cache: cacheFolder() } });
  const reads = PostgresReadStore.open(server.url);
  const close = async () => {
    await reads.close();
    await server.stop();
  };
  return { reads, close };
}
