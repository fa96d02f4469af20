import { randomUUID } from 'node:crypto';
import type { Metadata } from '@contracts';
import type { Schema } from '@domain/decider';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { NewEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { follow } from './follow';
import { ParkedStreams } from './parked-streams';
import { runReactor } from './reactor';
import { isUnfollowed, unfollowedPrefixes } from './unfollowed';

const metadata = { v: 1, commandId: randomUUID(), commandHash: 'a'.repeat(64) } as unknown as Metadata;
const silent = { error: () => undefined, warn: () => undefined };

let node: EmbeddedNode;
let store: EventStoreDbStore;
const id = randomUUID();
const streams = [...unfollowedPrefixes.map((prefix) => `${prefix}${id}`), `thing-${id}`];

const put = (stream: string) => {
  const data = { at: '2026-01-02T03:04:05.678Z' };
  const event = { id: randomUUID(), type: 'ThingPut.v1', data, schema: {} as Schema, metadata };
  return store.append(stream, [event satisfies NewEvent], 'absent');
};

beforeAll(async () => {
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
  for (const stream of streams) await put(stream);
});
afterAll(async () => {
  await store?.close();
  await node?.stop();
});

it('are told by their names', () =>
  expect(streams.filter((stream) => !isUnfollowed(stream))).toEqual([`thing-${id}`]));

describe.each([
  ['that follows everything', undefined],
  ['that asks for them by name', [...unfollowedPrefixes, 'thing-']],
])('a follower %s', (_, streamPrefixes) => {
  it('hears of none of them, in the history or as they come', async () => {
    const taken: string[] = [];
    const ended = new AbortController();
    const later = `thing-${randomUUID()}`;
    const running = follow(
      store,
      {
        name: `follower-${randomUUID()}`,
        ...(streamPrefixes && { streamPrefixes }),
        parked: new ParkedStreams(store, `follower-${randomUUID()}`, { log: silent, kept: 'memory' }),
        take: (facts) => {
          taken.push(...facts.map(({ stream }) => stream));
          if (taken.includes(later)) ended.abort();
        },
        onCaughtUp: async () => {
          if (taken.includes(later)) return;
          for (const prefix of unfollowedPrefixes) await put(`${prefix}${randomUUID()}`);
          await put(later);
        },
      },
      { signal: ended.signal, log: silent },
    );
    await running;
    expect(taken.filter(isUnfollowed)).toEqual([]);
    expect(taken).toEqual(expect.arrayContaining([`thing-${id}`, later]));
  });
});

it('never come to a reactor, even when it asks for them', async () => {
  const reacted: string[] = [];
  const ended = new AbortController();
  const react = async ({ stream }: { readonly stream: string }) => {
    reacted.push(stream);
    if (stream === `thing-${id}`) ended.abort();
  };
  const reactor = { name: `r-${id}`, streamPrefixes: [...unfollowedPrefixes, 'thing-'], react };
  await runReactor(store, reactor, { signal: ended.signal, log: silent });
  expect(reacted).toEqual([`thing-${id}`]);
});
