import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { type RecordedEvent } from './event';
import { LmdbLog } from './lmdb-log';
import { encodeNumber } from './record.codec';
import { DamagedRecord, StoreUnusable } from './store';

const wide = { events: 1_000, bytes: 1_000_000 };
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lmdb-log-'));
  const log = LmdbLog.open(folder);
  for (let n = 1; n <= 6; n += 1) await log.commit(oneEvent(n));
  await log.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Where the events begin, by the bytes of the records before; their first is called 1. */
const [first, second, third, fourth, fifth, sixth] = [1, 67, 134, 200, 267, 333] as const;
const places = [first, second, third, fourth, fifth, sixth, 400];

/** Odd events belong to stream `odd`, even ones to `even`; the text of each is found in the file. */
function oneEvent(n: number) {
  const stream = n % 2 === 0 ? 'even' : 'odd';
  const position = places[n - 1] ?? 0;
  const event: RecordedEvent = {
    id: `00000000-0000-0000-0000-00000000000${n}`,
    type: 'T',
    isJson: false,
    data: Buffer.from(`payload of ${n}`),
    metadata: Buffer.alloc(0),
    stream,
    revision: Math.ceil(n / 2) - 1,
    position,
    createdMs: 1,
  };
  const head = { revision: event.revision, position, policy: {} };
  return { events: [event], heads: new Map([[stream, head]]), nextPosition: places[n] ?? 0 };
}

function flipBitIn(text: string): void {
  const path = join(folder, 'data.mdb');
  const file = readFileSync(path);
  // Older copies of a page stay in the file, so every place is changed.
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) {
    file.writeUInt8(file.readUInt8(at) ^ 1, at);
  }
  writeFileSync(path, file);
}

async function changeTable(name: string, change: (table: ReturnType<typeof tableOf>) => Promise<unknown>) {
  const root = open<Buffer, Buffer>({ path: folder, encoding: 'binary', keyEncoding: 'binary' });
  await change(tableOf(root, name));
  await root.close();
}

const tableOf = (root: ReturnType<typeof open<Buffer, Buffer>>, name: string) =>
  root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' });

async function reading<T>(read: (log: LmdbLog) => T): Promise<T | DamagedRecord> {
  const log = LmdbLog.open(folder);
  try {
    return read(log);
  } catch (error) {
    if (error instanceof DamagedRecord) return error;
    throw error;
  } finally {
    await log.close();
  }
}

const whereOf = (result: unknown) => {
  expect(result).toBeInstanceOf(DamagedRecord);
  const { stream, revision, position } = result as DamagedRecord;
  return { stream, revision, position };
};
const damaged = { stream: 'even', revision: 1, position: fourth };

describe('a flipped bit in a payload', () => {
  beforeEach(() => flipBitIn('payload of 4'));

  it('is named by stream, revision and position in a read of the stream', async () =>
    expect(
      whereOf(await reading((log) => log.readStream('even', { first: 0, last: 2 }, 'forwards', wide))),
    ).toEqual(damaged));

  it('is named likewise in a read of everything, from either side', async () => {
    const range = { first, last: sixth };
    expect(whereOf(await reading((log) => log.readAll(range, 'forwards', wide)))).toEqual(damaged);
    expect(whereOf(await reading((log) => log.readAll(range, 'backwards', wide)))).toEqual(damaged);
  });

  it('leaves everything else readable', async () => {
    const read = (from: number, last: number) =>
      reading((log) => log.readAll({ first: from, last }, 'forwards', wide).length);
    expect(await read(first, third)).toBe(3);
    expect(await read(fifth, sixth)).toBe(2);
    expect(
      await reading((log) => log.readStream('odd', { first: 0, last: 2 }, 'forwards', wide).length),
    ).toBe(3);
  });
});

it('notices a record that is gone', async () => {
  await changeTable('events', (events) => events.remove(encodeNumber(fourth)));
  expect(whereOf(await reading((log) => log.readAll({ first, last: sixth }, 'forwards', wide)))).toEqual(
    damaged,
  );
  const stream = await reading((log) => log.readStream('even', { first: 0, last: 2 }, 'forwards', wide));
  expect(whereOf(stream)).toEqual(damaged);
});

describe('a record that is gone', () => {
  it.each<[string, number, number, number]>([
    ['the first', first, first, sixth],
    ['the one a read begins with', fourth, fourth, sixth],
    ['the one a read ends with', fourth, first, fourth],
    ['one in the middle', third, first, sixth],
  ])('is noticed from either side, be it %s', async (_, lost, from, last) => {
    await changeTable('events', (events) => events.remove(encodeNumber(lost)));
    const range = { first: from, last };
    expect(whereOf(await reading((log) => log.readAll(range, 'forwards', wide))).position).toBe(lost);
    const whole = { first, last };
    expect(whereOf(await reading((log) => log.readAll(whole, 'backwards', wide))).position).toBe(lost);
  });

  it('is noticed where a read would begin, and leaves what comes after it readable', async () => {
    await changeTable('events', (events) => events.remove(encodeNumber(fourth)));
    expect(whereOf(await reading((log) => log.isPlace(fourth)))).toEqual(damaged);
    expect(await reading((log) => [log.isPlace(fourth + 1), log.isPlace(fifth)])).toEqual([false, true]);
    expect(await reading((log) => log.readAll({ first: fifth, last: sixth }, 'forwards', wide).length)).toBe(
      2,
    );
  });
});

it('notices an index entry that leads to another event', async () => {
  const key = Buffer.concat([Buffer.from([0, 0, 0, 2]), encodeNumber(1)]);
  await changeTable('index', (index) => index.put(key, encodeNumber(third)));
  const stream = await reading((log) => log.readStream('even', { first: 0, last: 2 }, 'forwards', wide));
  expect(whereOf(stream)).toEqual({ stream: 'even', revision: 1, position: third });
});

it('notices a changed head', async () => {
  await changeTable('heads', async (heads) => {
    const head = Buffer.from(heads.get(Buffer.from('even')) ?? []);
    head.writeUInt8(head.readUInt8(15) ^ 1, 15);
    await heads.put(Buffer.from('even'), head);
  });
  expect(whereOf(await reading((log) => log.head('even'))).stream).toBe('even');
});

describe('opening refuses, in one line that says what to do,', () => {
  const refusal = (): string => {
    try {
      void LmdbLog.open(folder).close();
      return 'opened';
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnusable);
      return (error as Error).message;
    }
  };

  it('a store whose last event is gone', async () => {
    await changeTable('events', (events) => events.remove(encodeNumber(sixth)));
    expect(refusal()).toMatch(
      /acknowledged events up to position 333 but its last record is at 267. Restore it from a backup/,
    );
  });

  it('a damaged state record', async () => {
    await changeTable('state', (states) => states.put(Buffer.from('state'), Buffer.from('nonsense')));
    expect(refusal()).toMatch(/damaged state record. Restore it from a backup/);
  });

  it('a file that is no store', () => {
    writeFileSync(join(folder, 'data.mdb'), 'not a store at all '.repeat(1_000));
    expect(refusal()).toMatch(/is not an event store, or its first pages are damaged. Restore it/);
  });

  it('a file without its first pages', () => {
    truncateSync(join(folder, 'data.mdb'), 100);
    expect(refusal()).toMatch(/is not an event store, or its first pages are damaged. Restore it/);
  });

  it.each([8_192, 20_480])('a file cut to %d bytes', (bytes) => {
    truncateSync(join(folder, 'data.mdb'), bytes);
    expect(refusal()).toMatch(/cut short. Restore it/);
  });

  it('a file without its last pages', () => {
    const path = join(folder, 'data.mdb');
    truncateSync(path, statSync(path).size - 8_192);
    expect(refusal()).toMatch(/cannot be opened \(MDB_CORRUPTED/);
  });
});
