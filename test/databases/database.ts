import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { PostgresReadStore, type ReadStore } from '@adapters/read-store';

/** A read store without tables, and its end. */
export interface OpenedDatabase {
  readonly reads: ReadStore;
  close(): Promise<void>;
}

/** The first PostgreSQL on a machine may have to be fetched, milliseconds. */
export const openLimitMs = 300_000;

/** A database of one's own without tables. @throws when this machine has no PostgreSQL and can fetch none */
export async function openDatabase(): Promise<OpenedDatabase> {
  const { url, drop } = await createDatabase();
  const reads = PostgresReadStore.open(url);
  const close = async () => {
    await reads.close();
    await drop();
  };
  return { reads, close };
}

/** A new database on the PostgreSQL server of this run of specs, by its `DATABASE_URL`. */
export async function createDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const server = await addressOfServer();
  const name = `spec_${randomUUID().replaceAll('-', '')}`;
  const onServer = async (statement: string) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await onServer(`create database ${name}`);
  return { url: named(server, name), drop: () => onServer(`drop database ${name} with (force)`) };
}

const named = (server: string, database: string): string =>
  server.replace(/\/postgres(?=$|\?)/, `/${database}`);

async function addressOfServer(): Promise<string> {
  const answer = await text(createConnection(process.env['TEST_DATABASES_DOOR'] ?? ''));
  const { url, failed } = JSON.parse(answer) as { url?: string; failed?: string };
  if (url === undefined) throw new Error(failed);
  return url;
}
