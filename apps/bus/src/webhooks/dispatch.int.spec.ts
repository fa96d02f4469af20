import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { PostgresReadStore, sql } from '@adapters/read-store';
import { type WebhookCommand, type WebhookEvent } from '@domain/webhook';
import { Validator } from '@formats/public-facts/described';
import { createDatabase } from '../../../../test/databases/database';
import { type Province, startProvince } from '../../../../test/flows/province';
import { inStore, Scribe } from '../../../../test/flows/scribe';
import { behaviours, type Receiver, Receivers } from '../../../../test/webhooks/receivers';
import { actOn, byLeader, recordedOf, subscribed } from '../../../../test/webhooks/subscribed';
import { AgencyEvents } from '../feed/agency-events';
import type { DispatchLimits } from './dispatch/dispatcher';
import { secretOf } from './sending/signature';
import { WebhookService } from './webhook-service';

let province: Province;
let database: Awaited<ReturnType<typeof createDatabase>>;
let receivers: Receivers;
let scribe: Scribe;
let agencies = 0;
const services: WebhookService[] = [];
const validator = new Validator();
/** Of the present test; nothing is sent to them in the next one. */
const ofThisTest: (readonly [webhookId: string, agency: string])[] = [];

beforeAll(async () => {
  receivers = await Receivers.open();
  province = await startProvince({ services: ['directory', 'read-models'] });
  scribe = new Scribe(inStore(province.store));
});
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  for (const [webhookId, agency] of ofThisTest.splice(0))
    await act(webhookId, agency, { type: 'EndWebhook', reason: 'hết', ...by(agency) });
  await database.drop();
});
afterAll(async () => {
  await receivers.stop();
  await province.stop();
});

const hurried: Partial<DispatchLimits> = {
  tries: { firstMs: 20, mostMs: 100, untilMs: 60_000 },
  noteMs: 30,
};

/** An instance of the bus as far as webhooks go, to these receivers. */
function start(
  to: readonly Receiver[],
  limits: Partial<DispatchLimits> = {},
  url = database.url,
): WebhookService {
  const webhookAllowedOrigins = to.map(({ origin }) => origin);
  const configuration = { ...province.context.configuration, databaseUrl: url, webhookAllowedOrigins };
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const sending = { ca: receivers.ca, resolve, limitMs: 400 };
  const { store, requester } = province;
  const service = new WebhookService(
    { ...province.context, configuration },
    new AgencyEvents({ store, requester, history: province.context.history }),
    { ...sending, limits: { ...hurried, ...limits } },
  );
  services.push(service);
  service.start();
  return service;
}

const newAgency = (): string => `H99.${(agencies += 1) + 10}`;
const by = (agency: string) => byLeader(agency, scribe.at);

const act = (webhookId: string, agency: string, command: WebhookCommand) =>
  actOn(province.store, webhookId, command, agency);

/** A webhook of an agency to a receiver, and the secret of its key. */
async function subscribe({ keys }: WebhookService, agency: string, receiver: Receiver, over: object = {}) {
  const parts = { store: province.store, keys, agency, at: scribe.at };
  const made = await subscribed(parts, receiver, over);
  ofThisTest.push([made.webhookId, agency]);
  return made;
}

const recorded = (webhookId: string, type: WebhookEvent['type']) =>
  recordedOf(province.store, webhookId, type);

/** So many public facts of an agency; the ids of their dossiers. */
async function happen(agency: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let each = 0; each < count; each++) ids.push(await scribe.opened(agency));
  return ids;
}

const subjectsAt = (receiver: Receiver) =>
  receiver.events.map((event) => (event as unknown as { subject: string }).subject);
const numbersAt = (receiver: Receiver) =>
  receiver.events.map((event) => (event as unknown as { feednumber: number }).feednumber);
const hasAll = (receiver: Receiver, ids: readonly string[]) =>
  receiver.until(() => ids.every((id) => subjectsAt(receiver).includes(id)));
const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];

it('sends nothing before the receiver gave back the challenge, then everything in its order, signed', async () => {
  const receiver = await receivers.start(behaviours.fails);
  const service = start([receiver], { trialTries: 2 });
  const agency = newAgency();
  const before = await happen(agency, 2);
  const { webhookId, secret } = await subscribe(service, agency, receiver);
  await receiver.until(({ length }) => length === 2);
  receiver.behaviour = behaviours.takes;
  await act(webhookId, agency, { type: 'TestWebhook', ...by(agency) });
  expect(await recorded(webhookId, 'WebhookProven')).toMatchObject({ data: { afterNumber: 2 } });
  const ids = await happen(agency, 20);
  await hasAll(receiver, ids);
  expect(subjectsAt(receiver)).toEqual(ids);
  expect(subjectsAt(receiver)).not.toContain(before[0]);
  expect(numbersAt(receiver)).toEqual(ids.map((_, index) => index + 3));
  for (const { body, headers } of receiver.received)
    expect(new Webhook(secret).verify(body, headers)).toHaveProperty('specversion', '1.0');
  const messageIds = receiver.received.slice(-20).map(({ headers }) => headers['webhook-id']);
  expect(distinct(messageIds)).toHaveLength(20);
  expect(receiver.received.at(-1)?.headers['content-type']).toMatch(/^application\/cloudevents\+json/);
});

it('takes an answer of 200 without the challenge for no proof', async () => {
  const receiver = await receivers.start((_, response) => void response.end('ok'));
  const service = start([receiver], { trialTries: 1 });
  const agency = newAgency();
  const { webhookId } = await subscribe(service, agency, receiver, { afterNumber: 0 });
  await receiver.until(({ length }) => length === 1);
  receiver.behaviour = ({ event }, response) => void response.end(String(event.data['challenge']));
  const [first] = await happen(agency, 1);
  await act(webhookId, agency, { type: 'TestWebhook', ...by(agency) });
  await hasAll(receiver, [first ?? '']);
  expect(receiver.received.flatMap(({ event }) => validator.validated(event).findings)).toEqual([]);
  expect(receiver.received.map(({ event }) => event.type)).toEqual([
    'vn.lienthong.webhook.validation.v1',
    'vn.lienthong.webhook.validation.v1',
    'vn.lienthong.dossiers.dossier-opened.v1',
  ]);
});

it('sends the types that are wanted, and a test on demand', async () => {
  const receiver = await receivers.start();
  const service = start([receiver]);
  const agency = newAgency();
  const types = ['vn.lienthong.dossiers.handoff-offered.v1'];
  const { webhookId } = await subscribe(service, agency, receiver, { types, afterNumber: 0 });
  const dossierId = await scribe.opened(agency);
  await scribe.offer(dossierId, agency, newAgency());
  await receiver.until(() => receiver.events.length === 1);
  expect(receiver.events.map(({ type }) => type)).toEqual(types);
  await act(webhookId, agency, { type: 'TestWebhook', ...by(agency) });
  await receiver.until(() =>
    receiver.received.some(({ event }) => event.type === 'vn.lienthong.webhook.test.v1'),
  );
  expect(receiver.received.flatMap(({ event }) => validator.validated(event).findings)).toEqual([]);
});

const worst = [
  ...(['fails', 'redirects', 'hangs', 'resets', 'takes slowly', 'resets in the middle', 'busy'] as const),
  ...(['hangs up', 'drips its head', 'drips its body', 'floods with heads', 'sends a huge head'] as const),
  ...(['answers in broken pieces', 'speaks another protocol', 'switches protocols'] as const),
];

it('gives healthy receivers everything while others do the worst they can', async () => {
  const bad = await Promise.all(worst.map(async (name) => ({ name, receiver: await receivers.start() })));
  const healthy = await Promise.all([receivers.start(), receivers.start(), receivers.start()]);
  const all = [...healthy, ...bad.map(({ receiver }) => receiver)];
  const service = start(all);
  const agency = newAgency();
  const webhooks = await Promise.all(all.map((each) => subscribe(service, agency, each, { afterNumber: 0 })));
  await Promise.all(webhooks.map(({ webhookId }) => recorded(webhookId, 'WebhookProven')));
  for (const { name, receiver } of bad) receiver.behaviour = behaviours[name];
  const ids = await happen(agency, 10);
  await Promise.all(healthy.map((each) => hasAll(each, ids)));
  for (const each of healthy) expect(subjectsAt(each)).toEqual(ids);
  // Nothing is passed over: each of the others was sent its first message again and again, with one id.
  await Promise.all(bad.map(({ receiver }) => receiver.until(() => receiver.events.length >= 2)));
  for (const { receiver } of bad) {
    expect(distinct(subjectsAt(receiver))).toEqual(ids.slice(0, 1));
    receiver.behaviour = behaviours.takes;
  }
  await Promise.all(bad.map(({ receiver }) => hasAll(receiver, ids)));
  for (const { receiver } of bad) expect(distinct(subjectsAt(receiver))).toEqual(ids);
});

it('ends where the receiver answers that it is gone', async () => {
  const receiver = await receivers.start();
  const service = start([receiver]);
  const agency = newAgency();
  const { webhookId } = await subscribe(service, agency, receiver, { afterNumber: 0 });
  await recorded(webhookId, 'WebhookProven');
  receiver.behaviour = behaviours.gone;
  await happen(agency, 1);
  await recorded(webhookId, 'WebhookGone');
});

it('parks with an alarm after the limit, and goes on where it stood when it is resumed', async () => {
  const receiver = await receivers.start();
  const service = start([receiver], { tries: { firstMs: 10, mostMs: 20, untilMs: 200 } });
  const agency = newAgency();
  const { webhookId } = await subscribe(service, agency, receiver, { afterNumber: 0 });
  await recorded(webhookId, 'WebhookProven');
  receiver.behaviour = behaviours.fails;
  const ids = await happen(agency, 3);
  expect(await recorded(webhookId, 'WebhookParked')).toMatchObject({
    data: { reason: 'answered 500', number: 1 },
  });
  expect(province.log.some((line) => line.includes('a webhook is parked') && line.includes(webhookId))).toBe(
    true,
  );
  const { registry } = province.context.metrics;
  const parked = await registry.getSingleMetricAsString('lienthong_webhook_parked_total');
  expect(parked).toMatch(/^lienthong_webhook_parked_total.* [1-9]/m);
  receiver.behaviour = behaviours.takes;
  await act(webhookId, agency, { type: 'ResumeWebhook', ...by(agency) });
  await hasAll(receiver, ids);
  expect(distinct(subjectsAt(receiver))).toEqual(ids);
});

it('sends again from a number, with the ids of the first time', async () => {
  const receiver = await receivers.start();
  const service = start([receiver]);
  const agency = newAgency();
  const { webhookId } = await subscribe(service, agency, receiver, { afterNumber: 0 });
  const ids = await happen(agency, 4);
  await hasAll(receiver, ids);
  await act(webhookId, agency, { type: 'ResumeWebhook', afterNumber: 2, newest: 4, ...by(agency) });
  await receiver.until(() => receiver.events.length === 6);
  expect(numbersAt(receiver)).toEqual([1, 2, 3, 4, 3, 4]);
  const sent = receiver.received.slice(-6).map(({ headers }) => headers['webhook-id']);
  expect(sent.slice(4)).toEqual(sent.slice(2, 4));
});

it('signs with both keys while one follows the other', async () => {
  const receiver = await receivers.start();
  const service = start([receiver]);
  const agency = newAgency();
  const { webhookId, secret } = await subscribe(service, agency, receiver, { afterNumber: 0 });
  const keyId = randomUUID();
  const newSecret = secretOf(await service.keys.make(keyId));
  const overlapUntil = new Date(Date.now() + 3_600_000).toISOString();
  await act(webhookId, agency, { type: 'RotateWebhookKey', keyId, overlapUntil, ...by(agency) });
  await hasAll(receiver, await happen(agency, 1));
  const { body, headers = {} } = receiver.received.at(-1) ?? { body: '' };
  for (const each of [secret, newSecret]) expect(new Webhook(each).verify(body, headers)).toBeDefined();
});

describe('when an instance ends or forgets', () => {
  it('sends again under the same id what it sent and did not note', async () => {
    const receiver = await receivers.start();
    const service = start([receiver]);
    const agency = newAgency();
    const { webhookId } = await subscribe(service, agency, receiver, { afterNumber: 0 });
    await recorded(webhookId, 'WebhookProven');
    receiver.behaviour = behaviours.hangs;
    const ids = await happen(agency, 3);
    await receiver.until(() => receiver.events.length > 0);
    await service.stop();
    const isFirst = receiver.events.length;
    receiver.behaviour = behaviours.takes;
    start([receiver]);
    await hasAll(receiver, ids);
    expect(distinct(subjectsAt(receiver))).toEqual(ids);
    const sent = receiver.received
      .filter(({ event }) => event.type.includes('dossier'))
      .map(({ headers }) => headers);
    expect(sent[isFirst]?.['webhook-id']).toBe(sent[0]?.['webhook-id']);
  });

  it('goes on after what the store was told of when its tables are lost', async () => {
    const receiver = await receivers.start();
    const first = start([receiver]);
    const agency = newAgency();
    const { webhookId } = await subscribe(first, agency, receiver, { afterNumber: 0 });
    const ids = await happen(agency, 5);
    await hasAll(receiver, ids);
    await noted(webhookId, receiver);
    await first.stop();
    const reads = PostgresReadStore.open(database.url);
    await reads.query(sql`drop schema bus cascade`);
    await reads.close();
    start([receiver]);
    const more = await happen(agency, 2);
    await hasAll(receiver, more);
    expect(subjectsAt(receiver)).toEqual([...ids, ...more]);
  });

  it('takes a row that tells of another history for none', async () => {
    const receiver = await receivers.start();
    const first = start([receiver]);
    const agency = newAgency();
    const { webhookId } = await subscribe(first, agency, receiver, { afterNumber: 0 });
    const ids = await happen(agency, 3);
    await hasAll(receiver, ids);
    await noted(webhookId, receiver);
    await first.stop();
    const reads = PostgresReadStore.open(database.url);
    await reads.query(sql`update bus.webhook_cursor set number = 9, event_id = ${randomUUID()}`);
    await reads.close();
    const second = start([receiver]);
    const more = await happen(agency, 2);
    await hasAll(receiver, more);
    expect(subjectsAt(receiver)).toEqual([...ids, ...more]);
    expect(second.details).toMatchObject({ 'webhooks.dispatch': 'sending' });
  });

  it('waits for its tables, says so, and loses nothing', async () => {
    const receiver = await receivers.start();
    const waiting = start([receiver], {}, 'postgres://nobody@127.0.0.1:1/nothing');
    const agency = newAgency();
    await subscribe(waiting, agency, receiver, { afterNumber: 0 });
    const ids = await happen(agency, 2);
    while (waiting.details['webhooks.problem'] === undefined) await new Promise(setImmediate);
    expect(waiting.details).toMatchObject({ 'webhooks.dispatch': 'waiting' });
    expect(receiver.received).toEqual([]);
    await waiting.stop();
    start([receiver]);
    await hasAll(receiver, ids);
    expect(subjectsAt(receiver)).toEqual(ids);
  });

  it('lets one instance send at a time, and another go on when it ends', async () => {
    const receiver = await receivers.start();
    const [first] = [start([receiver]), start([receiver])];
    const agency = newAgency();
    await subscribe(first, agency, receiver, { afterNumber: 0 });
    const ids = await happen(agency, 5);
    await hasAll(receiver, ids);
    await first.stop();
    const more = await happen(agency, 5);
    await hasAll(receiver, more);
    expect(distinct(subjectsAt(receiver))).toEqual([...ids, ...more]);
  });
});

/** Resolves when the store was told that the last message of a receiver was taken. */
async function noted(webhookId: string, receiver: Receiver): Promise<void> {
  const ended = new AbortController();
  const stream = `checkpoint-webhook-${webhookId}-1`;
  const last = receiver.events.at(-1)?.id;
  for await (const { data } of province.store.subscribeStream(stream, { signal: ended.signal }))
    if ((data as { eventId: string }).eventId === last) return ended.abort();
}
