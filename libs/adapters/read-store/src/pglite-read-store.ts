import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import { ReadStoreUnavailable } from './failures';
import { applyMissing, type Migrated, standOf } from './migrations';
import { Pipeline } from './pipeline';
import { ReadStore, type ReadTransaction, type TablesStand, type Turn } from './read-store';
import type { SqlStatement } from './sql';

const textOfBigint = { [types.INT8]: (text: string) => text };

/**
 * PostgreSQL inside this process, in a folder or in memory. It takes one statement at a time and never syncs to
 * disk: rows that a power cut takes are built again from the store of record.
 */
export class PGliteReadStore extends ReadStore {
  private readonly pipeline = new Pipeline();
  private readonly migrated: Migrated = {
    query: (statement) => this.query(statement),
    inTransaction: (work) =>
      this.database.transaction((transaction) =>
        work(this.within(transaction), (text) => transaction.exec(text)),
      ),
  };
  /** Ends with the last turn that was asked for. */
  private turns: Promise<void> = Promise.resolve();

  private constructor(private readonly database: PGlite) {
    super();
  }

  /** @throws when the folder cannot be opened; it may be deleted, its rows are built again. */
  static async open(folder: string | 'memory'): Promise<PGliteReadStore> {
    const dataDir = folder === 'memory' ? 'memory://' : folder;
    return new PGliteReadStore(await PGlite.create({ dataDir, parsers: textOfBigint }));
  }

  async query<Row>({ text, values }: SqlStatement): Promise<Row[]> {
    this.assertOpen();
    return (await this.database.query<Row>(text, [...values])).rows;
  }

  async transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    this.assertOpen();
    return this.database.transaction((transaction) => work(this.within(transaction)));
  }

  override tablesAgainst(folder: string): Promise<TablesStand> {
    return standOf(this.migrated, folder);
  }

  /** A folder belongs to one process, so turns are taken within it and cannot be lost. */
  override async turn(signal: AbortSignal): Promise<Turn | undefined> {
    const before = this.turns;
    let end = (): void => undefined;
    this.turns = new Promise((resolve) => (end = resolve));
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    if (!signal.aborted) await Promise.race([before, aborted]);
    if (signal.aborted) {
      void before.then(end);
      return undefined;
    }
    const migrate = (folder: string) => applyMissing(this.migrated, folder);
    return { lost: new AbortController().signal, migrate, end: async () => end() };
  }

  async ping(): Promise<void> {
    await this.query({ text: 'select 1', values: [] });
  }

  async close(): Promise<void> {
    if (!this.database.closed) await this.database.close();
  }

  private assertOpen(): void {
    if (this.database.closed) throw new ReadStoreUnavailable({ cause: new Error('it is closed') });
  }

  private within(transaction: Transaction): ReadTransaction {
    return {
      query: async <Row>({ text, values }: SqlStatement) =>
        (await transaction.query<Row>(text, [...values])).rows,
      write: async (statements) => {
        try {
          // The transaction has the database to itself, so what goes past it falls into it.
          for (const message of this.pipeline.messages(statements)) await this.database.execProtocol(message);
        } catch (error) {
          this.pipeline.forget();
          throw error;
        }
      },
    };
  }
}
