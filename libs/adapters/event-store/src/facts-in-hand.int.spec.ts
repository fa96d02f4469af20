import { randomUUID } from 'node:crypto';
import { register, type RegisterCommand } from '@domain/register';
import { exampleMetadata } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { EventStore, StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { transact } from './transact';

const book = { agency: 'H26.1', series: 'incoming', bookYear: 2026 } as const;
const at = '2026-01-02T03:04:05.678Z';
const allocate = (key: string): RegisterCommand => ({
  ...{ type: 'AllocateNumber', ...book, key },
  ...{ officer: 'vt.01', at },
});

let node: EmbeddedNode;
let store: EventStoreDbStore;
let stream: string;

beforeAll(async () => {
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
});
afterAll(async () => {
  await store?.close();
  await node?.stop();
});
beforeEach(() => {
  stream = `book-${randomUUID()}`;
});

const stored = async () => (await store.readStream(stream)).events;
const keys = async () => (await stored()).map(({ data }) => (data as { key: string }).key);

/** Decides with these facts in hand, and tells which streams were read for it. */
async function decide(
  command: RegisterCommand,
  begun: readonly StoredEvent[],
  commandId: string = randomUUID(),
) {
  const reads: string[] = [];
  const readStream: EventStore['readStream'] = (...args) => {
    reads.push(args[0]);
    return store.readStream(...args);
  };
  const counted = Object.assign(Object.create(store) as EventStore, { readStream });
  const meta = { ...exampleMetadata, commandId };
  return { answer: await transact(counted, register, stream, command, meta, { begun }), reads };
}

it('begins a stream and goes on in it without reading', async () => {
  expect((await decide(allocate('a'), [])).reads).toEqual([]);
  expect((await decide(allocate('b'), await stored())).reads).toEqual([]);
  expect(await keys()).toEqual(['a', 'b']);
});

it('reads a stream that holds more, and decides on that', async () => {
  await decide(allocate('a'), []);
  const { answer, reads } = await decide(allocate('b'), []);
  expect(answer).toMatchObject({ events: [{ data: { number: 2 } }] });
  expect(reads).toEqual([stream]);
});

it('reads before it says anything that appends nothing', async () => {
  await decide(allocate('a'), []);
  const refused = await decide({ type: 'VoidNumber', key: 'c', reason: 'nhầm', at }, await stored());
  expect(refused).toMatchObject({ answer: { refused: expect.any(String) as unknown }, reads: [stream] });
  expect(await decide(allocate('a'), await stored())).toMatchObject({
    answer: { replayed: true },
    reads: [stream],
  });
});

it('records a command once when what was in hand is old', async () => {
  const commandId = randomUUID();
  await decide(allocate('a'), [], commandId);
  await decide(allocate('b'), await stored());
  expect((await decide(allocate('a'), [], commandId)).answer).not.toHaveProperty('refused');
  expect(await keys()).toEqual(['a', 'b']);
});
