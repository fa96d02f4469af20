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
  for (let position = 1; position <= 6; position += 1) await log.commit(oneEvent(position));
  await log.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Odd positions belong to stream `odd`, even ones to `even`; the text of each is found in the file. */
function oneEvent(position: number) {
  const stream = position % 2 === 0 ? 'even' : 'odd';
  const event: RecordedEvent = {
    id: `00000000-0000-0000-0000-00000000000${position}`,
    type: 'T',
    isJson: false,
    data: Buffer.from(`payload of ${position}`),
    metadata: Buffer.alloc(0),
    stream,
    revision: Math.ceil(position / 2) - 1,
    position,
    createdMs: 1,
  };
  const head = { revision: event.revision, position, policy: {} };
  return { events: [event], heads: new Map([[stream, head]]) };
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
const damaged = { stream: 'even', revision: 1, position: 4 };

describe('a flipped bit in a payload', () => {
  beforeEach(() => flipBitIn('payload of 4'));

  it('is named by stream, revision and position in a read of the stream', async () =>
    expect(
      whereOf(await reading((log) => log.readStream('even', { first: 0, last: 2 }, 'forwards', wide))),
    ).toEqual(damaged));

  it('is named likewise in a read of everything, from either side', async () => {
    const range = { first: 1, last: 6 };
    expect(whereOf(await reading((log) => log.readAll(range, 'forwards', wide)))).toEqual(damaged);
    expect(whereOf(await reading((log) => log.readAll(range, 'backwards', wide)))).toEqual(damaged);
  });

  it('leaves everything else readable', async () => {
    const read = (first: number, last: number) =>
      reading((log) => log.readAll({ first, last }, 'forwards', wide).length);
    expect(await read(1, 3)).toBe(3);
    expect(await read(5, 6)).toBe(2);
    expect(
      await reading((log) => log.readStream('odd', { first: 0, last: 2 }, 'forwards', wide).length),
    ).toBe(3);
  });
});

it('notices a record that is gone', async () => {
  await changeTable('events', (events) => events.remove(encodeNumber(4)));
  expect(whereOf(await reading((log) => log.readAll({ first: 1, last: 6 }, 'forwards', wide)))).toEqual(
    damaged,
  );
  const stream = await reading((log) => log.readStream('even', { first: 0, last: 2 }, 'forwards', wide));
  expect(whereOf(stream)).toEqual(damaged);
});

it('notices an index entry that leads to another event', async () => {
  const key = Buffer.concat([Buffer.from([0, 0, 0, 2]), encodeNumber(1)]);
  await changeTable('index', (index) => index.put(key, encodeNumber(3)));
  const stream = await reading((log) => log.readStream('even', { first: 0, last: 2 }, 'forwards', wide));
  expect(whereOf(stream)).toEqual({ stream: 'even', revision: 1, position: 3 });
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
    await changeTable('events', (events) => events.remove(encodeNumber(6)));
    expect(refusal()).toMatch(/acknowledged 6 events but its last record is 5. Restore it from a backup/);
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
