import { setTimeout as pause } from 'node:timers/promises';
import type { JsMsg, NatsConnection } from 'nats';
import { connectNats, inboxName, publicStreamName } from '@adapters/messaging';
import type { Bench, Row } from '../bench';
import { durableAppends } from '../durable-appends';
import { House } from '../house';
import { send } from '../http-load';
import { quantile } from '../pairs';
import { Seeds } from '../seeds';
import { type Line, number } from '../table';
import { subscribed, Systems, type Taken } from './systems';

/** Facts a second that are watched one by one. */
const perSecond = 20;
const connections = 64;
/** Gives everything under load; gets all of it; and one that has nothing to do with it. */
const [giver, busy, quiet] = ['H98', 'H98.1', 'H98.5'] as const;
const lookEveryMs = 20;
const latestMs = 180_000;

/** From the fact in the store to whoever listens: a durable consumer of JetStream, and a receiver of webhooks. */
export const visible: Row = async (bench) => {
  const count = bench.isQuick ? 40 : 500;
  const [byStream, byWebhook] = [new Seen(), new Seen()];
  const systems = await Systems.listen((taken) => byWebhook.note(taken));
  const origin = systems.originOf(0, { host: '127.0.0.1' });
  const settings = { LIENTHONG_WEBHOOK_ALLOWED_ORIGINS: origin };
  const house = await House.start(bench.given, 'one process', settings);
  const connection = await connectNats({ url: house.nats.url, name: 'bench-listener' });
  try {
    await subscribed(
      house,
      [busy, quiet].map((agency) => ({ agency, origin })),
    );
    for (const agency of [busy, quiet]) await listen(connection, agency, byStream);
    const single = 1_000 / (await durableAppends(await bench.bareNode(), 1)(bench.sliceMs));
    const line = lineOf('visible', single);
    // As many before, for what V8 has not compiled yet.
    await watched(house, count);
    const stored = await watched(house, count);
    const slow = `${perSecond} facts a second: stored to`;
    const lines = [
      line(`${slow} the consumer of its inbox`, await byStream.since(stored)),
      line(`${slow} the receiver of its webhook`, await byWebhook.since(stored), 'p99 ≤ 50 ms'),
    ];
    return [...lines, ...(await underLoad(bench, { house, byStream, byWebhook }, count, line))];
  } finally {
    await connection.close();
    await house.stop();
    await systems.stop();
  }
};

type LineOf = (what: string, delays: readonly number[], wanted?: string) => Line;

const lineOf =
  (row: string, single: number): LineOf =>
  (what, delays, wanted) => {
    const [p50, p99] = [quantile(delays, 0.5), quantile(delays, 0.99)];
    return {
      row,
      what,
      value: `p50 ${number(p50)} ms, p99 ${number(p99)} ms of ${number(delays.length)}`,
      against: `one append, 1 in flight: ${number(single)} ms`,
      ratio: `**${number(p50 / single)}**, p99 ${number(p99 / single)}`,
      ...(wanted === undefined ? {} : { wanted }),
    };
  };

interface Listening {
  readonly house: House;
  readonly byStream: Seen;
  readonly byWebhook: Seen;
}

/** Offers of hand-offs as fast as they are taken, and the same watched facts among them. */
async function underLoad(
  bench: Bench,
  { house, byStream, byWebhook }: Listening,
  count: number,
  line: LineOf,
): Promise<readonly Line[]> {
  const warm = await offers(house, bench.isQuick ? 200 : 3_000);
  const rate = warm.accepted / warm.seconds;
  const orders = await ordersOf(house, Math.ceil((rate * count) / perSecond));
  const after = await house.store.headPosition();
  const ended = new AbortController();
  const watching = watched(house, Infinity, ended.signal);
  const load = await send(house.address, await house.token(giver, 'OneStopOfficer'), orders, connections);
  ended.abort();
  const among = await watching;
  const offered = await offeredAfter(house, after);
  const loaded = `beside ${number(load.accepted / load.seconds)} offers/s:`;
  const lines = [
    line(`${loaded} stored to the consumer of an inbox with nothing of them`, await byStream.since(among)),
    line(`${loaded} stored to the receiver of a webhook with nothing of them`, await byWebhook.since(among)),
    line(`${loaded} stored to the consumer of the inbox with all of them`, await byStream.since(offered)),
    line(`${loaded} stored to the receiver of the webhook with all of them`, await byWebhook.since(offered)),
  ];
  const lastMs = Math.max(...offered.values());
  const behindMs = Math.max(0, byWebhook.lastOf(offered) - lastMs);
  const what = 'the last of them taken, after the last was stored';
  return [...lines, { row: 'visible', what, value: `${number(behindMs / 1_000)} s` }];
}

async function ordersOf(house: House, count: number) {
  const ids = await new Seeds(house.store).dossiers(Math.max(connections, count));
  await house.settled();
  const body = { to: busy, reason: 'Chuyển thẩm định' };
  return ids.map((id) => ({ path: `/dossiers/${id}/handoffs`, body }));
}

async function offers(house: House, count: number) {
  const orders = await ordersOf(house, count);
  return send(house.address, await house.token(giver, 'OneStopOfficer'), orders, connections);
}

/** When each was stored, by what it is known to its listeners as: of an offer, its event. */
type Stored = ReadonlyMap<string, number>;

/** So many facts of the quiet agency, one after the other; stored when their append is answered. */
async function watched(house: House, count: number, signal?: AbortSignal): Promise<Stored> {
  const seeds = new Seeds(house.store);
  const stored = new Map<string, number>();
  const started = performance.now();
  for (let n = 0; n < count && signal?.aborted !== true; n++) {
    const dueMs = started + (n * 1_000) / perSecond - performance.now();
    if (dueMs > 0) await pause(dueMs);
    const [dossierId = ''] = await seeds.dossiers(1, 0, quiet);
    stored.set(dossierId, performance.now());
  }
  return stored;
}

/** By the clock of the store, which writes milliseconds. */
async function offeredAfter(house: House, after: bigint): Promise<Stored> {
  const events = await house.store.readAll({ after, max: Number.MAX_SAFE_INTEGER - 1 });
  const offered = events.filter(({ type }) => type === 'HandoffOffered.v1');
  return new Map(offered.map(({ id, recordedAt }) => [id, Date.parse(recordedAt) - performance.timeOrigin]));
}

/** When one listener first had each message, by its event and by what it is about. */
class Seen {
  private readonly atMs = new Map<string, number>();

  note({ id, subject, atMs }: Pick<Taken, 'id' | 'subject' | 'atMs'>): void {
    for (const name of [id, subject]) if (!this.atMs.has(name)) this.atMs.set(name, atMs);
  }

  /** Milliseconds since each was stored, ascending; waits for all. Some come before their own append was answered. */
  async since(stored: Stored): Promise<readonly number[]> {
    const until = performance.now() + latestMs;
    for (const name of stored.keys()) {
      while (!this.atMs.has(name)) {
        if (performance.now() > until) throw new Error(`${name} was not seen`);
        await pause(lookEveryMs);
      }
    }
    const each = [...stored].map(([name, ms]) => Math.max(0, (this.atMs.get(name) ?? NaN) - ms));
    return each.sort((a, b) => a - b);
  }

  /** When the last of them was seen. */
  lastOf(stored: Stored): number {
    return Math.max(...[...stored.keys()].map((name) => this.atMs.get(name) ?? NaN));
  }
}

/** As an integrator does: the durable consumer of the inbox, each message acknowledged. */
async function listen(connection: NatsConnection, agency: string, seen: Seen): Promise<void> {
  const consumer = await connection.jetstream().consumers.get(publicStreamName, inboxName(agency));
  const callback = (message: JsMsg): void => {
    const atMs = performance.now();
    const { id, subject } = message.json<{ id: string; subject: string }>();
    seen.note({ id, subject, atMs });
    message.ack();
  };
  await consumer.consume({ callback });
}
