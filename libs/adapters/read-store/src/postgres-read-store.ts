import { Pool, type PoolClient } from 'pg';
import { ReadStoreUnavailable } from './failures';
import { applyOnce, migrationsIn, migrationTable } from './migrations';
import { ReadStore, type ReadTransaction } from './read-store';
import type { SqlStatement } from './sql';

const connectionsMax = 10;
const connectLimitMs = 5_000;
const statementLimitMs = 30_000;
/** Classes of SQLSTATE that speak of the connection or the server, not of the statement. */
const serverTrouble = /^(08|53|57P)/;

/** A PostgreSQL server over a pool of connections. */
export class PostgresReadStore extends ReadStore {
  private constructor(private readonly pool: Pool) {
    super();
  }

  /** Connects with the first statement; a server that is away is `ReadStoreUnavailable` then. */
  static open(url: string): PostgresReadStore {
    const pool = new Pool({
      connectionString: url,
      max: connectionsMax,
      connectionTimeoutMillis: connectLimitMs,
      statement_timeout: statementLimitMs,
      application_name: 'lienthong-read-models',
    });
    // A connection that breaks while idle is replaced by the next statement.
    pool.on('error', () => undefined);
    return new PostgresReadStore(pool);
  }

  query<Row>(statement: SqlStatement): Promise<Row[]> {
    return this.withClient((client) => queryOf(client).query<Row>(statement));
  }

  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.inTransaction((client) => work(queryOf(client)));
  }

  async migrate(folder: string): Promise<void> {
    await this.transaction((tx) => tx.query(migrationTable));
    for (const migration of await migrationsIn(folder)) {
      await this.inTransaction((client) =>
        applyOnce(queryOf(client), migration, (text) => client.query(text)),
      );
    }
  }

  async ping(): Promise<void> {
    await this.query({ text: 'select 1', values: [] });
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }

  private inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('begin');
      try {
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    });
  }

  private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((cause: unknown) => {
      throw new ReadStoreUnavailable({ cause });
    });
    let broken: Error | undefined;
    const onError = (error: Error): void => void (broken ??= error);
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      if (isServerTrouble(error)) broken ??= error as Error;
      throw broken === undefined ? error : new ReadStoreUnavailable({ cause: error });
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }
}

function isServerTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined) return serverTrouble.test(code) || /^E[A-Z]+$/.test(code);
  return /Connection terminated|connection is closed|Client has encountered/i.test(error.message);
}

const queryOf = (client: PoolClient): ReadTransaction => ({
  query: async ({ text, values }: SqlStatement) => (await client.query<never>(text, [...values])).rows,
  write: async (statements: readonly SqlStatement[]) => {
    for (const { text, values } of statements) await client.query(text, [...values]);
  },
});
