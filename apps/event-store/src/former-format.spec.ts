import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { Engine } from './engine';
import { type RecordedEvent } from './event';
import { LmdbLog, stateKey } from './lmdb-log';
import { decodeState, encodeState } from './log-state';
import { runCommand } from './maintenance/commands';
import { encodeNumber } from './record.codec';
import { DamagedRecord } from './store';

const wide = { events: 1_000, bytes: 1_000_000 };
let folder: string;

const noted = (position: number): RecordedEvent => ({
  id: randomUUID(),
  type: 'T',
  isJson: false,
  data: Buffer.from(`payload of ${position}`),
  metadata: Buffer.alloc(0),
  stream: 's',
  revision: position - 1,
  position,
  createdMs: 1,
});

const options = { encoding: 'binary', keyEncoding: 'binary' } as const;

async function change(table: string, how: (rows: ReturnType<typeof tableOf>) => Promise<unknown>) {
  const root = open<Buffer, Buffer>({ path: folder, noSubdir: false, ...options });
  await how(tableOf(root, table));
  await root.close();
}
const tableOf = (root: ReturnType<typeof open<Buffer, Buffer>>, name: string) =>
  root.openDB<Buffer, Buffer>({ name, ...options });

/** A folder of a version that numbered events one by one, with three of them. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'former-format-'));
  const log = LmdbLog.open(folder);
  for (let position = 1; position <= 3; position += 1) {
    const event = noted(position);
    const heads = new Map([['s', { revision: event.revision, position, policy: {} }]]);
    await log.commit({ events: [event], heads, nextPosition: position + 1 });
  }
  await log.close();
  const state = { format: 1, lastPosition: 3, lastStreamNumber: 1 };
  await change('state', (states) => states.put(stateKey, encodeState(state)));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function on<T>(use: (engine: Engine, log: LmdbLog) => T | Promise<T>): Promise<T> {
  const log = LmdbLog.open(folder);
  const onFailure = (failure: Error) => {
    throw failure;
  };
  const engine = new Engine({ log, nowMs: () => 1, onFailure });
  try {
    return await use(engine, log);
  } finally {
    await engine.close();
  }
}

const { revision: _, position: __, createdMs: ___, stream: ____, ...proposed } = noted(4);
const grow = () =>
  on(async (engine) => {
    for (let n = 0; n < 3; n += 1) await engine.append('s', 'any', [{ ...proposed, id: randomUUID() }]);
  });
/** 50 bytes, the names of stream and type, `payload of 3`. */
const bytes = 64;
const grown = [1, 2, 3, 3 + bytes, 3 + 2 * bytes, 3 + 3 * bytes];

const positions = (events: readonly RecordedEvent[]) => events.map(({ position }) => position);
const readOf = (log: LmdbLog, direction: 'forwards' | 'backwards') =>
  positions(log.readAll({ first: 1, last: log.lastPosition() }, direction, wide));

async function said(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const terminal = { say: (line: string) => void lines.push(line), tellProgress: () => undefined };
  await runCommand([...args, '--data', folder], terminal);
  return lines;
}

it('is read as it is, and says what is no place in it', async () => {
  expect(await on((__, log) => readOf(log, 'forwards'))).toEqual([1, 2, 3]);
  expect(
    await on((engine) => [0, 3, 4, 3 + bytes, 4 + bytes].map((place) => engine.whatIsAt(place))),
  ).toEqual(['start', 'event', 'inside', 'end', 'beyond']);
  expect(await said('verify')).toEqual(['sound: 3 events in 1 stream, last position 3 looked at']);
});

it('stays of its form until something is written to it', async () => {
  await on(() => undefined);
  let format: number | undefined;
  const look = () =>
    change('state', (states) => {
      format = decodeState(states.get(stateKey) ?? Buffer.alloc(0))?.format;
      return Promise.resolve();
    });
  await look();
  expect(format).toBe(1);
  await grow();
  await look();
  expect(format).toBe(2);
});

it('goes on from its last number by the bytes of the records', async () => {
  await grow();
  expect(await on((__, log) => readOf(log, 'forwards'))).toEqual(grown);
  expect(await on((__, log) => readOf(log, 'backwards'))).toEqual([...grown].reverse());
  expect(await said('verify')).toEqual(['sound: 6 events in 1 stream, last position 195 looked at']);
  expect((await said('info')).join('\n')).toMatch(/events +6\nstreams +1\nlast position +195\n/);
});

it.each(grown.slice(0, -1))(
  'notices that the record at %d is gone, in reads and when verified',
  async (lost) => {
    await grow();
    await change('events', (events) => events.remove(encodeNumber(lost)));
    for (const direction of ['forwards', 'backwards'] as const) {
      const read = on((__, log) => readOf(log, direction));
      await expect(read).rejects.toThrow(DamagedRecord);
      await expect(read).rejects.toThrow(
        new RegExp(`record is missing; stream s, revision \\d, position ${lost}\\.`),
      );
    }
    expect(await said('verify')).toEqual([
      `damage: the record is missing; stream "s", revision ${grown.indexOf(lost)}, position ${lost}`,
      'damaged in 1 place: 5 events in 1 stream, last position 195 looked at',
    ]);
  },
);

it('is verified without its state record, too, which alone is damaged then', async () => {
  await grow();
  await change('state', (states) => states.put(stateKey, Buffer.from('nonsense')));
  expect(await said('verify')).toEqual([
    'damage: the state record has a wrong checksum or is missing',
    'damaged in 1 place: 6 events in 1 stream, last position 195 looked at',
  ]);
});
