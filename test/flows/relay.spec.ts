import { randomUUID } from 'node:crypto';
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FollowerLag, ParkedStreams } from '@adapters/event-store';
import {
  followPublic,
  inboxName,
  type NatsServer,
  provisionPublicStream,
  type Publication,
  PublicStream,
  publicStreamName,
  type RowMessage,
  startNatsServer,
} from '@adapters/messaging';
import type { Subject } from '@contracts';
import { type CloudEvent, parseCloudEvent } from '@formats/cloudevents';
import { copiesOf } from '@formats/public-facts';
import { lastStanding } from '../../apps/bus/src/relay/last-standing';
import { relay } from '../../apps/bus/src/relay/relay';
import { RelayService } from '../../apps/bus/src/relay/relay-service';
import { numbersIn } from './numbers-in';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

let province: Province;
let scribe: Scribe;

beforeEach(async () => {
  province = await startProvince({ services: ['read-models'] });
  scribe = new Scribe(inStore(province.store));
});
afterEach(async () => province.stop());

const manager = () => province.context.connection.jetstreamManager();

/** Ids of all messages of the stream, in its order. */
async function msgIds(): Promise<string[]> {
  const { streams } = await manager();
  const { state } = await streams.info(publicStreamName);
  const ids: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq++) {
    ids.push((await streams.getMessage(publicStreamName, { seq })).header.get('Nats-Msg-Id'));
  }
  return ids;
}

/** All copies that have to be in the stream: those of everything in the store, in its order. */
async function due() {
  const stored = await province.store.readAll({ max: 10_000 });
  return stored.flatMap((event) => copiesOf(event, province.context.history));
}

const dueIds = async () => (await due()).map(({ msgId }) => msgId);

/** Waits until the last copy that is due lies in the stream. */
async function relayed(): Promise<void> {
  const last = (await due()).at(-1);
  if (last === undefined) throw new Error('nothing public was written');
  for await (const text of followPublic(province.context.connection, last.subject)) {
    if ((JSON.parse(text) as CloudEvent).id === last.cloudEvent.id) return;
  }
}

interface Advisory {
  readonly stream: string;
  readonly consumer?: string;
  readonly action?: string;
}

/** JetStream tells that it made a stream or a consumer; listens from the call on. */
function made(wanted: Omit<Advisory, 'action'>): Promise<void> {
  const advisories = province.context.connection.subscribe('$JS.EVENT.ADVISORY.>');
  return (async () => {
    for await (const message of advisories) {
      const { stream, consumer, action } = message.json<Advisory>();
      if (action === 'create' && stream === wanted.stream && consumer === wanted.consumer) return;
    }
  })();
}

async function aDay(): Promise<string> {
  const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
  await scribe.arrive(documentId, 'H99.2');
  await scribe.refuse(documentId, 'H99.2');
  const dossierId = await scribe.opened('H99');
  const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.2');
  await scribe.settle(dossierId, handoffId, 'H99.2', 'AcceptHandoff');
  return documentId;
}

it('carries the copies of everything public, once, in order, for agencies that have an inbox', async () => {
  for (const code of ['H99.1', 'H99.2']) await scribe.register(code);
  await aDay();
  const streamMade = made({ stream: publicStreamName });
  await province.startService('bus');
  await streamMade;
  await relayed();
  expect(await msgIds()).toEqual(await dueIds());

  const { consumers } = await manager();
  const inbox = await consumers.info(publicStreamName, inboxName('H99.2'));
  expect(inbox.config.filter_subject).toBe('public.H99-2.>');
  const facts: string[] = [];
  for await (const text of followPublic(province.context.connection, 'public.H99-2.>')) {
    facts.push((parseCloudEvent(JSON.parse(text)) as CloudEvent).type);
    if (facts.length === inbox.num_pending) break;
  }
  expect(facts).toEqual([
    'vn.lienthong.exchange.document-arrived.v1',
    'vn.lienthong.exchange.receipt-refused.v1',
    'vn.lienthong.dossiers.handoff-offered.v1',
    'vn.lienthong.dossiers.handoff-accepted.v1',
  ]);
});

it('gives a new agency its inbox while it runs', async () => {
  await province.startService('bus');
  const inboxMade = made({ stream: publicStreamName, consumer: inboxName('H99.7') });
  await scribe.register('H99.7');
  await inboxMade;
});

it('goes on after a restart where the stream ends, without loss or a second copy', async () => {
  await province.startService('bus');
  const documentId = await aDay();
  await relayed();
  await province.stopService('bus');
  await scribe.arrive(documentId, 'H99.3');
  await scribe.accept(documentId, 'H99.3');
  await province.startService('bus');
  await relayed();
  expect(await msgIds()).toEqual(await dueIds());
});

it('fills a stream that was deleted from the store, inboxes included', async () => {
  await scribe.register('H99.2');
  await province.startService('bus');
  const documentId = await aDay();
  await relayed();
  const { streams, consumers } = await manager();
  await streams.delete(publicStreamName);
  const madeAnew = made({ stream: publicStreamName });
  await scribe.arrive(documentId, 'H99.3');
  await madeAnew;
  await relayed();
  expect(await msgIds()).toEqual(await dueIds());
  expect((await consumers.info(publicStreamName, inboxName('H99.2'))).num_pending).toBe(4);
});

it('asks a server that came back with fewer messages where it ends, and sends the others again', async () => {
  const { nats, context } = province;
  const storeDir = join(context.configuration.dataDir, 'jetstream');
  const older = join(context.configuration.dataDir, 'older');
  await province.startService('bus');
  await aDay();
  await relayed();
  await nats.stop();
  await cp(storeDir, older, { recursive: true });
  const second = await backAgain(() => startNatsServer({ storeDir, port: nats.port }));
  await aDay();
  await relayed();
  second.kill('SIGKILL');
  await second.stop();
  await rm(storeDir, { recursive: true });
  await rename(older, storeDir);
  const third = await backAgain(() => startNatsServer({ storeDir, port: nats.port }));
  await relayed();
  expect(await msgIds()).toEqual(await dueIds());
  // The connection is drained before the server ends: draining waits for a server that is away.
  await province.stop();
  await third.stop();

  async function backAgain(start: () => Promise<NatsServer>): Promise<NatsServer> {
    const [server] = await Promise.all([start(), reconnected()]);
    return server;
  }
  async function reconnected(): Promise<void> {
    for await (const { type } of context.connection.status()) if ((type as string) === 'reconnect') return;
  }
});

describe('killed at any copy', () => {
  class Killed extends Error {}

  /** The real stream, whose publisher dies before or after the nth copy, in a row or alone. */
  class MortalStream extends PublicStream {
    given = 0;
    constructor(
      private readonly dies: { readonly at: number; readonly published: boolean },
      connection: Province['context']['connection'],
    ) {
      super(connection);
    }
    override async publish(subject: Subject, event: unknown, publication: Publication): Promise<void> {
      this.given += 1;
      const isLast = this.given === this.dies.at;
      if (isLast && !this.dies.published) throw new Killed();
      await super.publish(subject, event, publication);
      if (isLast) throw new Killed();
    }
    override async publishInRow(messages: readonly RowMessage[]) {
      const left = this.dies.at - this.given;
      const isLast = left > 0 && left <= messages.length;
      this.given += isLast ? left : messages.length;
      const sent = isLast ? messages.slice(0, this.dies.published ? left : left - 1) : messages;
      const outcome = await super.publishInRow(sent);
      if (isLast) throw new Killed();
      return outcome;
    }
  }

  it('sends every copy once, and none that is there already', async () => {
    await provisionPublicStream(province.context.connection);
    await aDay();
    const ids = await dueIds();
    const { connection } = province.context;
    for (const published of [false, true]) {
      for (let at = 1; at <= ids.length; at++) {
        const first = new MortalStream({ at, published }, connection);
        await expect(relayTo(first)).rejects.toThrow(Killed);
        const second = new MortalStream({ at: 0, published }, connection);
        await relayTo(second);
        expect(await msgIds()).toEqual(ids);
        // JetStream would drop a second copy in silence: so that none was even sent is counted here.
        expect(first.given + second.given).toBe(published ? ids.length : ids.length + 1);
        await emptied();
      }
    }
  });

  async function emptied(): Promise<void> {
    const { streams } = await manager();
    await streams.delete(publicStreamName);
    await provisionPublicStream(province.context.connection);
  }

  async function relayTo(stream: PublicStream): Promise<void> {
    const ended = new AbortController();
    const { store, context } = province;
    const { history, log } = context;
    const end = await lastStanding({ store, stream, history });
    const parked = new ParkedStreams(store, 'relay', { log, kept: 'store' });
    const parts = {
      store,
      stream,
      history,
      end,
      log,
      parked,
      lag: new FollowerLag(),
      numbers: numbersIn(store),
      keptSince: () => '',
      onRelayed: () => undefined,
      onTakenUp: () => undefined,
    };
    await relay({ ...parts, onCaughtUp: () => ended.abort() }, ended.signal);
  }
});

describe('a stream that is full', () => {
  /** Not by bytes: near that limit nats-server takes one message too much, and drops the oldest for it. */
  const allow = async (messages: number) => {
    const { streams } = await manager();
    const { config } = await streams.info(publicStreamName);
    await streams.update(publicStreamName, { ...config, max_msgs: messages });
  };

  it('makes the relay wait with an alarm, and is filled on when there is room', async () => {
    const { context } = province;
    const service = new RelayService(context);
    await provisionPublicStream(context.connection);
    await allow(2);
    await aDay();
    service.start();
    while (service.readiness().details.relay !== 'waiting') await turn();
    expect(service.readiness()).toMatchObject({
      ready: false,
      details: { problem: expect.stringContaining('full') },
    });
    expect(await context.metrics.registry.getSingleMetricAsString('lienthong_relay_waiting')).toMatch(/ 1$/m);
    expect(province.log.some((line) => line.includes('PUBLIC is full'))).toBe(true);
    expect(await msgIds()).toEqual((await dueIds()).slice(0, 2));

    await allow(-1);
    await relayed();
    expect(await msgIds()).toEqual(await dueIds());
    await service.stop();
  });

  const turn = () => new Promise((resolve) => setImmediate(resolve));
});

it.each([
  ['an earlier release that is ahead of the store', { position: 1n << 60n }, 'not of one history'],
  [
    'another store',
    { position: 1n, history: { storeId: randomUUID(), epoch: 1 } },
    'filled from the event store',
  ],
])('stops, and says so, before it mixes its facts with those of %s', async (_, place, problem) => {
  const { context } = province;
  await provisionPublicStream(context.connection);
  const foreign = { msgId: 'of-another-store', ...place };
  await new PublicStream(context.connection).publish(
    'public.H99.exchange.document-issued.v1' as Subject,
    {},
    foreign,
  );
  const service = new RelayService(context);
  service.start();
  while (service.readiness().details.relay !== 'stopped')
    await new Promise((resolve) => setImmediate(resolve));
  expect(service.readiness().details.problem).toContain(problem);
  await service.stop();
});
