import { subjects } from '@contracts';
import { deliveryStream } from '@domain/delivery/events';
import { atMost } from '@runtime';
import { accepted, Officer, officerId } from '../../flows/province';
import type { Bench, Row } from '../bench';
import { durableAppends } from '../durable-appends';
import type { House } from '../house';
import { type Order, send, sendOne } from '../http-load';
import { compared, quantile, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, type Line, number } from '../table';

const connections = 64;
const registeredAtOnce = 16;
/** Recipients of one document, and how many documents are looked at one by one. */
const widths = [
  { recipients: 1, watched: 100 },
  { recipients: 10, watched: 40 },
  { recipients: 100, watched: 10 },
  { recipients: 1_000, watched: 5 },
];

/** Issue to many: deliveries until each has arrived, beside raw appends; and how soon each inbox shows its row. */
export const issue: Row = async (bench) => {
  const house = await bench.house();
  const url = await bench.bareNode();
  const measured = bench.isQuick ? widths.slice(0, -1) : widths;
  const codes = await registered(house, Math.max(...measured.map(({ recipients }) => recipients)));
  const lines: Line[] = [];
  const rates = { perSecond: 100 };
  for (const { recipients, watched } of measured) {
    const to = codes.slice(0, recipients);
    const result = await compared(deliveries(house, to, rates), durableAppends(url, connections), bench);
    const what = `issue to ${number(recipients)} over HTTP until arrived at each`;
    const row = { row: 'issue', what, unit: 'deliveries/s', against: `W, ${connections} in flight` };
    lines.push(comparedLine(row, result));
    lines.push(...(await latencies(bench, house, to, bench.isQuick ? 1 : watched)));
  }
  return lines;
};

async function registered(house: House, count: number): Promise<readonly string[]> {
  const operator = new Officer(house.requester, 'H98', 'Operator');
  const codes = Array.from({ length: count }, (_, index) => `H98.R${index + 1}`);
  await atMost(registeredAtOnce, codes, async (agency) => {
    const card = { name: `Cơ quan ${agency}`, abbreviation: 'CQ', tier: 'province', parent: 'H98' };
    accepted(await operator.command(subjects.registerAgency, { agency }, card));
    // Whose inbox is asked.
    const post = { officer: officerId('Clerk', agency), displayName: `Văn thư ${agency}`, roles: ['Clerk'] };
    accepted(await operator.command(subjects.appointOfficer, { agency }, post));
  });
  await house.settled();
  return codes;
}

/** Deliveries per second from the first request until the last delivery has arrived; each arrives once. */
function deliveries(house: House, to: readonly string[], rates: { perSecond: number }): Slice {
  return async (ms) => {
    const count = Math.max(1, Math.round((rates.perSecond * ms) / 1_000 / to.length));
    const ids = await new Seeds(house.store).documents(count, house.part);
    await house.settled();
    const after = await house.store.headPosition();
    const token = await house.token('H98', 'Clerk');
    const started = performance.now();
    const arriving = arrivals(house, after, count * to.length, () => undefined);
    // The load generator tells of its end at full seconds only, long after the last delivery.
    const seconds = arriving.then(() => (performance.now() - started) / 1_000);
    const orders = ids.map((id) => order(id, to));
    await Promise.all([send(house.address, token, orders, connections), arriving]);
    await house.settled();
    rates.perSecond = (count * to.length) / (await seconds);
    return rates.perSecond;
  };
}

const order = (documentId: string, recipients: readonly string[]): Order => ({
  path: `/documents/${documentId}/issue`,
  body: { recipients },
});

/** Resolves when so many deliveries have arrived, and tells each. @throws when one arrives twice. */
async function arrivals(
  house: House,
  after: bigint,
  wanted: number,
  tell: (stream: string, position: bigint) => void,
): Promise<void> {
  const ended = new AbortController();
  const arrived = new Set<string>();
  const options = { after, streamPrefixes: ['delivery-'], signal: ended.signal };
  for await (const event of house.store.subscribeAll(options)) {
    if (!('stream' in event) || event.type !== 'DocumentArrived.v1') continue;
    if (arrived.has(event.stream)) throw new Error(`${event.stream} arrived twice`);
    arrived.add(event.stream);
    tell(event.stream, event.position);
    if (arrived.size === wanted) break;
  }
  ended.abort();
}

/** From the request to the row in each recipient's inbox, one document after the other. */
async function latencies(bench: Bench, house: House, to: readonly string[], count: number): Promise<Line[]> {
  const append = durableAppends(await bench.bareNode(), 1);
  const single = 1_000 / (await append(bench.sliceMs));
  const ids = await new Seeds(house.store).documents(count, house.part);
  await house.settled();
  const times: number[] = [];
  for (const id of ids) times.push(...(await untilShown(house, id, to)));
  times.sort((a, b) => a - b);
  const shares = [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const;
  return shares.map(([name, share]) => ({
    row: 'issue',
    what: `to ${number(to.length)}: request to row in the inbox, ${name} of ${number(times.length)} deliveries`,
    value: `${number(quantile(times, share))} ms`,
    against: `one append, 1 in flight: ${number(single)} ms`,
    ratio: `**${number(quantile(times, share) / single)}**`,
  }));
}

/**
 * Milliseconds until each delivery is shown. One inbox after the other is asked for the newest arrival known by then;
 * what an inbox shows of a position, all show, so a delivery counts as shown with the first answer at or after its own.
 */
async function untilShown(house: House, documentId: string, to: readonly string[]): Promise<number[]> {
  const storeId = await house.storeId();
  const recipients = new Map(to.map((code) => [deliveryStream({ documentId, to: code }), code]));
  const arrived: { stream: string; position: bigint }[] = [];
  let wake = (): void => undefined;
  const after = await house.store.headPosition();
  const arriving = arrivals(house, after, to.length, (stream, position) => {
    arrived.push({ stream, position });
    wake();
  });
  const token = await house.token('H98', 'Clerk');
  const started = performance.now();
  const done = Promise.all([sendOne(house.address, token, order(documentId, to)), arriving]);
  const times: number[] = [];
  while (times.length < to.length) {
    if (arrived.length === 0) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), done]);
    const known = arrived.splice(0);
    const newest = known.at(-1);
    if (newest === undefined) continue;
    const agency = recipients.get(newest.stream) as string;
    await shows(house, agency, `${storeId}.${newest.position}`, documentId);
    times.push(...known.map(() => performance.now() - started));
  }
  await done;
  return times;
}

async function shows(house: House, agency: string, after: string, documentId: string): Promise<void> {
  const headers = { authorization: `Bearer ${await house.token(agency, 'Clerk')}` };
  const answer = await fetch(`${house.address}/inbox?after=${after}`, { headers });
  const text = await answer.text();
  if (!answer.ok || !text.includes(documentId))
    throw new Error(`the inbox of ${agency} does not show ${documentId}: ${text.slice(0, 200)}`);
}
