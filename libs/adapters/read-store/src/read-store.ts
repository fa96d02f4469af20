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

/**
 * The SQL database of the read models. Everything in it is derived: it may be deleted and is built again.
 * PostgreSQL's SQL in both implementations.
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
   * Applies the files `NNN-name.sql` of a folder that were not applied yet, in order, each in a transaction of its
   * own. Several processes may do so at once.
   * @throws MigrationChanged when an applied file is not what it was.
   */
  abstract migrate(folder: string): Promise<void>;

  /** @throws ReadStoreUnavailable */
  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}
