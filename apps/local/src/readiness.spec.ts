import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilReady } from './readiness';
import { StartRefused } from './start-refused';

let server: Server;
let address: string;
let answer: (asked: number) => { readonly status: number; readonly body: object };

beforeAll(async () => {
  let asked = 0;
  server = createServer((_, response) => {
    const { status, body } = answer(asked++);
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

const catchingUp = (position: number) => ({
  status: 503,
  body: {
    ready: false,
    parts: {
      'read-models': { ready: false, details: { projector: 'catching-up', position: `${position}` } },
    },
  },
});
const limitMs = 250;
const { signal } = new AbortController();

it('waits for read models that are built again as long as they move', async () => {
  let left = 12;
  let told = 0;
  answer = () => (left-- > 0 ? catchingUp(12 - left) : { status: 200, body: {} });
  await untilReady(address, { limitMs, signal, onCatchingUp: () => (told += 1) });
  expect([left, told]).toEqual([-1, 1]);
});

it('gives up with the last answer when they stand still', async () => {
  answer = () => catchingUp(7);
  const waiting = untilReady(address, { limitMs, signal });
  await expect(waiting).rejects.toThrow(StartRefused);
  await expect(waiting).rejects.toThrow(/^Not ready after 0.25 s: 503 .*"position":"7"/);
});

it('gives up when anything else is not ready', async () => {
  answer = (asked) => ({
    status: 503,
    body: { ready: false, parts: { bus: { details: { position: asked } } } },
  });
  await expect(untilReady(address, { limitMs, signal })).rejects.toThrow(/^Not ready/);
});

it('ends when it is called off', async () => {
  answer = () => catchingUp(7);
  await expect(untilReady(address, { limitMs, signal: AbortSignal.abort() })).rejects.toThrow(/called off/);
});
