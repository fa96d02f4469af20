import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type NatsServer, provideNatsServer, publicStreamName, startNatsServer } from '@adapters/messaging';
import { healthSubject, services, type SystemHealth } from '@contracts';
import { Edge, type Visitor } from './edge';
import { freeze } from './freeze';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(120_000);

/** Within this the readiness of a house says what became of its bus, one way or the other. */
const toldWithinMs = 10_000;

let province: Province;
let edge: Edge;
let operator: Visitor;
let servers: (NatsServer | undefined)[];

beforeAll(async () => {
  province = await startProvince({ services, settings: { LIENTHONG_PORT: '0' } });
  await province.found();
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
  servers = [province.nats];
}, 120_000);
afterAll(async () => {
  await edge.stop();
  await province.stop();
  for (const server of servers) await server?.stop();
});
beforeEach(() => untilReadyIs(true));

const ready = async () => (await edge.withToken(undefined).get('/health/ready')).status === 200;
const health = async () => (await operator.get<SystemHealth>('/health/details')).body;

/** Resolves after how many milliseconds it said so; the test's time limit is the only other end. */
async function untilReadyIs(wanted: boolean): Promise<number> {
  const begun = performance.now();
  while ((await ready()) !== wanted) await pause(50);
  return performance.now() - begun;
}

const followers = [
  'exchange: delivery-request',
  'exchange: delivery-arrival',
  'exchange: content-keeping',
  'exchange: register-completion',
  'exchange: document-supersession',
  'exchange: reconciler',
  'exchange: silence-watch',
  'directory: known-agencies',
  'directory: known-procedures',
  'bus: relay',
  'bus: inboxes',
  'read-models: projector',
];

describe('an answer to "is it up?"', () => {
  it('is yes or no, and nothing more, to whoever has no token', async () => {
    const { status, text } = await edge.withToken(undefined).get('/health/ready');
    expect([status, text]).toEqual([200, '{"ready":true}']);
    expect((await edge.withToken(undefined).get('/health/live')).text).toBe('{"live":true}');
    expect((await edge.withToken(undefined).get('/health/details')).status).toBe(401);
    expect((await (await edge.as('H99', 'Auditor')).get('/health/details')).status).toBe(403);
  });

  it('tells an operator of every follower, the disk, JetStream and the store', async () => {
    let told = await health();
    // One for each agency that was founded, made a moment later.
    while (told.jetStream?.consumers !== 5) told = await health();
    expect(told.followers.map(({ service, name }) => `${service}: ${name}`)).toEqual(
      expect.arrayContaining(followers),
    );
    for (const follower of told.followers) {
      expect(follower).toMatchObject({ state: 'live', lagMs: expect.any(Number) });
    }
    expect(told).toMatchObject({ ready: true, parked: 0 });
    expect(Object.keys(told.parts).sort()).toEqual([...services, 'gateway'].sort());
    for (const [name, part] of Object.entries(told.parts)) {
      expect(part).toMatchObject({ ready: true, bus: 'connected', version: expect.stringMatching(/^\d/) });
      expect(part.instance).toMatch(new RegExp(`/${process.pid}$`));
      expect(part.disk?.freeBytes).toBeGreaterThan(0);
      if (name !== 'gateway')
        expect(part).toMatchObject({ store: 'up', storeAppendAgeMs: expect.any(Number) });
    }
    const { jetStream } = told;
    expect(jetStream).toMatchObject({ stream: 'PUBLIC', replicas: 1, bytesMax: 2 * 1024 ** 3 });
    expect(jetStream?.answerAgeMs).toBeLessThan(toldWithinMs);
  });

  it('costs one question, however many ask', async () => {
    let questions = 0;
    const counting = province.context.connection.subscribe(healthSubject('exchange'), {
      callback: () => void questions++,
    });
    await province.context.connection.flush();
    await Promise.all(Array.from({ length: 100 }, () => ready()));
    expect(questions).toBeLessThanOrEqual(2);
    counting.unsubscribe();
  });
});

describe('without its bus a house', () => {
  it('is not ready while the server is frozen, and is again by itself', async () => {
    const server = servers.at(-1) as NatsServer;
    await freeze(server.pid);
    expect(await untilReadyIs(false)).toBeLessThan(toldWithinMs);
    while ((await health()).parts['gateway']?.bus !== 'disconnected') await pause(50);
    expect(await edge.withToken(undefined).get('/health/ready')).toMatchObject({ text: '{"ready":false}' });
    expect((await edge.withToken(undefined).get('/health/live')).status).toBe(200);
    server.kill('SIGCONT');
    await untilReadyIs(true);
  });

  it('is not ready while the server is dead, and is again by itself', async () => {
    await killed();
    expect(await untilReadyIs(false)).toBeLessThan(toldWithinMs);
    await startedAgain();
    await untilReadyIs(true);
  });

  it('is not ready while JetStream is off and all else answers, and is again by itself', async () => {
    await killed();
    const { file } = await provideNatsServer();
    const bare = spawn(file, ['-a', '127.0.0.1', '-p', String(province.nats.port)], { stdio: 'ignore' });
    while (!(await answersAll())) await pause(50);
    const begun = performance.now();
    while ((await health()).parts['bus']?.details['jetstream.problem'] === undefined) await pause(50);
    expect(performance.now() - begun).toBeLessThan(toldWithinMs);
    expect(await health()).toMatchObject({
      ready: false,
      parts: { gateway: { ready: true }, bus: { ready: false, bus: 'connected' } },
    });
    await ended(bare);
    await startedAgain();
    await untilReadyIs(true);
  });

  it('makes a stream that was deleted anew, and fills it, although nothing is published', async () => {
    const scribe = new Scribe(inStore(province.store));
    await scribe.issued('H99.1', ['H99.2', 'H99.3']);
    const manager = await province.context.connection.jetstreamManager();
    const messages = async () =>
      (await manager.streams.info(publicStreamName).catch(() => undefined))?.state.messages ?? 0;
    while ((await messages()) === 0) await pause(20);
    await manager.streams.delete(publicStreamName);
    while ((await messages()) === 0) await pause(20);
    await untilReadyIs(true);
    expect((await health()).jetStream).toMatchObject({ consumers: 5 });
  });
});

/** So that the next server finds the port free. */
async function killed(): Promise<void> {
  const server = servers.at(-1) as NatsServer;
  server.kill('SIGKILL');
  await server.stop();
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function startedAgain(): Promise<void> {
  const { dataDir } = province.context.configuration;
  servers.push(await startNatsServer({ storeDir: join(dataDir, 'jetstream'), port: province.nats.port }));
}

async function answersAll(): Promise<boolean> {
  const { parts } = await health();
  return Object.values(parts).every(({ bus }) => bus === 'connected');
}
