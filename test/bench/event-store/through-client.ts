import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { END, EventStoreDBClient, FORWARDS, jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store';
import type { Row } from '../bench';
import { usualFact } from '../durable-appends';
import { nodeEntry } from '../house';
import { ratePerSecond, timesOf } from '../in-flight';
import { memoryOf, processorMsOf } from '../machine';
import { compared, quantile, type Slice } from '../pairs';
import { comparedLine, type Line, number } from '../table';

const against = 'the same node in memory';
const longStream = 'long-1';
const longEvents = 20_000;
const shortStreams = 1_000;
const shortEvents = 20;
const batchEvents = 100;

/** A node in a process of its own, and the official client in this one. */
interface Pair {
  readonly node: EmbeddedNode;
  readonly client: EventStoreDBClient;
}

/**
 * Every rate on disk beside the same node in memory, which is what protocol and client allow: appends and what they
 * take of the processors, reads, loads of short streams, catching up, and the time until a subscriber has an event.
 */
export const throughClient: Row = async (bench) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const disk = await startPair({ dataDir });
  const memory = await startPair({});
  try {
    const lines: Line[] = [];
    for (const [what, unit, wanted, slice] of rates) {
      const result = await compared(slice(disk), slice(memory), bench);
      lines.push(
        comparedLine({ row: 'node', what, unit, against, ...(wanted !== '' && { wanted }) }, result),
      );
      bench.say(`  ${what}: ${number(result.ratio.median)}`);
    }
    return [...lines, await appendsPerCommit(bench.sliceMs), await resident(disk, memory)];
  } finally {
    for (const { client, node } of [disk, memory]) {
      await client.dispose();
      await node.stop();
    }
    await rm(dataDir, { recursive: true, force: true });
  }
};

type Rate = readonly [what: string, unit: string, wanted: string, slice: (pair: Pair) => Slice];

const appendOnce = async ({ client }: Pair, perAppend: number): Promise<void> => {
  const events = Array.from({ length: perAppend }, usualEvent);
  const { nextExpectedRevision } = await client.appendToStream(`dossier-${randomUUID()}`, events, {
    expectedRevision: NO_STREAM,
  });
  if (nextExpectedRevision !== BigInt(perAppend - 1)) throw new Error('another revision than expected');
};

const appends = (width: number, perAppend = 1): Rate[3] => {
  return (pair) => async (ms) =>
    perAppend * (await ratePerSecond(width, ms, () => appendOnce(pair, perAppend)));
};

/** Microseconds of processor time per append at 128 in flight, of these processes together. */
const processorTime = (pidsOf: (pair: Pair) => readonly number[]): Rate[3] => {
  return (pair) => async (ms) => {
    const taken = async () => {
      const each = await Promise.all(pidsOf(pair).map(processorMsOf));
      return each.reduce((sum, processorMs) => sum + processorMs, 0);
    };
    let count = 0;
    const before = await taken();
    await ratePerSecond(128, ms, async () => {
      await appendOnce(pair, 1);
      count += 1;
    });
    return ((await taken()) - before) * (1_000 / count);
  };
};

const rates: readonly Rate[] = [
  ['append, 1 in flight', 'appends/s', '', appends(1)],
  ['append, 16 in flight', 'appends/s', '', appends(16)],
  ['append, 128 in flight', 'appends/s', '≥ 0.85', appends(128)],
  ['processor time per append, 128 in flight: the node', 'µs', '', processorTime(({ node }) => [node.pid])],
  ['the same: node and client together', 'µs', '', processorTime(({ node }) => [node.pid, process.pid])],
  ['appends of 100 events, 16 in flight', 'events/s', '', appends(16, batchEvents)],
  ['read a stream of 20,000', 'events/s', '≥ 0.8', (pair) => () => readRate(pair, 'stream')],
  ['read `$all`, 40,000 events', 'events/s', '≥ 0.8', (pair) => () => readRate(pair, 'all')],
  ['load streams of 20, 32 at once', 'loads/s', '', ({ client }) => loads(client, 32)],
  ['load a stream of 20', 'ms', '', ({ client }) => loadTime(client)],
  [
    'catch up from the start of `$all`, 40,000 events',
    'events/s',
    '',
    (pair) => () => readRate(pair, 'catch-up'),
  ],
  ['append until a subscriber has it', 'ms', '', ({ client }) => deliveryTime(client)],
];

async function startPair(options: { readonly dataDir?: string }): Promise<Pair> {
  const node = await startEmbeddedNode({ ...options, entry: nodeEntry });
  const client = EventStoreDBClient.connectionString(node.url);
  const fill = (stream: string, events: number) =>
    client.appendToStream(stream, Array.from({ length: events }, usualEvent));
  for (let written = 0; written < longEvents; written += 1_000) await fill(longStream, 1_000);
  for (let index = 0; index < shortStreams; index++) await fill(`short-${index}`, shortEvents);
  return { node, client };
}

const metadata = { v: 1, commandId: randomUUID(), actor: { agency: 'H98', officer: 'vt.01', role: 'Clerk' } };
const usualEvent = () => jsonEvent({ type: 'HandoffOffered.v1', data: usualFact(), metadata });

/** The events every node begins with: neither side reads more than the other, however many were appended meanwhile. */
const seeded = longEvents + shortStreams * shortEvents;

async function readRate({ client }: Pair, how: 'stream' | 'all' | 'catch-up'): Promise<number> {
  const started = performance.now();
  const maxCount = how === 'stream' ? longEvents : seeded;
  if (how === 'catch-up') await catchUp(client, maxCount);
  else {
    const reading =
      how === 'stream'
        ? client.readStream(longStream, { maxCount })
        : client.readAll({ direction: FORWARDS, fromPosition: START, maxCount });
    let read = 0;
    for await (const _ of reading) read++;
    if (read !== maxCount) throw new Error(`${read} events were read of ${maxCount}`);
  }
  return (maxCount * 1_000) / (performance.now() - started);
}

/** Counts deliveries without an iterator: one that is left early keeps the client from closing. */
async function catchUp(client: EventStoreDBClient, events: number): Promise<void> {
  const subscription = client.subscribeToAll({ fromPosition: START });
  let read = 0;
  await new Promise<void>((resolve, reject) => {
    subscription.on('error', reject);
    subscription.on('data', () => {
      if (++read === events) resolve();
    });
  });
  await subscription.unsubscribe();
}

async function load(client: EventStoreDBClient, index: number): Promise<void> {
  let read = 0;
  for await (const _ of client.readStream(`short-${index % shortStreams}`)) read++;
  if (read !== shortEvents) throw new Error(`${read} events in a stream of ${shortEvents}`);
}

const loads =
  (client: EventStoreDBClient, width: number): Slice =>
  (ms) =>
    ratePerSecond(width, ms, (index) => load(client, index));

const loadTime =
  (client: EventStoreDBClient): Slice =>
  async () =>
    quantile(await timesOf(200, (index) => load(client, index)), 0.5);

/** Median from the call to the delivery, one event at a time. */
function deliveryTime(client: EventStoreDBClient): Slice {
  return async () => {
    const subscription = client.subscribeToAll({ fromPosition: END });
    const deliveries = subscription[Symbol.asyncIterator]();
    const arrival = async (id: string) => {
      for (;;) {
        const { value, done } = await deliveries.next();
        if (done === true) throw new Error('the subscription ended');
        if (value.event?.id === id) return;
      }
    };
    const times = await timesOf(200, async () => {
      const event = usualEvent();
      const arrived = arrival(event.id);
      await client.appendToStream(`dossier-${randomUUID()}`, event);
      await arrived;
    });
    await subscription.unsubscribe();
    return quantile(times, 0.5);
  };
}

/** Asked of a node of its own, which tells at its end how many events it took in how many commits. */
async function appendsPerCommit(sliceMs: number): Promise<Line> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const counted = async (width: number) => {
    let last = '';
    const onLog = (line: string) => void (last = line.includes('"groups"') ? line : last);
    const node = await startEmbeddedNode({ dataDir, entry: nodeEntry, onLog });
    const client = EventStoreDBClient.connectionString(node.url);
    await ratePerSecond(width, 2 * sliceMs, () => appendOnce({ node, client }, 1));
    await client.dispose();
    await node.stop();
    const { groups, events } = JSON.parse(last) as { groups: number; events: number };
    return number(events / groups);
  };
  try {
    const value = `${await counted(128)} at 128 in flight, ${await counted(16)} at 16`;
    return { row: 'node', what: 'appends per commit on disk', value };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function resident(disk: Pair, memory: Pair): Promise<Line> {
  const [ours, other] = await Promise.all([memoryOf(disk.node.pid), memoryOf(memory.node.pid)]);
  return {
    row: 'node',
    what: 'resident memory after all of this (mapped pages counted)',
    value: `${number(ours.rss)} MB, its own ${number(ours.anonymous)} MB`,
    against: `${against}: ${number(other.rss)} MB`,
    ratio: `**${number(ours.rss / other.rss)}**`,
  };
}
