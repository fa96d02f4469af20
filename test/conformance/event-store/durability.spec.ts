import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventStoreDBClient } from '@eventstore/db-client';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { rule } from './contract';
import {
  all,
  builtEntry,
  connect,
  newFolder,
  newStream,
  noted,
  numbers,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

describe('restart', () => {
  it(rule('5.2.1', 'keeps streams, positions, metadata and the knowledge of repetitions'), async () => {
    const tested = await startNodeUnderTest('disk');
    const [stream, limited] = [newStream(), newStream('limited')];
    const events = [noted(1), noted(2)];
    const first = await tested.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
    await tested.client.setStreamMetadata(limited, { maxCount: 1 });
    for (const n of [1, 2, 3]) await tested.client.appendToStream(limited, noted(n));
    const before = await all(tested.client.readAll());

    await tested.restart();

    expect(await all(tested.client.readAll())).toEqual(before);
    expect(numbers(await all(tested.client.readStream(limited)))).toEqual([3]);
    const repeated = await tested.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
    expect(repeated).toEqual(first);
    const next = await tested.client.appendToStream(stream, noted(3), { expectedRevision: 1n });
    expect(next.position?.commit).toBe((before.at(-1)?.event?.position?.commit ?? 0n) + 1n);
    await tested.end();
  });
});

describe('damage', () => {
  it('is never served: the read fails and names stream, revision and position; the rest stays readable', async () => {
    const tested = await startNodeUnderTest('disk');
    const [damaged, intact] = [newStream('damaged'), newStream('intact')];
    await tested.client.appendToStream(damaged, [noted(1), noted(20_260_722), noted(3)]);
    await tested.client.appendToStream(intact, [noted(4), noted(5)]);
    await tested.client.dispose();
    await tested.node.stop();
    flipBits(join(tested.folder, 'data.mdb'), '20260722');
    await tested.restart();

    const seen: number[] = [];
    const reading = (async () => {
      for await (const { event } of tested.client.readStream(damaged)) {
        seen.push((event?.data as { n: number }).n);
      }
    })();
    const names = new RegExp(`checksum does not match; stream ${damaged}, revision 1, position 2\\.`);
    expect((await refusal(reading))['message']).toMatch(names);
    expect(seen).not.toContain(20_260_722);
    expect((await refusal(all(tested.client.readAll())))['message']).toMatch(names);
    expect((await refusal(all(tested.client.subscribeToAll())))['message']).toMatch(names);
    expect(numbers(await all(tested.client.readStream(intact)))).toEqual([4, 5]);
    expect(numbers(await all(tested.client.readStream(damaged, { fromRevision: 2n })))).toEqual([3]);
    await tested.client.appendToStream(damaged, noted(6), { expectedRevision: 2n });
    await tested.end();
  });
});

function flipBits(path: string, text: string): void {
  const file = readFileSync(path);
  expect(file.includes(text)).toBe(true);
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) {
    file.writeUInt8(file.readUInt8(at) ^ 1, at);
  }
  writeFileSync(path, file);
}

describe('kill -9 while appending', () => {
  const kills = 3;
  const writers = 16;
  const acknowledgedPerRound = 400;

  it(rule('5.2.1', 'loses no acknowledged append, keeps order, and leaves no hole'), async () => {
    const dataDir = newFolder();
    const acknowledged = new Map<string, number[]>();
    for (let round = 0; round < kills; round += 1) {
      let tellEnd!: () => void;
      const ended = new Promise<void>((resolve) => (tellEnd = resolve));
      const node = await startEmbeddedNode({ dataDir, entry: builtEntry(), onExit: tellEnd });
      const client = connect(node.url);
      await expectKept(client, acknowledged);
      await appendUntilKilled(node, ended, client, acknowledged);
      await client.dispose();
    }
    const node = await startEmbeddedNode({ dataDir, entry: builtEntry() });
    const client = connect(node.url);
    await expectKept(client, acknowledged);
    await client.dispose();
    await node.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function appendUntilKilled(
    node: EmbeddedNode,
    ended: Promise<void>,
    client: EventStoreDBClient,
    acknowledged: Map<string, number[]>,
  ): Promise<void> {
    let count = 0;
    let isGone = false;
    // The client has no timer of its own: an append begun while the connection breaks may stay pending for ever.
    const gone = ended.then(() => (isGone = true));
    const write = async (): Promise<void> => {
      const stream = newStream('writer');
      const own: number[] = [];
      acknowledged.set(stream, own);
      for (let n = 0; !isGone; n += 1) {
        const expectedRevision = n === 0 ? 'no_stream' : BigInt(n - 1);
        const append = client.appendToStream(stream, noted(n), { expectedRevision });
        if ((await Promise.race([append, gone])) === true) return;
        own.push(n);
        count += 1;
        if (count === acknowledgedPerRound) node.kill('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: writers }, write));
    await gone;
    expect(count).toBeGreaterThanOrEqual(acknowledgedPerRound);
  }

  async function expectKept(client: EventStoreDBClient, acknowledged: Map<string, number[]>): Promise<void> {
    const stored = new Map<string, number[]>();
    const positions: bigint[] = [];
    for await (const { event } of client.readAll()) {
      if (event === undefined) continue;
      positions.push(event.position?.commit ?? -1n);
      const own = stored.get(event.streamId) ?? [];
      stored.set(event.streamId, own);
      own.push((event.data as { n: number }).n);
    }
    expect(positions).toEqual(positions.map((_, index) => BigInt(index + 1)));
    for (const [stream, own] of acknowledged) {
      const kept = stored.get(stream) ?? [];
      expect(kept).toEqual(kept.map((_, index) => index));
      expect(kept.slice(0, own.length)).toEqual(own);
    }
  }
});
