import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { exampleFact } from '../../../../test/flows/example-fact';
import { freeze } from '../../../../test/flows/freeze';
import { Checkpoint } from './checkpoint';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { follow } from './follow';
import { FollowerLag } from './follower-lag';
import { keepRunning } from './keep-running';
import { ParkedStreams } from './parked-streams';
import { runReactor } from './reactor';

const limitMs = 300;
let node: EmbeddedNode;
let writer: EventStoreDbStore;
/** Of what is tried: it waits but a moment for an answer. */
let store: EventStoreDbStore;
let ending: AbortController;
let told: EventEmitter;
let name: string;
let prefix: string;

beforeAll(async () => {
  node = await startEmbeddedNode();
  writer = EventStoreDbStore.connect(node.url);
});
afterAll(async () => {
  await writer?.close();
  await node?.stop();
});
beforeEach(async () => {
  store = EventStoreDbStore.connect(node.url, { limitMs });
  // The limit is for questions, not for the first connection.
  while (
    !(await store.ping().then(
      () => true,
      () => false,
    ))
  );
  ending = new AbortController();
  told = new EventEmitter();
  name = `reader-${randomUUID()}`;
  prefix = `c${randomUUID()}-`;
});
afterEach(async () => {
  ending.abort();
  node.kill('SIGCONT');
  await store.close();
});

const warnings: string[] = [];
const log = {
  warn: (_: object, message: string) => {
    warnings.push(message);
    told.emit('warned');
  },
  error: () => undefined,
};
const onStanding = (problem?: string) => void told.emit('standing', problem);
const taken = (fact: StoredEvent | undefined) => void (fact && told.emit('taken', fact.stream));

/** Whatever a service keeps running that begins with a question to the store. */
const works: Record<string, () => Promise<void>> = {
  'a reactor': () => {
    const react = async (event: StoredEvent) => taken(event);
    const options = { signal: ending.signal, log, onStanding };
    return runReactor(store, { name, streamPrefixes: [prefix], react }, options);
  },
  'a follower that begins at a checkpoint': () => {
    const lag = new FollowerLag();
    const work = async (ran: () => void) => {
      lag.begin(ran);
      const { after } = await Checkpoint.open(store, name, log);
      const parked = new ParkedStreams(store, name, { log, kept: 'store' });
      const take = ([each]: readonly StoredEvent[]) => taken(each);
      const follower = { name, after, streamPrefixes: [prefix], parked, lag, take };
      await follow(store, follower, { signal: ending.signal, log });
    };
    return keepRunning(work, { name, signal: ending.signal, log, onStanding });
  },
};

it.each(Object.keys(works))(
  '%s that meets a silent store at its start runs once it answers',
  async (kind) => {
    await writer.append(`${prefix}1`, [exampleFact('a thing')], 'absent');
    await freeze(node.pid);
    warnings.length = 0;
    const problems: (string | undefined)[] = [];
    told.on('standing', (problem?: string) => problems.push(problem));
    const stood = once(told, 'standing');
    const work = works[kind]?.();
    await stood;
    // The second try has failed, too, when the third is begun: of them all one is told.
    await once(told, 'standing');
    const took = once(told, 'taken');
    node.kill('SIGCONT');
    expect(await took).toEqual([`${prefix}1`]);
    expect(problems.at(-1)).toBeUndefined();
    expect(problems[0]).toMatch(/did not answer/);
    expect(warnings).toEqual([`${name} could not go on: it begins again until it can`]);
    ending.abort();
    await work;
  },
);
