import { PostgresReadStore, type ReadStore } from '@adapters/read-store';
import { PostgresServer } from '../conformance/read-store/postgres-server';
import { openEmptyDatabase } from './empty-database';

/** A read store without tables, and its end. */
export interface OpenedStore {
  readonly reads: ReadStore;
  close(): Promise<void>;
}

/** The first PostgreSQL on a machine may have to be fetched, milliseconds. */
export const openLimitMs = 300_000;

/** Both databases that the read models run on, real ones. */
export const readStores: readonly (readonly [name: string, open: () => Promise<OpenedStore>])[] = [
  ['PGlite', openEmptyDatabase],
  [
    'PostgreSQL',
    async () => {
      const server = await PostgresServer.create();
      const reads = PostgresReadStore.open(server.urlOf('postgres'));
      const close = async () => {
        await reads.close();
        await server.remove();
      };
      return { reads, close };
    },
  ],
];
