import { join } from 'node:path';
import type { StoredEvent } from '@adapters/event-store';
import type { Role } from '@domain/codes';
import type { Bench, Row } from '../bench';
import { durableAppends } from '../durable-appends';
import { agencies, Child, type House } from '../house';
import { type Loaded, type Order, send, sendToEach } from '../http-load';
import { callsOf, processorMsOf, processorMsOfFamily } from '../machine';
import { compared, type Measuring, quantile, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number } from '../table';

const connections = 64;
/** Servers of a province run for months: what V8 has not compiled yet is none of their figures. */
const warmSlices = 6;
const warmed = (bench: Bench): Measuring => (bench.isQuick ? bench : { ...bench, warmSlices });
const recipients = agencies.slice(1);

/** Offer hand-off: HTTP, NATS, decide, append, reply; events counted in the store. */
export const offer: Row = async (bench) => {
  const command = offers(await bench.house());
  const against = durableAppends(await bench.bareNode(), connections);
  const result = await compared(command.slice, against, warmed(bench));
  const row = {
    row: 'offer',
    what: `offer hand-off over HTTP, ${connections} connections`,
    unit: 'events/s',
  };
  const wanted = '≥ 0.18';
  return [
    comparedLine({ ...row, against: `W, ${connections} in flight`, wanted }, result),
    command.answerTimes('offer'),
    command.costs('offer'),
  ];
};

/** Issue to five recipients, until the document has arrived at each: eleven events for one request. */
export const issue: Row = async (bench) => {
  const command = issues(await bench.house());
  const against = durableAppends(await bench.bareNode(), connections);
  const result = await compared(command.slice, against, warmed(bench));
  const what = `issue to 5 over HTTP until arrived at each, ${connections} connections`;
  const row = { row: 'issue', what, unit: 'events/s', wanted: '≥ 0.25' };
  return [
    comparedLine({ ...row, against: `W, ${connections} in flight` }, result),
    command.answerTimes('issue'),
    command.costs('issue'),
  ];
};

/** P3: accepted only, beside plain NestJS and PostgreSQL that writes the same rows. */
export const crud: Row = async (bench) => {
  const house = await bench.house();
  const env = { DATABASE_URL: await bench.postgres() };
  const peer = await Child.start(join(__dirname, '..', 'peers', 'crud.main.js'), env, []);
  try {
    const address = String(peer.handshake['address']);
    const plain = (order: (id: number) => Order): Slice => {
      let [count, next] = [500, 0];
      return async (ms) => {
        const orders = Array.from({ length: Math.max(connections, count) }, () => order(next++));
        const { accepted, seconds } = await send(address, 'none', orders, connections);
        count = Math.round((accepted / seconds) * (ms / 1000));
        return accepted / seconds;
      };
    };
    const wanted = '≥ 0.4';
    const [offered, issued] = [offers(house), issues(house)];
    const handoff = { to: recipients[0], reason: 'Chuyển thẩm định' };
    const offerPeer = plain((id) => ({ path: `/dossiers/${id}/handoffs`, body: handoff }));
    const offerRow = await compared(offered.accepts, offerPeer, warmed(bench));
    const issuePeer = plain((id) => ({ path: `/documents/${id}/issue`, body: { recipients } }));
    const issueRow = await compared(issued.accepts, issuePeer, warmed(bench));
    const against = 'CRUD';
    const row = { row: 'P3', unit: 'requests/s', wanted, against };
    return [
      comparedLine({ ...row, what: 'offer hand-off, accepted' }, offerRow),
      comparedLine({ ...row, what: 'issue to 5, accepted (CRUD writes the five rows at once)' }, issueRow),
    ];
  } finally {
    await peer.stop();
  }
};

/** One command over and over, each on something of its own that was seeded before the slice. */
class Command {
  private count: number;
  private readonly loads: Loaded[] = [];
  private readonly spent: Spent[] = [];
  constructor(
    private readonly house: House,
    bench: { readonly perSecond: number },
    private readonly role: Role,
    private readonly seed: (count: number) => Promise<readonly Order[]>,
    /** The facts a slice left behind; answers how many, and when the last one was recorded. */
    private readonly facts: (
      after: bigint,
      accepted: number,
    ) => Promise<{ events: number; endedAt?: string }>,
    /** The gateways that the load goes to. */
    private readonly addresses: () => readonly string[] = () => [house.address],
  ) {
    this.count = bench.perSecond;
  }

  /** Events per second until the last one is recorded. */
  readonly slice: Slice = async (ms) => (await this.run(ms)).eventsPerSecond;
  /** Answers per second. */
  readonly accepts: Slice = async (ms) => (await this.run(ms)).acceptedPerSecond;

  answerTimes(row: string) {
    const p50 = number(Math.min(...this.loads.map((each) => each.p50)));
    const p99s = this.loads.map(({ p99 }) => p99).sort((a, b) => a - b);
    const p99 = number(p99s[Math.floor(p99s.length / 2)] ?? NaN);
    return {
      row,
      what: 'time to the answer at that rate',
      value: `best p50 ${p50} ms, median p99 ${p99} ms`,
    };
  }

  /** With all that follows from it, in the better half of the slices: what else the machine does makes it more. */
  costs(row: string) {
    const each = (of: (spent: Spent) => number): string => {
      const sorted = this.spent.map(of).sort((a, b) => a - b);
      return number(quantile(sorted, 0.25));
    };
    const ms = [
      `process ${each(({ process }) => process)} ms`,
      `event store ${each(({ node }) => node)}`,
      `nats-server ${each(({ nats }) => nats)}`,
      `PostgreSQL ${each(({ rows }) => rows)}`,
    ];
    const calls = `${each(({ writes }) => writes)} writes, ${each(({ reads }) => reads)} reads of the process`;
    return { row, what: 'the processor and the system for each', value: `${ms.join(', ')}; ${calls}` };
  }

  private async run(ms: number) {
    const orders = await this.seed(Math.max(connections, Math.round((this.count * ms) / 1000)));
    await this.house.settled();
    const after = await this.house.store.headPosition();
    const token = await this.house.token('H98', this.role);
    const before = await spentBy(this.house);
    const startedMs = Date.now();
    const load = await sendToEach(this.addresses(), token, orders, connections);
    this.loads.push(load);
    this.count = load.accepted / load.seconds;
    const { events, endedAt } = await this.facts(after, load.accepted);
    const seconds = endedAt === undefined ? load.seconds : (Date.parse(endedAt) - startedMs) / 1000;
    await this.house.settled();
    const spent = await spentBy(this.house);
    const each = Object.entries(spent).map(([of, sum]) => [
      of,
      (sum - before[of as keyof Spent]) / load.accepted,
    ]);
    this.spent.push(Object.fromEntries(each) as Spent);
    return { eventsPerSecond: events / seconds, acceptedPerSecond: load.accepted / load.seconds };
  }
}

/** Milliseconds of processor time, and calls of the system of the process with the gateway. */
interface Spent {
  readonly process: number;
  readonly node: number;
  readonly nats: number;
  readonly rows: number;
  readonly reads: number;
  readonly writes: number;
}

async function spentBy({ process, node, nats, rows }: House): Promise<Spent> {
  return {
    process: await processorMsOf(process.pid),
    node: node === undefined ? 0 : await processorMsOf(node.pid),
    nats: await processorMsOf(nats.pid),
    rows: await processorMsOfFamily(rows.pid),
    ...(await callsOf(process.pid)),
  };
}

function offers(house: House): Command {
  const seeds = new Seeds(house.store);
  const body = { to: recipients[0], reason: 'Chuyển thẩm định' };
  const seed = async (count: number) =>
    (await seeds.dossiers(count)).map((id) => ({ path: `/dossiers/${id}/handoffs`, body }));
  const facts = async (after: bigint, accepted: number) => {
    const found = await house.store.readAll({ after, max: Number.MAX_SAFE_INTEGER - 1 });
    const events = found.filter(({ type }) => type === 'HandoffOffered.v1').length;
    if (events !== accepted) throw new Error(`${accepted} offers were accepted, ${events} are recorded`);
    return { events };
  };
  return new Command(house, { perSecond: 500 }, 'OneStopOfficer', seed, facts);
}

/** Over whatever gateways there are at each slice; those of the house when nothing is said. */
export function issues(house: House, addresses?: () => readonly string[]): Command {
  const seeds = new Seeds(house.store);
  const seed = async (count: number) =>
    (await seeds.documents(count, house.part)).map((id) => ({
      path: `/documents/${id}/issue`,
      body: { recipients },
    }));
  const facts = (after: bigint, accepted: number) => arrivals(house, after, accepted);
  return new Command(house, { perSecond: 200 }, 'Clerk', seed, facts, addresses);
}

/** Reads on until every issued document has arrived at all its recipients, and once only. */
async function arrivals(house: House, after: bigint, accepted: number) {
  const ended = new AbortController();
  const arrived = new Set<string>();
  const wanted = accepted * recipients.length;
  const streamPrefixes = ['delivery-'];
  let last: StoredEvent | undefined;
  for await (const event of house.store.subscribeAll({ after, streamPrefixes, signal: ended.signal })) {
    if (!('stream' in event) || event.type !== 'DocumentArrived.v1') continue;
    if (arrived.has(event.stream)) throw new Error(`${event.stream} arrived twice`);
    arrived.add(event.stream);
    last = event;
    if (arrived.size === wanted) break;
  }
  ended.abort();
  const events = accepted * (1 + 2 * recipients.length);
  return { events, ...(last === undefined ? {} : { endedAt: last.recordedAt }) };
}
