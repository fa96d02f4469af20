import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rule } from './contract';
import { all, newStream, noted, numbers, refusal, startNodeUnderTest } from './node-under-test';

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
    expect(next.position?.commit).toBeGreaterThan(before.at(-1)?.event?.position?.commit ?? 0n);
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
    const names = new RegExp(`checksum does not match; stream ${damaged}, revision 1, position \\d+\\.`);
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
