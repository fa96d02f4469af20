import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open, type RootDatabase, type Transaction } from 'lmdb';
import { holderOf } from '../folder-lock';
import { checkDataFile } from '../lmdb-file';
import { indexKeyOf, stateKey, tableOptions } from '../lmdb-log';
import { currentState, decodeState, emptyState, type LogState } from '../log-state';
import { encodeNumber, readNumber } from '../record.codec';
import { StoreUnusable } from '../store';
import { Refused } from './command';

type Table = Database<Buffer, Buffer>;

export interface IndexEntry {
  readonly streamNumber: number;
  readonly revision: number;
  readonly position: number;
}

export const dataFileName = 'data.mdb';

/**
 * A folder as it is at one moment, for reading only, beside a node that may be writing to it. While a reader is open
 * the node cannot use freed pages again, so the file may grow.
 */
export class StoreReader {
  private constructor(
    private readonly root: RootDatabase<Buffer, Buffer>,
    private readonly tables: { events: Table; index: Table; heads: Table; states: Table },
    private transaction: Transaction,
  ) {}

  /** Throws `Refused` when there is no store, `StoreUnusable` when it cannot be read at all. */
  static open(folder: string): StoreReader {
    const path = join(folder, dataFileName);
    if (!existsSync(path))
      throw new Refused(`${folder} holds no event store; name its folder with --data DIR`);
    try {
      // Under a running node the file is whole: the node looked at it when it started.
      if (holderOf(folder) === undefined) checkDataFile(path);
      const settings = { path: folder, readOnly: true, noSubdir: false, maxDbs: 8, ...tableOptions };
      const root = open<Buffer, Buffer>(settings);
      // A reader that was killed would keep the node from using freed pages again.
      root.readerCheck();
      const table = (name: string): Table => openTable(root, folder, name);
      const tables = { events: table('events'), index: table('index'), heads: table('heads') };
      return new StoreReader(root, { ...tables, states: table('state') }, root.useReadTransaction());
    } catch (error) {
      if (error instanceof StoreUnusable) throw error;
      const what = `The event store in ${folder} cannot be read (${(error as Error).message})`;
      // Node's own errors have a name for a code, those of lmdb a number: a missing permission is no damage.
      const isOfSystem = typeof (error as { code?: unknown }).code === 'string';
      if (isOfSystem) throw new Refused(`${what}; correct its owner and permissions`, { cause: error });
      throw new StoreUnusable(`${what}. Check its permissions; if it is damaged, restore it from a backup.`, {
        cause: error,
      });
    }
  }

  /** Undefined when the record is damaged. */
  state(): LogState | undefined {
    const record = this.tables.states.get(stateKey, this.at());
    if (record === undefined) return this.lastKey() === 0 ? emptyState : undefined;
    const stored = decodeState(record);
    return stored && currentState(stored, this.recordAt(stored.lastPosition)?.length ?? 0);
  }

  /** Position of the last record there is, 0 when there is none. */
  lastKey(): number {
    const [key] = [...this.tables.events.getKeys({ reverse: true, limit: 1, ...this.at() })];
    return key === undefined ? 0 : readNumber(key, 0);
  }

  /** The form in which the folder was last written; undefined when that cannot be told. */
  storedFormat(): number | undefined {
    const record = this.tables.states.get(stateKey, this.at());
    return record && decodeState(record)?.format;
  }

  /** How many records there are. */
  eventCount(): number {
    return (this.tables.events.getStats() as { entryCount: number }).entryCount;
  }

  /** Position of the first record at or after a place. */
  nextKey(place: number): number | undefined {
    const [key] = [...this.tables.events.getKeys({ start: encodeNumber(place), limit: 1, ...this.at() })];
    return key === undefined ? undefined : readNumber(key, 0);
  }

  recordAt(position: number): Buffer | undefined {
    return this.tables.events.get(encodeNumber(position), this.at());
  }

  /** Records in the order of the log that come after a position, at most so many. */
  *records(after: number, max: number): Generator<{ readonly position: number; readonly record: Buffer }> {
    const range = { start: encodeNumber(after + 1), limit: max, ...this.at() };
    for (const { key, value } of this.tables.events.getRange(range)) {
      yield { position: readNumber(key, 0), record: value };
    }
  }

  /** The position that the index has for a revision. */
  placeOf(streamNumber: number, revision: number): number | undefined {
    const entry = this.tables.index.get(indexKeyOf(streamNumber, revision), this.at());
    return entry?.length === 8 ? readNumber(entry, 0) : undefined;
  }

  *index(): Generator<IndexEntry> {
    for (const { key, value } of this.tables.index.getRange(this.at())) {
      yield {
        streamNumber: key.readUInt32BE(0),
        revision: readNumber(key, 4),
        position: readNumber(value, 0),
      };
    }
  }

  *heads(): Generator<{ readonly stream: string; readonly record: Buffer }> {
    for (const { key, value } of this.tables.heads.getRange(this.at())) {
      yield { stream: key.toString(), record: value };
    }
  }

  /** After an error lmdb refuses the transaction, so the next moment is looked at; the log only grows. */
  renew(): void {
    this.transaction.done();
    this.root.resetReadTxn();
    this.transaction = this.root.useReadTransaction();
  }

  /** Copies the file as it is at one moment between two commits into a folder. */
  async copyInto(folder: string): Promise<void> {
    await this.root.backup(folder, false);
  }

  async close(): Promise<void> {
    this.transaction.done();
    await this.root.close();
  }

  private at(): { transaction: Transaction } {
    return { transaction: this.transaction };
  }
}

function openTable(root: RootDatabase<Buffer, Buffer>, folder: string, name: string): Table {
  const table = root.openDB<Buffer, Buffer>({ name, ...tableOptions }) as Table | undefined;
  if (table !== undefined) return table;
  throw new StoreUnusable(`The event store in ${folder} has no table ${name}. Restore it from a backup.`);
}

/** Bytes of the data file; 0 when there is none. */
export const fileBytes = (folder: string): number =>
  statSync(join(folder, dataFileName), { throwIfNoEntry: false })?.size ?? 0;
