import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '@adapters/messaging/nats-server';
import { PostgresReadStore } from '@adapters/read-store';
import { type PostgresServer as Running, startPostgresServer } from '@adapters/read-store/postgres-server';

/** A PostgreSQL server of the test's own, in a folder of its own, as a house starts it. */
export class PostgresServer {
  private running: Running | undefined;
  private url = '';
  private databases = 0;

  private constructor(
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Without settings of one's own it does not sync: whoever measures takes that back. @throws PostgresUnavailable */
  static async create(
    settings: Readonly<Record<string, string>> = { fsync: 'off' },
  ): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-postgres-'));
    const server = new PostgresServer(folder, settings);
    try {
      await server.start();
      return server;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** `DATABASE_URL` of one of its databases. */
  urlOf(database: string): string {
    return this.url.replace(/\/postgres(?=$|\?)/, `/${database}`);
  }

  get pid(): number {
    return this.running?.pid ?? 0;
  }

  /** Resolves the `DATABASE_URL` of one that nobody used yet. */
  async newDatabase(): Promise<string> {
    const name = `lienthong_test_${++this.databases}`;
    const maintenance = PostgresReadStore.open(this.urlOf('postgres'));
    await maintenance.query({ text: `create database ${name}`, values: [] });
    await maintenance.close();
    return this.urlOf(name);
  }

  /** Resolves when the server says that it takes connections. */
  async start(): Promise<void> {
    const { folder, settings } = this;
    const search = { cache: cacheFolder() };
    this.running = await startPostgresServer({ folder, search, settings, inPlaceOf: this.url });
    this.url = this.running.url;
  }

  /** Ends every connection and the server; resolves when it is gone. */
  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
