import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreDbStore, knownHistory, openInstallation } from '@adapters/event-store';
import { noted } from './node-under-test';
import {
  clientOf,
  closeLater,
  contentOf,
  endAll,
  flipBitIn,
  folder,
  nodeOn,
  run,
  start,
} from './operated-nodes';

jest.setTimeout(60_000);
afterEach(endAll);

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
    closeLater(() => store.close());
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

describe('the command line', () => {
  it('tells its commands, and each command its call', async () => {
    expect((await start('--help').ended).said).toMatch(
      /backup .*\n +restore .*\n +verify .*\n +copy .*\n +info /,
    );
    for (const name of ['backup', 'restore', 'verify', 'copy', 'info', 'grant']) {
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
    const where = node.url.replace(/\/\/[^@]*@/, '//');
    const nodeInfo = { where, ...unknown, ...ends };
    expect(JSON.parse((await run('info', '--url', node.url, '--json')).said)).toEqual(nodeInfo);
    await node.stop();
    const shown = `events +3\\nstreams +1\\nlast position +${lastPosition}\\n(.*\\n)*node +none runs`;
    expect((await run('info', '--data', data)).said).toMatch(new RegExp(shown));
    expect(await run('info', '--url', 'http://somewhere')).toMatchObject({ code: 1 });
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
    const again = await nodeOn(data, { inPlaceOf: first.url });
    const outcomes = await settled;
    const acknowledged = events.filter((_, i) => outcomes[i]?.status === 'fulfilled').map(({ id }) => id);
    const kept = (await contentOf(again.url)).map(({ id }) => id);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
  });
});
