import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectNats,
  makeBusKeys,
  type NatsConnection,
  type NatsServer,
  startNatsServer,
} from '@adapters/messaging';
import { healthSubject } from '@contracts';
import { untilReady, type Waiting } from './readiness';
import { StartRefused } from './start-refused';

let folder: string;
let nats: NatsServer;
let connection: NatsConnection;
let gateway: Server;
let address: string;
/** Whether the gateway says that all is ready, and what the read models say of themselves. */
let isReady: () => boolean;
let readModels: () => object;

/** In the place of the gateway and of the read models; no other service is there. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-readiness-'));
  nats = await startNatsServer({ storeDir: folder });
  await makeBusKeys(join(folder, 'bus-keys'));
  connection = await connectNats({ url: nats.url, name: 'spec' });
  connection.subscribe(healthSubject('read-models'), {
    callback: (_error, wire) => {
      const { id } = wire.json<{ id: string }>();
      wire.respond(JSON.stringify({ id, response: { ok: true, answer: readModels() }, isDisposed: true }));
    },
  });
  gateway = createServer((_, response) => {
    const ready = isReady();
    response.writeHead(ready ? 200 : 503).end(JSON.stringify({ ready }));
  });
  await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  await new Promise((closed) => gateway.close(closed));
  await connection.close();
  await nats.stop();
  await rm(folder, { recursive: true, force: true });
});

const catchingUp = (position: number) => ({
  ready: false,
  details: { projector: 'catching-up', position: `${position}` },
});
const waiting = (over: Partial<Waiting> = {}): Waiting => ({
  servers: { natsUrl: nats.url, busKeysFile: join(folder, 'bus-keys') },
  limitMs: 500,
  signal: new AbortController().signal,
  ...over,
});

it('waits for read models that are built again as long as they move', async () => {
  let left = 12;
  let told = 0;
  isReady = () => left-- <= 0;
  readModels = () => catchingUp(12 - left);
  await untilReady(address, waiting({ onCatchingUp: () => (told += 1) }));
  expect([left, told]).toEqual([-1, 1]);
});

it('gives up with what is not ready when they stand still', async () => {
  isReady = () => false;
  readModels = () => catchingUp(7);
  const refused = untilReady(address, waiting());
  await expect(refused).rejects.toThrow(StartRefused);
  await expect(refused).rejects.toThrow(
    /^Not ready after 0.5 s: .*exchange does not answer; .*read-models .*"position":"7"/,
  );
});

it('gives up when anything else is not ready', async () => {
  isReady = () => false;
  let position = 0;
  readModels = () => ({ ready: true, details: { projector: 'live', position: `${position++}` } });
  await expect(untilReady(address, waiting())).rejects.toThrow(/^Not ready after 0.5 s: (?!.*read-models)/);
});

it('ends when it is called off', async () => {
  isReady = () => false;
  const calledOff = untilReady(address, waiting({ signal: AbortSignal.abort() }));
  await expect(calledOff).rejects.toThrow(/called off/);
});
