import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreDbStore, knownHistory, openInstallation } from '@adapters/event-store';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { runCommand } from '../../../apps/event-store/src/maintenance/commands';
import { type CopiedEvent } from '../../../apps/event-store/src/maintenance/copied-event';
import { RemoteStore } from '../../../apps/event-store/src/maintenance/remote-store';
import { all, builtEntry, connect, newFolder, noted } from './node-under-test';

jest.setTimeout(60_000);

const folders: string[] = [];
const nodes: EmbeddedNode[] = [];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  for (const node of nodes.splice(0)) await node.stop();
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const folder = (): string => {
  const made = newFolder();
  folders.push(made);
  return made;
};

/** A node is a process of its own: lmdb does not open one file twice in a process. */
async function nodeOn(dataDir: string, port = 0): Promise<EmbeddedNode> {
  const node = await startEmbeddedNode({ dataDir, port, entry: builtEntry() });
  nodes.push(node);
  return node;
}

function clientOf({ url }: EmbeddedNode): EventStoreDBClient {
  const client = connect(url);
  closing.push(() => client.dispose());
  return client;
}

interface Answer {
  readonly code: number;
  readonly said: string;
  readonly told: string;
}

async function run(...args: string[]): Promise<Answer> {
  const [said, told]: [string[], string[]] = [[], []];
  const terminal = {
    say: (line: string): void => void said.push(line),
    tellProgress: (line: string): void => void told.push(line),
  };
  return { code: await runCommand(args, terminal), said: said.join('\n'), told: told.join('\n') };
}

const contentOf = async (url: string): Promise<Omit<CopiedEvent, 'place'>[]> => {
  const store = RemoteStore.connect(url);
  const events = (await all(store.readAll())).map(({ place: _, ...event }) => event);
  await store.close();
  return events;
};

/** Appends of several writers that go on until they are called off; answers the last acknowledged position. */
function writing(client: EventStoreDBClient) {
  let acknowledged = 0n;
  let appends = 0;
  let isOver = false;
  let n = 0;
  const waiting = new Set<() => void>();
  const writer = async (stream: string): Promise<void> => {
    while (!isOver) {
      const { position } = await client.appendToStream(stream, [noted((n += 1)), noted((n += 1))]);
      if (position !== undefined && position.commit > acknowledged) acknowledged = position.commit;
      appends += 1;
      for (const check of waiting) check();
    }
  };
  const writers = Array.from({ length: 8 }, (_, i) => writer(`written-${i}`));
  return {
    acknowledged: () => acknowledged,
    count: () => appends,
    until: (count: number) =>
      new Promise<void>((reached) => {
        const check = (): void => {
          if (appends >= count) reached();
        };
        waiting.add(check);
        check();
      }),
    async end() {
      isOver = true;
      await Promise.all(writers);
    },
  };
}

describe('backup and restore', () => {
  it('under load copy a prefix of history that ends at the position it names, and leave the store sound', async () => {
    const [data, place] = [folder(), folder()];
    const node = await nodeOn(data);
    const load = writing(clientOf(node));
    const taken: { to: string; atLeast: bigint }[] = [];
    for (const name of ['first', 'second.d']) {
      await load.until(load.count() + 50);
      const atLeast = load.acknowledged();
      const to = join(place, name);
      expect(await run('backup', to, '--data', data)).toMatchObject({ code: 0 });
      taken.push({ to, atLeast });
    }
    expect(await run('verify', '--data', data)).toMatchObject({ code: 0 });
    await load.end();
    const whole = await contentOf(node.url);

    for (const { to, atLeast } of taken) {
      const manifest = JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8')) as {
        lastPosition: number;
        events: number;
      };
      expect(readdirSync(to).sort()).toEqual(['data.mdb', 'manifest.json']);
      expect(BigInt(manifest.lastPosition)).toBeGreaterThanOrEqual(atLeast);
      const restored = folder();
      const { code, said } = await run('restore', to, '--data', restored);
      expect([code, said]).toEqual([0, expect.stringContaining(`last position ${manifest.lastPosition}`)]);
      const again = await nodeOn(restored);
      expect(await contentOf(again.url)).toEqual(whole.slice(0, manifest.events));
      await again.stop();
    }
    expect(readdirSync(place).sort()).toEqual(['first', 'second.d']);
  });

  it('begin the next epoch of an installation before the store is served, each time', async () => {
    const [data, place] = [folder(), folder()];
    const node = await nodeOn(data);
    const store = EventStoreDbStore.connect(node.url);
    closing.push(() => store.close());
    const storeId = await openInstallation(store, '2026-11-29T01:02:03.004Z');
    let from = data;
    for (const epoch of [2, 3]) {
      const [to, restored] = [join(place, String(epoch)), folder()];
      expect(await run('backup', to, '--data', from)).toMatchObject({ code: 0 });
      const { lastPosition } = JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8')) as {
        lastPosition: number;
      };
      const { code, said } = await run('restore', to, '--data', restored);
      const begins = expect.stringContaining(`epoch ${epoch} begins after position ${lastPosition}`);
      expect([code, said]).toEqual([0, begins]);
      expect(await run('verify', '--data', restored)).toMatchObject({ code: 0 });
      const again = await nodeOn(restored);
      const other = EventStoreDbStore.connect(again.url);
      const { history, last } = await knownHistory(other);
      expect(history).toMatchObject({ storeId, epoch });
      expect(history.renewals.at(-1)).toEqual({ epoch, after: String(lastPosition) });
      expect(last.position).toBeGreaterThan(BigInt(lastPosition));
      await other.close();
      await again.stop();
      from = restored;
    }
  });

  it('leave nothing behind when they are refused, and say why in one line', async () => {
    const [data, place] = [folder(), folder()];
    const node = await nodeOn(data);
    await clientOf(node).appendToStream('note-1', [noted(1), noted(20_260_722)]);
    const to = join(place, 'backup');
    const target = join(place, 'target');
    const refusedWith = async (line: RegExp, ...args: string[]) => {
      const { code, said, told } = await run(...args);
      expect([code, said, told]).toEqual([2, '', expect.stringMatching(line)]);
      expect(told).not.toContain('\n');
    };
    await refusedWith(/holds no event store; name its folder/, 'backup', to, '--data', place);
    await refusedWith(/is not empty; name a new or an empty folder/, 'backup', data, '--data', data);
    await refusedWith(
      /holds no manifest.json, so it is no finished backup/,
      'restore',
      data,
      '--data',
      target,
    );
    await refusedWith(/DIR is missing/, 'backup');
    await refusedWith(/one word too many/, 'backup', to, to);
    await refusedWith(/Unknown option '--fast'/, 'backup', to, '--fast');
    await refusedWith(/--data TARGET is missing/, 'restore', to);
    expect(readdirSync(place)).toEqual([]);

    await node.stop();
    expect(await run('backup', to, '--data', data)).toMatchObject({ code: 0 });
    const running = await nodeOn(data);
    await refusedWith(
      new RegExp(`folder of a running node \\(process ${running.pid}\\)`),
      'restore',
      to,
      '--data',
      data,
    );
    await refusedWith(/is not empty/, 'restore', to, '--data', place);
    flipBitIn(join(to, 'data.mdb'), '20260722');
    const damaged = await run('restore', to, '--data', target);
    expect([damaged.code, damaged.said]).toEqual([
      1,
      expect.stringMatching(/^damage: .* is not what was backed up/),
    ]);
    expect(existsSync(target)).toBe(false);
  });

  it('make no backup of a damaged store', async () => {
    const [data, place] = [folder(), folder()];
    const node = await nodeOn(data);
    await clientOf(node).appendToStream('note-1', [noted(1), noted(20_260_722)]);
    await node.stop();
    flipBitIn(join(data, 'data.mdb'), '20260722');
    const { code, said } = await run('backup', join(place, 'backup'), '--data', data);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^damage: the checksum does not match; stream "note-1", revision 1, position \d+\n.*no backup/,
    );
    expect(readdirSync(place)).toEqual([]);
  });
});

function flipBitIn(path: string, text: string): void {
  const file = readFileSync(path);
  expect(file.includes(text)).toBe(true);
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) {
    file.writeUInt8(file.readUInt8(at) ^ 1, at);
  }
  writeFileSync(path, file);
}

/** The commands as an operator calls them. */
function start(...args: string[]): { child: ChildProcess; ended: Promise<Answer> } {
  const entry = resolve(builtEntry(), '../maintenance/maintenance.main.js');
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, told]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
  const ended = new Promise<Answer>((gone) =>
    child.once('close', (code) => gone({ code: code ?? -1, said: said.join(''), told: told.join('') })),
  );
  return { child, ended };
}

describe('the command line', () => {
  it('tells its commands, and each command its call', async () => {
    expect((await start('--help').ended).said).toMatch(
      /backup .*\n +restore .*\n +verify .*\n +copy .*\n +info /,
    );
    for (const name of ['backup', 'restore', 'verify', 'copy', 'info']) {
      expect(await run(name, '--help')).toMatchObject({
        code: 0,
        said: expect.stringMatching(`^${name} `) as string,
      });
    }
    expect(await run('scavenge')).toEqual({
      code: 2,
      said: '',
      told: 'There is no command "scavenge"; --help shows them',
    });
  });

  it('outlives pages that end the process of lmdb', async () => {
    const data = folder();
    const node = await nodeOn(data);
    await clientOf(node).appendToStream(
      'note-1',
      Array.from({ length: 300 }, (_, n) => noted(n)),
    );
    await node.stop();
    spoilPages(join(data, 'data.mdb'));
    const { code, said } = await start('verify', '--data', data).ended;
    expect([code, said]).toEqual([1, expect.stringMatching(/^damage: /)]);
  });
});

/** Makes the places of the rows within every page but the first two point beyond it. */
function spoilPages(path: string): void {
  const file = openSync(path, 'r+');
  for (let page = 2 * 4_096; page < statSync(path).size; page += 4_096) {
    writeSync(file, Buffer.alloc(16, 0xff), 0, 16, page + 24);
  }
  closeSync(file);
}

describe('info', () => {
  it('tells what a folder and a node hold', async () => {
    const data = folder();
    const node = await nodeOn(data);
    const client = clientOf(node);
    await client.appendToStream('note-1', [noted(1), noted(2)]);
    const { position } = await client.setStreamMetadata('note-1', { maxCount: 1 });
    const lastPosition = String(position?.commit);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    const ends = { lastPosition, oldest: time, newest: time, serverVersion: '24.2.0' };
    const holder = { pid: node.pid, host: expect.any(String) as string };
    const folderInfo = {
      where: data,
      bytesOnDisk: expect.any(Number) as number,
      events: 3,
      streams: 1,
      ...ends,
    };
    expect(JSON.parse((await run('info', '--data', data, '--json')).said)).toEqual({
      ...folderInfo,
      node: holder,
    });
    const unknown = { bytesOnDisk: null, events: null, streams: null, node: null };
    const nodeInfo = { where: node.url, ...unknown, ...ends };
    expect(JSON.parse((await run('info', '--url', node.url, '--json')).said)).toEqual(nodeInfo);
    await node.stop();
    const shown = `events +3\\nstreams +1\\nlast position +${lastPosition}\\n(.*\\n)*node +none runs`;
    expect((await run('info', '--data', data)).said).toMatch(new RegExp(shown));
    expect(await run('info', '--url', 'http://somewhere')).toMatchObject({ code: 2 });
  });
});

/** Bytes that no parser gives back as they were. */
const oddBytes = (stream: string, revision: bigint): CopiedEvent => ({
  id: `0000000${revision}-0000-4000-8000-000000000000`,
  type: 'Odd',
  isJson: true,
  data: Buffer.from(`{ "amount": 12345678901234567890.10,  "n":${revision} }`),
  metadata: Buffer.from('not JSON'),
  stream,
  revision,
  place: '',
});

/** Every way in which streams end and come back. */
async function fill(node: EmbeddedNode): Promise<void> {
  const client = clientOf(node);
  const raw = RemoteStore.connect(node.url);
  await raw.append([{ stream: 'odd-1', events: [oddBytes('odd-1', 0n), oddBytes('odd-1', 1n)], after: -1n }]);
  await raw.close();
  for (const name of ['hidden', 'back', 'renewed', 'twice', 'gone', 'short', 'checkpoint-x']) {
    await client.appendToStream(name, [noted(1), noted(2)]);
  }
  await client.appendToStream('Đơn vị số 1', noted(3));
  await client.deleteStream('hidden');
  await client.deleteStream('back');
  await client.appendToStream('back', [noted(4), noted(5)]);
  await client.appendToStream('back', noted(6));
  await client.deleteStream('renewed');
  await client.setStreamMetadata('renewed', { maxCount: 5, custom: { kept: true } });
  await client.deleteStream('twice');
  await client.deleteStream('twice');
  await client.tombstoneStream('gone');
  await client.setStreamMetadata('short', { maxCount: 1 });
  await client.appendToStream('short', noted(7));
}

const withoutIds = (events: Omit<CopiedEvent, 'place'>[]) => events.map(({ id: _, ...event }) => event);

/** Tombstones, second deletions, and the metadata with which a deleted stream comes back. */
const writtenByTheServer = [
  '$streamDeleted@gone',
  '$metadata@$$back',
  '$metadata@$$renewed',
  '$metadata@$$twice',
];

describe('copy', () => {
  it('moves every stream with its ids, bytes, order, metadata and end, and nothing twice', async () => {
    const [from, to] = [folder(), folder()];
    const [source, target] = [await nodeOn(from), await nodeOn(to)];
    await fill(source);
    const whole = await contentOf(source.url);
    const copied = await run('copy', '--data', from, '--to', target.url);
    expect([copied.code, copied.said]).toEqual([
      0,
      expect.stringContaining(`${whole.length} events copied, 0 already`),
    ]);
    const there = await contentOf(target.url);
    expect(withoutIds(there)).toEqual(withoutIds(whole));
    const renamed = whole
      .filter(({ id }, i) => there[i]?.id !== id)
      .map(({ type, stream }) => `${type}@${stream}`);
    expect(renamed.sort()).toEqual([...writtenByTheServer].sort());

    const again = await run('copy', '--from', source.url, '--to', target.url);
    expect([again.code, again.said]).toEqual([
      0,
      expect.stringContaining(`0 events copied, ${whole.length} already`),
    ]);
    await clientOf(source).appendToStream('short', [noted(8), noted(9)]);
    const more = await run('copy', '--from', source.url, '--to', target.url, '--streams');
    expect([more.code, more.said]).toEqual([
      0,
      expect.stringContaining('"short": 2 copied, 3 already there'),
    ]);
    expect(withoutIds(await contentOf(target.url))).toEqual(withoutIds(await contentOf(source.url)));
    expect(await run('verify', '--data', to)).toMatchObject({ code: 0 });
  });

  it('names streams that hold other events, and leaves them and what is excepted alone', async () => {
    const [source, target] = [await nodeOn(folder()), await nodeOn(folder())];
    const [ours, theirs] = [clientOf(source), clientOf(target)];
    for (const name of ['same', 'other', 'buried', 'hidden', 'checkpoint-x']) {
      await ours.appendToStream(name, [noted(1), noted(2)]);
    }
    for (const name of ['other', 'buried', 'hidden']) await theirs.appendToStream(name, noted(3));
    await theirs.tombstoneStream('buried');
    await theirs.deleteStream('hidden');
    const before = await contentOf(target.url);
    const { code, said } = await run(
      'copy',
      '--from',
      source.url,
      '--to',
      target.url,
      '--except',
      'checkpoint-',
    );
    expect(code).toBe(1);
    expect(said.split('\n')).toEqual([
      'conflict: stream "other", revision 0: the target has another event there',
      'conflict: stream "buried", revision 0: the target has another event there',
      'conflict: stream "hidden", revision 0: the target has another event there',
      expect.stringMatching(/^2 events copied, 0 already there, .* 2 by --except; 3 conflicts$/),
    ]);
    const added = (await contentOf(target.url)).slice(before.length);
    expect(added.map(({ stream, revision }) => `${revision}@${stream}`)).toEqual(['0@same', '1@same']);
  });

  it('goes on where it was killed', async () => {
    const [from, target] = [folder(), await nodeOn(folder())];
    const source = await nodeOn(from);
    const client = clientOf(source);
    const written = Array.from({ length: 1_500 }, (_, n) => client.appendToStream(`note-${n % 7}`, noted(n)));
    await Promise.all(written);
    const follower = clientOf(target).subscribeToAll();
    const first = start('copy', '--data', from, '--to', target.url);
    let seen = 0;
    for await (const _ of follower) if ((seen += 1) === 20) break;
    // The child of the command does the work; both belong to whoever stops it.
    first.child.kill('SIGTERM');
    await first.ended;
    const { code, said } = await run('copy', '--data', from, '--to', target.url);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^[\d,]+ events? copied, [\d,]{2,} already there/),
    ]);
    expect(await contentOf(target.url)).toEqual(await contentOf(source.url));
  });

  it('copies no damage, and says when a node is not there', async () => {
    const data = folder();
    const node = await nodeOn(data);
    await clientOf(node).appendToStream('note-1', [noted(1), noted(20_260_722)]);
    const { url } = node;
    await node.stop();
    const away = await run('copy', '--data', data, '--to', url);
    expect([away.code, away.told]).toEqual([
      1,
      expect.stringMatching(/does not do it .* run the command again\.$/),
    ]);
    flipBitIn(join(data, 'data.mdb'), '20260722');
    const target = await nodeOn(folder());
    const damaged = await run('copy', '--data', data, '--to', target.url);
    expect([damaged.code, damaged.said]).toEqual([
      1,
      expect.stringMatching(/^damage: .*position \d+\n.* nothing was copied/),
    ]);
    expect(await contentOf(target.url)).toEqual([]);
    expect(await run('copy', '--data', data)).toMatchObject({
      code: 2,
      told: expect.stringContaining('--to URL is missing') as string,
    });
  });
});

describe('an orderly end', () => {
  it('answers what is pending; port and folder are free at once', async () => {
    const data = folder();
    const first = await nodeOn(data);
    const client = clientOf(first);
    const events = Array.from({ length: 100 }, (_, n) => jsonEvent({ type: 'Pending', data: { n } }));
    const pending = events.map((event) => client.appendToStream(`pending-${event.id}`, event));
    const settled = Promise.allSettled(pending);
    await pending[0];
    await first.stop();
    const again = await nodeOn(data, Number(/:(\d+)\?/.exec(first.url)?.[1]));
    const outcomes = await settled;
    const acknowledged = events.filter((_, i) => outcomes[i]?.status === 'fulfilled').map(({ id }) => id);
    const kept = (await contentOf(again.url)).map(({ id }) => id);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
  });
});
