import type { Writable } from 'node:stream';
import { Pool, type PoolClient, type QueryConfig } from 'pg';
import { ReadStoreUnavailable } from './failures';
import { applyMissing, type Migrated, standOf } from './migrations';
import { PostgresTurn } from './postgres-turn';
import { ReadStore, type ReadTransaction, type TablesStand, type Turn } from './read-store';
import type { SqlStatement } from './sql';

const connectionsMax = 10;
const connectLimitMs = 5_000;
const statementLimitMs = 30_000;
/** Classes of SQLSTATE that speak of the connection or the server, not of the statement. */
const serverTrouble = /^(08|53|57P)/;

/** A PostgreSQL server over a pool of connections. */
export class PostgresReadStore extends ReadStore {
  private readonly migrated: Migrated = {
    query: (statement) => this.query(statement),
    inTransaction: (work) =>
      this.inTransaction((client) => work(queryOf(client), (text) => client.query(text))),
  };

  private constructor(
    private readonly pool: Pool,
    private readonly url: string,
  ) {
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
      // What is written together is sent together; without waiting for an answer in between.
      pipeline: true,
    });
    // A connection that breaks while idle is replaced by the next statement.
    pool.on('error', () => undefined);
    return new PostgresReadStore(pool, url);
  }

  query<Row>(statement: SqlStatement): Promise<Row[]> {
    const { text, values } = statement;
    return this.withClient(async (client) => (await client.query<never>(text, [...values])).rows);
  }

  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.inTransaction((client) => work(queryOf(client)));
  }

  override tablesAgainst(folder: string): Promise<TablesStand> {
    return standOf(this.migrated, folder);
  }

  override async turn(signal: AbortSignal): Promise<Turn | undefined> {
    const turn = await PostgresTurn.take(this.url, signal).catch((cause: unknown) => {
      throw isServerTrouble(cause) ? new ReadStoreUnavailable({ cause }) : cause;
    });
    if (turn === undefined) return undefined;
    const migrate = (folder: string) => applyMissing(this.migrated, folder);
    return { lost: turn.lost, migrate, end: () => turn.end() };
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
  return /Connection terminated|connection is closed|Client has encountered|timeout/i.test(error.message);
}

/** What is asked and written in transactions is the same few texts: they stay parsed and planned. */
const queryOf = (client: PoolClient): ReadTransaction => ({
  query: async (statement: SqlStatement) => (await client.query<never>(parsedOnce(statement))).rows,
  write: async (statements: readonly SqlStatement[]) => {
    // The first that fails is heard first: the database refuses what comes behind it in the transaction.
    await inOneWrite(client, () =>
      Promise.all(statements.map((statement) => client.query(parsedOnce(statement)))),
    );
  },
});

/** The client writes to its socket for each statement. */
function inOneWrite<T>(client: PoolClient, send: () => T): T {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

function parsedOnce({ text, values }: SqlStatement): QueryConfig {
  const name = parsedAs.nameOf(text);
  return { text, values: [...values], ...(name === undefined ? {} : { name }) };
}

/** Texts that stay parsed in each connection; a program writes with some dozens of them. */
class ParsedTexts {
  private readonly names = new Map<string, string>();

  constructor(private readonly most: number) {}

  nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= this.most) return known;
    const name = `parsed_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}

const parsedAs = new ParsedTexts(500);
