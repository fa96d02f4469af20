import { constants } from 'node:os';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import { type CommitGroup, type Direction, type RecordedEvent, type StreamHead } from './event';
import { cachedHeadsMax } from './limits';
import { checkDataFile, whyNoRoom } from './lmdb-file';
import {
  currentState,
  decodeState,
  emptyState,
  encodeState,
  firstPosition,
  logFormat,
  type LogState,
  placeAfter,
} from './log-state';
import { type Range } from './read-rules';
import {
  decodeHead,
  decodeRecord,
  encodeHead,
  encodeNumber,
  encodeRecord,
  readNumber,
  type StoredHead,
  writeNumber,
} from './record.codec';
import { DamagedRecord, EventLog, type PageLimit, StorageFull, StoreUnusable } from './store';
import { TwoGenerationCache } from './two-generation-cache';

type Table = Database<Buffer, Buffer>;

export const stateKey = Buffer.from('state');
/** Making a table is a transaction of its own, so a store with more of them has held something. */
const tablesMax = 8;
export const tableOptions = { encoding: 'binary', keyEncoding: 'binary' } as const;
/**
 * With overlapping sync a commit would be visible, and its promise resolved, before it is on disk; with batching by
 * turn a failed commit would also reject a promise that nobody can hold.
 */
const commitOptions = { overlappingSync: false, eventTurnBatching: false } as const;

/**
 * Events by position, an index from stream number and revision to position, heads by stream name and one state
 * record, all written in one transaction per group. Each record tells where the next one begins, and revisions have no
 * holes, so a lost record shows.
 */
export class LmdbLog extends EventLog {
  override readonly isCommitCostly = true;
  private readonly streamNumbers = new TwoGenerationCache<number>(cachedHeadsMax);
  private readonly owners = new Map<number, { stream: string; revision: number }>();
  private state: LogState;

  private constructor(
    private readonly root: RootDatabase<Buffer, Buffer>,
    private readonly events: Table,
    private readonly index: Table,
    private readonly heads: Table,
    private readonly states: Table,
    private readonly folder: string,
  ) {
    super();
    this.state = this.loadState();
    this.transactionsBefore = this.lastTransaction();
  }

  private readonly transactionsBefore: number;

  static open(folder: string): LmdbLog {
    try {
      checkDataFile(join(folder, 'data.mdb'));
      const settings = {
        path: folder,
        noSubdir: false,
        maxDbs: tablesMax,
        ...tableOptions,
        ...commitOptions,
      };
      const root = open<Buffer, Buffer>(settings);
      root.readerCheck();
      const table = (name: string): Table => root.openDB<Buffer, Buffer>({ name, ...tableOptions });
      return new LmdbLog(root, table('events'), table('index'), table('heads'), table('state'), folder);
    } catch (error) {
      if (error instanceof StoreUnusable) throw error;
      const why = (error as Error).message;
      const what = `The event store in ${folder} cannot be opened (${why})`;
      throw new StoreUnusable(`${what}. Check its permissions; if it is damaged, restore it from a backup.`, {
        cause: error,
      });
    }
  }

  async commit(group: CommitGroup): Promise<void> {
    const state = { ...this.state, nextPosition: group.nextPosition };
    const numbers = new Map<string, number>();
    for (const stream of group.heads.keys()) {
      numbers.set(stream, this.streamNumber(stream) ?? (state.lastStreamNumber += 1));
    }
    const numberOf = (stream: string): number => {
      const number = numbers.get(stream);
      if (number === undefined) throw new Error(`Stream ${stream} is in a group that has no head for it.`);
      return number;
    };
    const records = group.events.map((event) => [encodeNumber(event.position), encodeRecord(event)] as const);
    const heads = [...group.heads].map(([stream, head]) => {
      const record = encodeHead(stream, { ...head, streamNumber: numberOf(stream) });
      return [Buffer.from(stream), record] as const;
    });
    state.lastPosition = group.events.at(-1)?.position ?? state.lastPosition;
    const bytes = records.reduce((sum, [, record]) => sum + record.length, 0);
    await this.write(bytes, (pending) => {
      for (const [key, record] of records) pending.add(this.events.put(key, record));
      for (const event of group.events) {
        const key = indexKeyOf(numberOf(event.stream), event.revision);
        pending.add(this.index.put(key, encodeNumber(event.position)));
      }
      for (const [key, head] of heads) pending.add(this.heads.put(key, head));
      pending.add(this.states.put(stateKey, encodeState(state)));
    });
    this.state = state;
    for (const [stream, number] of numbers) this.streamNumbers.set(stream, number);
  }

  readStream(stream: string, range: Range, direction: Direction, limit: PageLimit): RecordedEvent[] {
    return this.read({ stream, revision: range.first }, () => {
      const streamNumber = this.streamNumber(stream);
      if (streamNumber === undefined || range.first > range.last) return [];
      return this.pageOfStream(stream, streamNumber, range, direction, limit);
    });
  }

  readAll(range: Range, direction: Direction, limit: PageLimit): RecordedEvent[] {
    if (range.first > range.last) return [];
    return this.read({ position: range.first }, () => this.pageOfAll(range, direction, limit));
  }

  streamsNamed(prefix: string, after: string | undefined, max: number): readonly string[] {
    return this.read({}, () => {
      const start = Buffer.from(after ?? prefix);
      const keys = this.heads.getKeys({ start, end: endOfNames(prefix), limit: max + 1 });
      const names = [...keys].map(String);
      return names.filter((name) => name !== after).slice(0, max);
    });
  }

  placesOf(stream: string, max: number): readonly number[] {
    return this.read({ stream }, () => {
      const number = this.streamNumber(stream);
      if (number === undefined) return [];
      const bounds = { start: indexKeyOf(number, 0), end: indexKeyOf(number + 1, 0), limit: max };
      return [...this.index.getRange(bounds)].map(({ value }) => readNumber(value, 0));
    });
  }

  head(stream: string): StreamHead | undefined {
    return this.read({ stream }, () => this.storedHead(stream));
  }

  lastPosition(): number {
    return this.state.lastPosition;
  }

  nextPosition(): number {
    return this.state.nextPosition;
  }

  isPlace(position: number): boolean {
    return this.read({ position }, () => {
      if (this.events.doesExist(encodeNumber(position))) return true;
      const isLost = position <= this.state.lastPosition && this.firstFrom(position) === position;
      if (isLost) throw this.damageAt('record is missing', position);
      return false;
    });
  }

  commits(): number {
    return this.lastTransaction() - this.transactionsBefore;
  }

  async close(): Promise<void> {
    await this.root.close();
  }

  private async write(bytes: number, puts: (pending: Set<Promise<boolean>>) => void): Promise<void> {
    const pending = new Set<Promise<boolean>>();
    try {
      const written = this.root.batch(() => puts(pending));
      // The promises of the puts reject with the commit; that of the batch is the one that counts.
      for (const put of pending) put.catch(() => undefined);
      await written;
    } catch (error) {
      const cause = await reasonOfFailure(error);
      const lackOfRoom = lackOfRoomIn(cause, join(this.folder, 'data.mdb'), bytes);
      if (lackOfRoom !== undefined && this.isAsBefore()) {
        throw new StorageFull(this.folder, { cause: lackOfRoom });
      }
      throw new Error(`the commit to ${this.folder} failed`, { cause });
    }
  }

  /** Whether a fresh look at the file shows exactly what was there before the commit that failed. */
  private isAsBefore(): boolean {
    try {
      this.root.resetReadTxn();
      return this.loadState().lastPosition === this.state.lastPosition;
    } catch {
      return false;
    }
  }

  /** A read transaction may be older than the newest commit; damage counts only when a fresh one shows it too. */
  private read<T>(where: { stream?: string; revision?: number; position?: number }, reading: () => T): T {
    try {
      return reading();
    } catch {
      this.root.resetReadTxn();
    }
    try {
      return reading();
    } catch (error) {
      if (!isStorageError(error)) throw error;
      const { stream = 'unknown', revision, position } = where;
      throw new DamagedRecord(`lmdb reports ${error.message} at or after`, stream, revision, position);
    }
  }

  private pageOfStream(
    stream: string,
    streamNumber: number,
    range: Range,
    direction: Direction,
    limit: PageLimit,
  ): RecordedEvent[] {
    const page = new Page(limit);
    const step = direction === 'forwards' ? 1 : -1;
    let revision = direction === 'forwards' ? range.first : range.last;
    for (; revision >= range.first && revision <= range.last && !page.isFull(); revision += step) {
      const entry = this.index.getBinary(indexKeyOf(streamNumber, revision));
      if (entry?.length !== 8) throw new DamagedRecord('index entry is missing', stream, revision, undefined);
      page.add(this.eventOf(stream, revision, readNumber(entry, 0)));
    }
    return page.events;
  }

  private eventOf(stream: string, revision: number, position: number): RecordedEvent {
    const record = this.events.getBinary(encodeNumber(position));
    if (record === undefined) throw new DamagedRecord('record is missing', stream, revision, position);
    const event = decodeRecord(record, position);
    if (event === undefined) throw new DamagedRecord('checksum does not match', stream, revision, position);
    if (event.stream !== stream || event.revision !== revision) {
      throw new DamagedRecord('index names a foreign record', stream, revision, position);
    }
    return event;
  }

  private pageOfAll(range: Range, direction: Direction, limit: PageLimit): RecordedEvent[] {
    return direction === 'forwards' ? this.pageForwards(range, limit) : this.pageBackwards(range, limit);
  }

  /** Each record tells where the next one begins, so one that is lost shows. */
  private pageForwards(range: Range, limit: PageLimit): RecordedEvent[] {
    const page = new Page(limit);
    let expected = this.firstFrom(range.first);
    const bounds = { start: encodeNumber(range.first), end: encodeNumber(range.last + 1) };
    for (const { key, value } of this.events.getRange(bounds)) {
      if (page.isFull()) return page.events;
      const position = readNumber(key, 0);
      if (position !== (expected ?? position)) throw this.damageAt('record is missing', expected ?? position);
      page.add(this.eventIn(value, position));
      expected = placeAfter(this.state, position, value.length);
    }
    if (!page.isFull() && expected !== undefined && expected <= range.last) {
      throw this.damageAt('record is missing', expected);
    }
    return page.events;
  }

  private pageBackwards(range: Range, limit: PageLimit): RecordedEvent[] {
    const page = new Page(limit);
    let following: number | undefined;
    const bounds = { start: encodeNumber(range.last), end: encodeNumber(range.first - 1), reverse: true };
    for (const { key, value } of this.events.getRange(bounds)) {
      if (page.isFull()) return page.events;
      const position = readNumber(key, 0);
      const after = placeAfter(this.state, position, value.length);
      const isLost = following === undefined ? after <= range.last : after !== following;
      if (isLost) throw this.damageAt('record is missing', after);
      page.add(this.eventIn(value, position));
      following = position;
    }
    if (!page.isFull() && range.first <= firstPosition && following !== firstPosition) {
      throw this.damageAt('record is missing', firstPosition);
    }
    return page.events;
  }

  /** Where the first event at or after a place begins by what is before it; undefined when that is lost as well. */
  private firstFrom(place: number): number | undefined {
    if (place <= firstPosition) return firstPosition;
    const before = { start: encodeNumber(place - 1), reverse: true, limit: 1 };
    const [last] = [...this.events.getRange(before)];
    if (last === undefined) return undefined;
    const after = placeAfter(this.state, readNumber(last.key, 0), last.value.length);
    return after < place ? undefined : after;
  }

  private eventIn(record: Buffer, position: number): RecordedEvent {
    const event = decodeRecord(record, position);
    if (event === undefined) throw this.damageAt('checksum does not match', position);
    return event;
  }

  private storedHead(stream: string): StoredHead | undefined {
    const record = this.heads.getBinary(Buffer.from(stream));
    if (record === undefined) return undefined;
    const head = decodeHead(stream, record);
    if (head === undefined) {
      throw new DamagedRecord('head of the stream has a wrong checksum', stream, undefined, undefined);
    }
    this.streamNumbers.set(stream, head.streamNumber);
    return head;
  }

  private streamNumber(stream: string): number | undefined {
    return this.streamNumbers.get(stream) ?? this.storedHead(stream)?.streamNumber;
  }

  /** A damaged record cannot name its stream, so the index is searched; the answer is kept for the next reader. */
  private damageAt(damage: string, position: number): DamagedRecord {
    const owner = this.owners.get(position) ?? this.findOwner(position);
    if (owner !== undefined) this.owners.set(position, owner);
    return new DamagedRecord(damage, owner?.stream ?? 'unknown', owner?.revision, position);
  }

  private findOwner(position: number): { stream: string; revision: number } | undefined {
    const wanted = encodeNumber(position);
    for (const { key, value } of this.index.getRange({})) {
      if (!wanted.equals(value)) continue;
      for (const { key: name, value: record } of this.heads.getRange({})) {
        const stream = name.toString();
        if (decodeHead(stream, record)?.streamNumber === key.readUInt32BE(0)) {
          return { stream, revision: readNumber(key, 4) };
        }
      }
    }
    return undefined;
  }

  private loadState(): LogState {
    const lastKey = [...this.events.getKeys({ reverse: true, limit: 1 })][0];
    const lastStored = lastKey === undefined ? 0 : readNumber(lastKey, 0);
    const record = this.states.getBinary(stateKey);
    const isNew = lastStored === 0 && this.lastTransaction() <= tablesMax;
    if (record === undefined && isNew) return emptyState;
    const state = record === undefined ? undefined : decodeState(record);
    if (state === undefined) {
      throw new StoreUnusable(`The event store in ${this.folder} has a damaged state record. ${restore}`);
    }
    if (state.format > logFormat) {
      throw new StoreUnusable(
        `The event store in ${this.folder} has format ${state.format}; this program reads up to ${logFormat}. ` +
          'Use the version of the program that wrote it.',
      );
    }
    if (state.lastPosition !== lastStored) {
      throw new StoreUnusable(
        `The event store in ${this.folder} acknowledged events up to position ${state.lastPosition} but its last ` +
          `record is at ${lastStored}. ${restore}`,
      );
    }
    return currentState(
      state,
      lastStored === 0 ? 0 : (this.events.getBinary(encodeNumber(lastStored))?.length ?? 0),
    );
  }

  private lastTransaction(): number {
    return (this.root.getStats() as { lastTxnId: number }).lastTxnId;
  }
}

const reasonTimeoutMs = 500;

const restore = 'Restore it from a backup.';

class Page {
  readonly events: RecordedEvent[] = [];
  private bytes = 0;

  constructor(private readonly limit: PageLimit) {}

  isFull(): boolean {
    return this.events.length >= this.limit.events || this.bytes >= this.limit.bytes;
  }

  add(event: RecordedEvent): void {
    this.events.push(event);
    this.bytes += event.data.length + event.metadata.length;
  }
}

export function indexKeyOf(streamNumber: number, revision: number): Buffer {
  const key = Buffer.allocUnsafe(12);
  key.writeUInt32BE(streamNumber, 0);
  writeNumber(key, revision, 4);
  return key;
}

/** The first name, in the order of bytes, behind all that begin so; no byte of UTF-8 is 255. */
function endOfNames(prefix: string): Buffer {
  const end = Buffer.from(prefix);
  const last = end.length - 1;
  end[last] = (end[last] as number) + 1;
  return end;
}

/** lmdb rejects a second promise with the true reason of a failed commit, mostly in the same turn. */
async function reasonOfFailure(error: unknown): Promise<unknown> {
  const reason = (error as { commitError?: Promise<never> }).commitError;
  if (reason === undefined) return error;
  const asIs = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), reasonTimeoutMs));
  return Promise.race([reason.catch((cause: unknown) => cause), asIs]);
}

const { ENOSPC, EFBIG, EDQUOT, EIO } = constants.errno;
const mapFull = -30_792;
const lacksOfRoom = new Set([ENOSPC, EFBIG, EDQUOT, mapFull]);

/**
 * lmdb writes new pages beside those in use and its root last, so a lack of room touches nothing that is stored. It
 * reports a write that was cut short as an input/output error, which otherwise leaves open what is on disk.
 */
function lackOfRoomIn(reason: unknown, path: string, bytes: number): unknown {
  const code = (reason as { code?: number }).code ?? 0;
  if (lacksOfRoom.has(code)) return reason;
  return code === EIO ? whyNoRoom(path, bytes) : undefined;
}

/** Errors of lmdb itself carry its number, those of a defect in this program do not. */
const isStorageError = (error: unknown): error is Error =>
  error instanceof Error && typeof (error as { code?: unknown }).code === 'number';
