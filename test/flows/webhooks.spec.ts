import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WebhookSubscribed, WebhookView } from '@contracts';
import { webhookStream } from '@domain/webhook/events';
import { root } from '../architecture/tree';
import { behaviours, Receiver } from '../webhooks/receivers';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

let province: Province;
let edge: Edge;
let receiver: Receiver;
let port: number;
let leader: Visitor;
let operator: Visitor;
let stranger: Visitor;
let example: ChildProcess | undefined;

beforeAll(async () => {
  receiver = await Receiver.start(behaviours.takes);
  const held = await Receiver.start(behaviours.takes);
  port = held.port;
  await held.stop();
  province = await startProvince({
    services: ['directory', 'read-models', 'bus'],
    settings: {
      LIENTHONG_PORT: '0',
      LIENTHONG_WEBHOOK_ALLOWED_ORIGINS: `${receiver.origin},http://127.0.0.1:${port}`,
    },
  });
  await province.found();
  edge = await Edge.start(province.context);
  leader = await edge.as('H99.1', 'Leader');
  operator = await edge.as('H99', 'Operator');
  stranger = await edge.as('H99.2', 'Leader');
});
afterAll(async () => {
  example?.kill();
  await receiver.stop();
  await edge.stop();
  await province.stop();
});

const contact = 'vanhanh@example.vn';
const subscribe = async (url: string, over: object = {}) =>
  bodyOf(await leader.post<WebhookSubscribed & { position: string }>('/webhooks', { url, contact, ...over }));
const view = async (webhookId: string, visitor = leader) =>
  bodyOf(await visitor.get<WebhookView>(`/webhooks/${webhookId}`));

/** Resolves when the receiver gave back the challenge. */
async function proven(webhookId: string): Promise<void> {
  const ended = new AbortController();
  const events = province.store.subscribeStream(webhookStream(webhookId), { signal: ended.signal });
  for await (const { type } of events) if (type === 'WebhookProven.v1') return ended.abort();
}

/** The example of the page, as a process with these settings; its lines. */
function startExample(secret: string): AsyncIterableIterator<string> {
  const page = readFileSync(join(root, 'apps/bus/docs/webhooks.md'), 'utf8');
  const code = /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
  const env = { ...process.env, SECRET: secret, PORT: String(port) };
  example = spawn(process.execPath, ['--input-type=module', '-'], { cwd: root, env, stdio: 'pipe' });
  example.stdin?.end(code);
  return createInterface({ input: example.stdout as NonNullable<ChildProcess['stdout']> })[
    Symbol.asyncIterator
  ]();
}

it('sends the receiver of the page what happens, once it gave back the challenge', async () => {
  const { webhookId, secret = '' } = await subscribe(`http://127.0.0.1:${port}/lienthong`, {
    afterNumber: 0,
  });
  expect(secret).toMatch(/^whsec_/);
  const lines = startExample(secret);
  expect(await lines.next()).toMatchObject({ value: 'listening' });
  await leader.post(`/webhooks/${webhookId}/tests`, {});
  await proven(webhookId);
  const dossierId = await new Scribe(inStore(province.store)).opened('H99.1');
  const { value } = (await lines.next()) as { value: string };
  expect(value).toBe(`1 vn.lienthong.dossiers.dossier-opened.v1 ${dossierId}`);
  await leader.post(`/webhooks/${webhookId}/end`, { reason: 'Hết thử' });
});

it('shows its owner and operators where a webhook stands, and others nothing', async () => {
  const { webhookId, position } = await subscribe(receiver.url);
  await receiver.until(({ length }) => length > 0);
  const listed = await leader.get<{ rows: { webhookId: string }[] }>(`/webhooks?after=${position}`);
  expect(bodyOf(listed).rows.map((each) => each.webhookId)).toContain(webhookId);
  const shown = await view(webhookId, operator);
  expect(shown).toMatchObject({ agency: 'H99.1', url: receiver.url, contact, types: [] });
  expect(JSON.stringify(shown)).not.toContain('whsec_');
  expect(problemIn(await stranger.get(`/webhooks/${webhookId}`))).toMatchObject({ status: 404 });
  expect(problemIn(await stranger.post(`/webhooks/${webhookId}/end`, { reason: 'x' }))).toMatchObject({
    type: 'urn:lienthong:problem:webhook:not-found',
  });
  expect(bodyOf(await stranger.get<{ rows: unknown[] }>('/webhooks')).rows).toEqual([]);
});

it('shows a secret once', async () => {
  const key = randomUUID();
  const body = { url: receiver.url, contact };
  const send = () => leader.post<WebhookSubscribed>('/webhooks', body, { 'idempotency-key': key });
  const [first, again] = [bodyOf(await send()), bodyOf(await send())];
  expect(first.secret).toMatch(/^whsec_/);
  expect(again).toEqual({ ...again, webhookId: first.webhookId });
  expect(again.secret).toBeUndefined();
});

it('is rotated, paused, resumed and ended', async () => {
  const { webhookId } = await subscribe(receiver.url);
  const on = async (what: string, body: object, visitor = leader) =>
    bodyOf(await visitor.post<{ position: string }>(`/webhooks/${webhookId}/${what}`, body));
  await proven(webhookId);
  expect(await on('keys', { overlapHours: 1 })).toMatchObject({
    secret: expect.stringMatching(/^whsec_/) as string,
    overlapUntil: expect.any(String) as string,
  });
  expect((await view(webhookId)).keys).toHaveLength(2);
  await on('pause', { reason: 'Bảo trì' }, operator);
  expect(await view(webhookId)).toMatchObject({ phase: 'paused', reason: 'Bảo trì' });
  await on('resumption', {});
  expect((await view(webhookId)).phase).toBe('sending');
  await on('end', { reason: 'Thay hệ thống' });
  const after = await leader.post(`/webhooks/${webhookId}/tests`, {});
  expect(problemIn(after)).toMatchObject({ type: 'urn:lienthong:problem:webhook:ended', status: 410 });
});

it.each([
  ['url-not-allowed', { url: 'https://127.0.0.1/' }],
  ['url-not-allowed', { url: 'https://user@qlvb.example.vn/' }],
  ['url-not-allowed', { url: 'https://qlvb.example.vn:8443/' }],
  ['unknown-type', { types: ['vn.lienthong.exchange.document-lost.v1'] }],
])('refuses with %s: %j', async (refused, over) => {
  const answer = await leader.post('/webhooks', { url: 'https://qlvb.example.vn/', contact, ...over });
  expect(problemIn(answer)).toMatchObject({
    type: `urn:lienthong:problem:webhook:${refused}`,
    errors: [{ detail: expect.any(String) as string }],
  });
});

it('refuses to go on after a number that is not reached', async () => {
  const { webhookId } = await subscribe(receiver.url);
  await proven(webhookId);
  const answer = await leader.post(`/webhooks/${webhookId}/resumption`, { afterNumber: 1_000 });
  expect(problemIn(answer)).toMatchObject({ type: 'urn:lienthong:problem:webhook:number-not-reached' });
});

it('answers as the API page describes', async () =>
  expect(await wronglyDescribed(edge, 'webhooks')).toEqual([]));
