import type { SqlStatement } from './sql';

export interface ReadTransaction {
  /** Rows as objects by column name. `bigint` comes as text: cast it in the statement where a number is meant. */
  query<Row>(statement: SqlStatement): Promise<Row[]>;

  /**
   * Statements in order whose rows nobody needs; in fewer round trips than one by one. Values are texts, numbers,
   * booleans and null.
   */
  write(statements: readonly SqlStatement[]): Promise<void>;
}

export type TablesStand = 'as-known' | 'behind';

/** The right to migrate and to write rows. */
export interface Turn {
  /** Aborts when the turn is lost: the connection that holds it is gone, and another process may have it by now. */
  readonly lost: AbortSignal;

  /**
   * Applies the files of a folder that were not applied yet, in order, each in a transaction of its own.
   * @throws MigrationChanged, TablesAhead; nothing was changed then.
   */
  migrate(folder: string): Promise<void>;

  /** Gives the turn up. */
  end(): Promise<void>;
}

/**
 * The SQL database of the read models. Everything in it is derived: it may be deleted and is built again.
 */
export abstract class ReadStore implements ReadTransaction {
  /**
   * One statement on its own.
   * @throws ReadStoreUnavailable when the database does not answer; a retry may help. Errors of the SQL come as
   * they are.
   */
  abstract query<Row>(statement: SqlStatement): Promise<Row[]>;

  /** All of the work's statements, or none when it throws. Nothing else may be asked inside but the transaction. */
  abstract transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T>;

  /** All of the statements, or none when one fails. */
  write(statements: readonly SqlStatement[]): Promise<void> {
    return this.transaction((tx) => tx.write(statements));
  }

  /**
   * Whether the tables were made by the files `NNN-name.sql` of a folder, or lack some of them.
   * @throws MigrationChanged when an applied file is not what it was.
   * @throws TablesAhead when a file was applied that the folder does not have.
   */
  abstract tablesAgainst(folder: string): Promise<TablesStand>;

  /**
   * Waits for the turn to migrate and to write: one process of all that share a database has it, and whoever waits
   * gets it within 5 s of its end, also when its holder dies or freezes.
   * @returns nothing when the signal aborts first.
   */
  abstract turn(signal: AbortSignal): Promise<Turn | undefined>;

  /** A turn for the migrations alone. @throws as `Turn.migrate` */
  async migrate(folder: string): Promise<void> {
    const turn = await this.turn(new AbortController().signal);
    try {
      await turn?.migrate(folder);
    } finally {
      await turn?.end();
    }
  }

  /** @throws ReadStoreUnavailable */
  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}
