import type { StoredEvent } from '@adapters/event-store';
import { Clock } from '@runtime';
import { AgencyEvents } from '../../apps/bus/src/feed/agency-events';
import { WebhookService } from '../../apps/bus/src/webhooks/webhook-service';
import { createDatabase } from '../databases/database';
import { type Province, startProvince } from '../flows/province';
import { inStore, Scribe } from '../flows/scribe';
import { behaviours, type Receiver, Receivers } from '../webhooks/receivers';
import { actOn, byLeader, recordedOf, subscribed } from '../webhooks/subscribed';
import { randomFrom } from './chance';
import { receiverViolations } from './integrator';

jest.setTimeout(300_000);

const seed = Number(process.env['FAULT_SEED'] ?? 20261130);
const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000] as const;
/** The longest wait between two tries, with the tenth that chance adds. */
const longestWaitMs = 1.1 * hourMs;
const agency = 'H99.1';

/** Of the dispatcher alone: stands still until it is moved on, so that a day passes in seconds. */
class HandClock extends Clock {
  ms = Date.now();
  now(): string {
    return new Date(this.ms).toISOString();
  }
}

/** What those do that are down, which may be something else with each try. */
const downs = [
  ...(['fails', 'busy', 'redirects', 'resets', 'hangs up', 'takes slowly'] as const),
  ...(['resets in the middle', 'drips its head', 'answers in broken pieces'] as const),
];

interface Followed {
  readonly receiver: Receiver;
  readonly webhookId: string;
}

let receivers: Receivers;
let province: Province;
let database: Awaited<ReturnType<typeof createDatabase>>;
let scribe: Scribe;
let clock: HandClock;
let random: () => number;
let service: WebhookService;
let healthy: Followed;
let down: Followed;
/** Of the one that is down, since it took something. */
let tries: number;

beforeEach(async () => {
  receivers = await Receivers.open();
  province = await startProvince({ services: ['directory', 'read-models'] });
  database = await createDatabase();
  scribe = new Scribe(inStore(province.store));
  clock = new HandClock();
  random = randomFrom(seed);
  const both = [await receivers.start(), await receivers.start()] as const;
  service = serviceTo(both);
  service.start();
  healthy = await follow(both[0]);
  down = await follow(both[1]);
  for (let count = 0; count < 3; count += 1) await happens();
  await has(down);
  tries = 0;
});
afterEach(async () => {
  await service.stop();
  await province.stop();
  await database.drop();
  await receivers.stop();
});

/** With the waits and limits of the product; only an answer that is slow is given up sooner. */
function serviceTo(to: readonly Receiver[]): WebhookService {
  const { context, store, requester } = province;
  const webhookAllowedOrigins = to.map(({ origin }) => origin);
  const configuration = { ...context.configuration, databaseUrl: database.url, webhookAllowedOrigins };
  const events = new AgencyEvents({ store, requester, history: context.history });
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  return new WebhookService({ ...context, configuration, clock }, events, {
    ca: receivers.ca,
    resolve,
    limitMs: 300,
  });
}

async function follow(receiver: Receiver): Promise<Followed> {
  const parts = { store: province.store, keys: service.keys, agency, at: scribe.at };
  const { webhookId } = await subscribed(parts, receiver, { afterNumber: 0 });
  await recordedOf(province.store, webhookId, 'WebhookProven');
  return { receiver, webhookId };
}

let newest: string;
/** Something of the agency; the healthy one has it while the clock stands still. */
async function happens(): Promise<void> {
  newest = await scribe.opened(agency);
  await has(healthy);
}

const has = ({ receiver }: Followed) =>
  receiver.until(() =>
    receiver.events.some((event) => (event as unknown as { subject: string }).subject === newest),
  );

/** When the one that is down is due, once the outcome of its last try is noted. */
async function dueMs(): Promise<number> {
  for (;;) {
    const row = await service.rows.cursor(down.webhookId);
    if (row?.tries === tries) return row.nextAt === null ? clock.ms : Date.parse(row.nextAt);
  }
}

/** Some time passes, something happens, and who is down is tried if it is due, and not before. Whether it was tried. */
async function passes(mostMs: number): Promise<boolean> {
  const { receiver } = down;
  const due = await dueMs();
  // One try may send twice: a connection that was kept may turn out to be closed.
  const before = receiver.received.length;
  clock.ms += Math.ceil(random() * mostMs);
  receiver.behaviour = behaviours[downs[Math.floor(random() * downs.length)] ?? 'fails'];
  await happens();
  const isDue = due <= clock.ms;
  if (isDue) {
    await receiver.until(({ length }) => length > before);
    tries += 1;
  } else expect(receiver.received).toHaveLength(before);
  return isDue;
}

async function expectAllOnce(): Promise<void> {
  const events: readonly StoredEvent[] = await province.store.readAll({ max: 1_000_000 });
  for (const { receiver } of [healthy, down])
    expect(await receiverViolations(receiver, agency, events)).toEqual([]);
}

it(`a receiver down for a day has every message once and in order when it is back (seed ${seed})`, async () => {
  const downMs = clock.ms;
  while (clock.ms - downMs < dayMs) await passes(20 * minuteMs);
  await dueMs();
  const { received } = down.receiver;
  expect(tries).toBeGreaterThan(12);
  expect(tries).toBeLessThan(100);
  const untilBack = received.length;
  down.receiver.behaviour = behaviours.takes;
  clock.ms += longestWaitMs;
  await happens();
  await has(down);
  await expectAllOnce();
  for (const sent of [received.slice(untilBack), healthy.receiver.received])
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(sent.length);
  process.stdout.write(`webhooks: ${healthy.receiver.events.length} messages, ${tries} tries in a day\n`);
});

it(`a receiver down for more than three days is parked with an alarm, and resumed (seed ${seed})`, async () => {
  const { receiver, webhookId } = down;
  await passes(minuteMs);
  const failingMs = clock.ms;
  for (let isTried = false; !isTried || clock.ms - failingMs < 3 * dayMs;) {
    expect(service.known.get(webhookId)?.phase).toBe('sending');
    isTried = await passes(3 * hourMs);
  }
  expect(await recordedOf(province.store, webhookId, 'WebhookParked')).toMatchObject({ data: { number: 4 } });
  const alarm = (line: string) => line.includes('a webhook is parked') && line.includes(webhookId);
  expect(province.log.filter(alarm)).toHaveLength(1);
  const parked = province.context.metrics.registry.getSingleMetricAsString('lienthong_webhook_parked_total');
  expect(await parked).toMatch(/^lienthong_webhook_parked_total.* 1$/m);

  receiver.behaviour = behaviours.takes;
  const untilParked = receiver.received.length;
  for (let days = 0; days < 3; days += 1) {
    clock.ms += dayMs;
    await happens();
  }
  expect(receiver.received).toHaveLength(untilParked);
  const resume = { type: 'ResumeWebhook', ...byLeader(agency, clock.now()) } as const;
  await actOn(province.store, webhookId, resume, agency);
  await has(down);
  await expectAllOnce();
});
