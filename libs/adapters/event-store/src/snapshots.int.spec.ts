import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Metadata } from '@contracts';
import { type Book, register, registerCodec, type RegisterState, registerStream } from '@domain/register';
import { exampleMetadata } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { EventStore } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { stateOf } from './history';
import { readSnapshot, type SnapshotOf, writeSnapshot } from './snapshot-file';
import { Snapshots, type SnapshotsOptions } from './snapshots';
import { StreamCache } from './stream-cache';
import { transact } from './transact';

const at = '2026-11-30T01:00:00.000Z';
const history = { storeId: 'store', epoch: 1 };
const length = 1_200;

let node: EmbeddedNode;
let store: EventStoreDbStore;
let folder: string;
let book: Book;
let stream: string;

beforeAll(async () => {
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
});
afterAll(async () => {
  await store?.close();
  await node?.stop();
});
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'snapshots-test-')), 'snapshots');
  book = { agency: `H26.${Math.floor(Math.random() * 1e9)}`, series: 'incoming', bookYear: 2026 };
  stream = registerStream(book);
});
// One more may be on its way to the folder: it is written off the command path.
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 }));

const meta = (): Metadata => ({ ...exampleMetadata, commandId: randomUUID() });
const fileOf = (of: string) => join(folder, `${of}.snapshot`);

/** Numbers `from` and on, as many. */
async function fill(on: EventStore, count: number, from = 1): Promise<void> {
  const facts = Array.from({ length: count }, (_, index) => {
    const allocation = { ...book, number: from + index, key: `key-${from + index}`, officer: 'vt.01', at };
    return { id: randomUUID(), ...registerCodec.encode({ type: 'NumberAllocated', data: allocation }) };
  });
  await on.append(
    stream,
    facts.map((fact) => ({ ...fact, metadata: exampleMetadata })),
    from === 1 ? 'absent' : BigInt(from - 2),
  );
}

/** What a process has after a start: nothing in memory. */
function started(over: Partial<SnapshotsOptions> = {}, on: EventStore = store) {
  const outcomes: string[] = [];
  const warnings: string[] = [];
  const eventsRead: number[] = [];
  const log = {
    warn: (fields: object, message: string) => warnings.push(JSON.stringify({ ...fields, message })),
  };
  const observe = (outcome: string) => void outcomes.push(outcome);
  const snapshots = new Snapshots({ folder, code: 'code', history, log, observe, ...over });
  const kept = snapshots.of(register);
  const cache = new StreamCache<RegisterState>({ streamsMax: 10, kept });
  const counted = Object.assign(Object.create(on) as EventStore, {
    readStream: async (...asked: Parameters<EventStore['readStream']>) => {
      const read = await on.readStream(...asked);
      eventsRead.push(read.events.length);
      return read;
    },
  } satisfies Partial<EventStore>);
  const next = async () => {
    const command = { type: 'AllocateNumber', ...book, key: randomUUID(), officer: 'vt.01', at } as const;
    const answer = await transact(counted, register, stream, command, meta(), { cache });
    await snapshots.settled();
    return 'refused' in answer ? answer.refused : answer.state.last;
  };
  return { next, kept, snapshots, outcomes, warnings, eventsRead };
}

/** A snapshot of `length` numbers, and what it holds. */
async function kept() {
  await fill(store, length);
  await started().next();
  const found = await readSnapshot(fileOf(stream));
  if (found === undefined) throw new Error(`no snapshot of ${stream}`);
  return { of: found.of, parts: [...found.parts] };
}

async function written(of: SnapshotOf, parts: readonly unknown[]): Promise<void> {
  const file = await open(fileOf(stream), 'w');
  await writeSnapshot(file, of, parts);
  await file.close();
}

it('spares a start reading what it folded before', async () => {
  await fill(store, length);
  const first = started();
  expect([await first.next(), await first.next()]).toEqual([length + 1, length + 2]);
  expect([first.eventsRead, first.outcomes]).toEqual([[length], ['written']]);
  const second = started();
  expect([await second.next(), await second.next()]).toEqual([length + 3, length + 4]);
  // The event it was kept at and the two since.
  expect([second.eventsRead, second.outcomes]).toEqual([[3], ['used']]);
  const whole = await stateOf(store, register, stream);
  expect(await stateOf(store, register, stream, { kept: started().kept })).toStrictEqual(whole);
  expect([first.warnings, second.warnings]).toEqual([[], []]);
});

it('keeps a stream again a thousand events later, and no short one', async () => {
  const { of } = await kept();
  expect(of).toMatchObject({ stream, revision: String(length - 1), ...history });
  await fill(store, 998, length + 2);
  const short = started();
  expect(await short.next()).toBe(length + 1_000);
  expect(short.outcomes).toEqual(['used']);
  const long = started();
  expect(await long.next()).toBe(length + 1_001);
  expect(long.outcomes).toEqual(['used', 'written']);
  expect((await readSnapshot(fileOf(stream)))?.of.revision).toBe(String(length + 999));

  stream = registerStream({ ...book, series: 'outgoing' });
  await fill(store, 999);
  const another = started();
  expect([await another.next(), another.outcomes]).toEqual([1_000, []]);
});

it('keeps a stream again that is in memory and never read', async () => {
  const only = started();
  await Promise.all(Array.from({ length: 2_100 }, () => only.next()));
  while (only.outcomes.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await only.snapshots.settled();
  expect(only.outcomes).toEqual(['written', 'written']);
  // The event it is kept at tells when it was recorded.
  expect([...new Set(only.eventsRead)]).toEqual([0, 1]);
  const { last } = (await stateOf(store, register, stream, { kept: started().kept })).state;
  expect(last).toBe(2_100);
});

it('is folded on to a revision that is asked for, and never kept older than it was', async () => {
  const { of } = await kept();
  const { kept: states, outcomes, snapshots } = started();
  const through = async (revision: bigint) =>
    (await stateOf(store, register, stream, { kept: states, through: revision })).state.last;
  expect(await through(BigInt(length))).toBe(length + 1);
  expect(await through(BigInt(length - 1))).toBe(length);
  expect(await through(BigInt(length - 2))).toBe(length - 1);
  expect(await through(BigInt(Number.MAX_SAFE_INTEGER))).toBe(length + 1);
  await snapshots.settled();
  expect(outcomes).toEqual(['used', 'used', 'used']);
  expect((await readSnapshot(fileOf(stream)))?.of).toEqual(of);
});

describe('is not used, and the stream is folded whole,', () => {
  const others: { readonly [F in keyof SnapshotOf]: (was: SnapshotOf[F]) => SnapshotOf[F] } = {
    stream: (was) => `${was}0`,
    revision: (was) => String(BigInt(was) - 1n),
    eventId: () => randomUUID(),
    recordedAt: (was) => was.replace('Z', '+00:00'),
    storeId: () => randomUUID(),
    epoch: (was) => was + 1,
    code: (was) => [...was].reverse().join(''),
  };
  it.each(Object.entries(others) as [keyof SnapshotOf, (was: unknown) => unknown][])(
    'when its %s is another one',
    async (field, other) => {
      const { of, parts } = await kept();
      const wrong = [{ ...(parts[0] as object), last: 7 }, ...parts.slice(1)];
      await written({ ...of, [field]: other(of[field]) }, wrong);
      const { next, outcomes } = started();
      expect([await next(), outcomes]).toEqual([length + 2, ['unfit', 'written']]);
      expect((await readSnapshot(fileOf(stream)))?.of).toMatchObject({ stream, ...history });
    },
  );

  it.each([0, 1, 64, 65, 66, 1_000, -66, -2, -1])('when it is torn at %d', async (length) => {
    await kept();
    const bytes = await readFile(fileOf(stream));
    await writeFile(fileOf(stream), bytes.subarray(0, length < 0 ? bytes.length + length : length));
    const { next, outcomes, warnings } = started();
    expect([await next(), outcomes]).toEqual([1_202, ['unfit', 'written']]);
    expect(warnings).toEqual([expect.stringContaining('"reason":"torn"')]);
  });

  it('when nothing can be made of it', async () => {
    const { of, parts } = await kept();
    await written(of, [...parts, 'more']);
    const { next, outcomes, warnings } = started();
    expect([await next(), outcomes]).toEqual([length + 2, ['unfit', 'written']]);
    expect(warnings).toEqual([expect.stringContaining('"reason":"not readable"')]);
  });

  it('when a bit of it fell over', async () => {
    await kept();
    const bytes = await readFile(fileOf(stream));
    const place = Math.floor(Math.random() * bytes.length);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    await writeFile(fileOf(stream), bytes);
    const { next, outcomes } = started();
    expect([place, await next(), outcomes]).toEqual([place, length + 2, ['unfit', 'written']]);
  });

  it.each([
    ['shorter', 300],
    ['as long', length],
  ])('when the store was brought back and the stream is another one, %s', async (_, there) => {
    await kept();
    const other = await startEmbeddedNode();
    const restored = EventStoreDbStore.connect(other.url);
    await fill(restored, there);
    const { next, outcomes, warnings } = started({}, restored);
    expect(await next()).toBe(there + 1);
    expect(outcomes[0]).toBe('unfit');
    expect(warnings).toEqual([expect.stringContaining('"reason":"not in the store"')]);
    await restored.close();
    await other.stop();
  });
});

describe('a snapshot that cannot be written', () => {
  it('is a line in the log, once, and no failed command', async () => {
    await writeFile(folder, 'a file');
    await fill(store, length);
    const { next, outcomes, warnings } = started();
    expect(await next()).toBe(length + 1);
    await fill(store, 1_000, length + 2);
    expect(await next()).toBe(length + 1_002);
    expect(outcomes).toEqual(['failed', 'failed', 'failed']);
    expect(warnings).toEqual([expect.stringContaining('snapshots cannot be kept')]);
  });

  it('leaves nothing on a full disk, and is written once there is room', async () => {
    await fill(store, length);
    const full = await inAnotherProcess(`ulimit -S -f 16`, [stream], 1);
    expect(full).toEqual({ last: length, outcomes: ['failed'], warnings: 1 });
    expect(await readdir(folder)).toEqual([]);
    expect(await inAnotherProcess('true', [stream], 1)).toMatchObject({ outcomes: ['written'] });
    expect(await readdir(folder)).toEqual([`${stream}.snapshot`]);
  });

  it('has nowhere to go without a data folder', async () => {
    const { outcomes, next } = started({ folder: join(folder, 'none', 'snapshots') });
    await fill(store, length);
    expect([await next(), outcomes]).toEqual([length + 1, ['failed']]);
  });
});

it('gives up the oldest for the newest, also what a dead process left half-written', async () => {
  await kept();
  const { size } = await stat(fileOf(stream));
  const first = stream;
  await writeFile(join(folder, `${stream}.1.x.part`), 'x'.repeat(size));
  await utimes(join(folder, `${stream}.1.x.part`), 1, 1);
  const names = [`${first}.snapshot`];
  for (const series of ['a', 'b', 'c']) {
    stream = registerStream({ ...book, series });
    names.push(`${stream}.snapshot`);
    await fill(store, length);
    await started({ bytesMax: 3.5 * size }).next();
  }
  expect((await readdir(folder)).sort()).toEqual(names.slice(1).sort());
});

it('is whole whenever it is read, however many processes write it', async () => {
  await fill(store, length);
  const rival = inAnotherProcess('true', [stream], 20);
  const outcomes: string[] = [];
  const warnings: string[] = [];
  for (let time = 0; time < 20; time++) {
    const each = started();
    await each.next();
    outcomes.push(...each.outcomes);
    warnings.push(...each.warnings);
    if (time % 4 === 0) await rm(fileOf(stream), { force: true });
  }
  expect(await rival).toMatchObject({ warnings: 0 });
  expect([new Set(outcomes), warnings]).toEqual([new Set(['written', 'used']), []]);
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

/** Another process folds and keeps the streams so many times, each time as after a start, and tells of it. */
async function inAnotherProcess(first: string, streams: readonly string[], times: number): Promise<unknown> {
  const built = join(__dirname, '../../../../dist/libs');
  const options = { folder, code: 'code', history };
  const script = `
    const { EventStoreDbStore, Snapshots, stateOf } = require('${built}/adapters/event-store/src');
    const { register } = require('${built}/domain/register/src');
    const store = EventStoreDbStore.connect('${node.url}');
    const outcomes = [];
    let warnings = 0;
    let last;
    const main = async () => {
      for (let time = 0; time < ${times}; time++)
        for (const stream of ${JSON.stringify(streams)}) {
          const log = { warn: () => warnings++ };
          const observe = (outcome) => outcomes.push(outcome);
          const snapshots = new Snapshots({ ...${JSON.stringify(options)}, log, observe });
          last = (await stateOf(store, register, stream, { kept: snapshots.of(register) })).state.last;
          await snapshots.settled();
        }
      await new Promise((told) => process.stdout.write(JSON.stringify({ last, outcomes, warnings }), told));
      process.exit(0);
    };
    main();`;
  const child = spawn('bash', ['-c', `${first}; exec "$0" -e "$1"`, process.execPath, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await Promise.all([json(child.stdout), once(child, 'exit')]);
  return told;
}
