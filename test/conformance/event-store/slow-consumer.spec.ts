import { readFileSync, rmSync } from 'node:fs';
import { binaryEvent } from '@eventstore/db-client';
import { startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { builtEntry, connect, newFolder, newStream } from './node-under-test';

const subscribers = 16;
const appends = 40;
const eventsPerAppend = 9;
const eventBytes = 100_000;
const mib = 1_048_576;
/** The half of what it would cost to keep for each subscriber what it has not read. */
const growthMax = (subscribers * appends * eventsPerAppend * eventBytes) / 2;

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Memory of a process without the pages it maps from files, in bytes (Linux). */
const memoryOf = (pid: number): number =>
  Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;

it('a subscriber that stops reading costs bounded memory, slows nobody, and misses nothing', async () => {
  const node = await startEmbeddedNode({ dataDir: folder, entry: builtEntry() });
  const client = connect(node.url);
  const stalled = Array.from({ length: subscribers }, () => client.subscribeToAll());
  await Promise.all(
    stalled.map((subscription) => new Promise((resolve) => subscription.once('confirmation', resolve))),
  );
  const before = memoryOf(node.pid);
  const stream = newStream();
  for (let count = 0; count < appends; count += 1) {
    const event = () => binaryEvent({ type: 'Noted', data: Buffer.alloc(eventBytes, count) });
    const result = await client.appendToStream(stream, Array.from({ length: eventsPerAppend }, event));
    expect(result.nextExpectedRevision).toBe(BigInt((count + 1) * eventsPerAppend - 1));
  }
  expect((memoryOf(node.pid) - before) / mib).toBeLessThan(growthMax / mib);

  const [first] = stalled;
  const revisions: bigint[] = [];
  for await (const { event } of first ?? []) {
    revisions.push(event?.revision ?? -1n);
    if (revisions.length === appends * eventsPerAppend) break;
  }
  expect(revisions).toEqual(revisions.map((_, index) => BigInt(index)));
  await Promise.all(stalled.slice(1).map((subscription) => subscription.unsubscribe()));
  await client.dispose();
  await node.stop();
});
