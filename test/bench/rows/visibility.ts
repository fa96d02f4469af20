import { randomUUID } from 'node:crypto';
import { deliveryStream } from '@domain/delivery/events';
import type { Row } from '../bench';
import { durableAppends } from '../durable-appends';
import { agencies, type House } from '../house';
import { timesOf } from '../in-flight';
import { quantile } from '../pairs';
import { Seeds } from '../seeds';
import { number } from '../table';

/** P2: from the accepted issue to the document in the recipient's inbox, one at a time, beside one durable append. */
export const visibility: Row = async (bench) => {
  const house = await bench.house();
  const count = bench.isQuick ? 10 : 200;
  const ids = await new Seeds(house.store).documents(count, house.part);
  await house.settled();
  const single = 1000 / (await durableAppends(await bench.bareNode(), 1)(bench.sliceMs));
  const storeId = await house.storeId();
  const latencies: number[] = [];
  await timesOf(count, async (index) => {
    latencies.push(await shown(house, storeId, ids[index] as string));
  });
  latencies.sort((a, b) => a - b);
  const after = 1000 / (await durableAppends(await bench.bareNode(), 1)(bench.sliceMs));
  const append = (single + after) / 2;
  return (
    [
      ['p50', 0.5, '≤ 40'],
      ['p99', 0.99, '≤ 200'],
    ] as const
  ).map(([name, share, wanted]) => ({
    row: 'P2',
    what: `accepted to visible in the inbox, ${name} of ${count}`,
    value: `${number(quantile(latencies, share))} ms`,
    against: `one append, 1 in flight: ${number(append)} ms`,
    ratio: `**${number(quantile(latencies, share) / append)}**`,
    wanted,
  }));
};

async function shown(house: House, storeId: string, documentId: string): Promise<number> {
  const recipient = agencies[1];
  const token = await house.token('H98', 'Clerk');
  const reader = { authorization: `Bearer ${await house.token(recipient, 'Clerk')}` };
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const body = JSON.stringify({ recipients: [recipient] });
  const issued = await fetch(`${house.address}/documents/${documentId}/issue`, {
    method: 'POST',
    headers,
    body,
  });
  await issued.text();
  if (!issued.ok) throw new Error(`the issue was answered ${issued.status}`);
  const started = performance.now();
  const position = await arrivalOf(house, deliveryStream({ documentId, to: recipient }));
  const inbox = await fetch(`${house.address}/inbox?after=${storeId}.${position}`, { headers: reader });
  const text = await inbox.text();
  if (!text.includes(documentId))
    throw new Error(`the inbox does not show ${documentId}: ${text.slice(0, 200)}`);
  return performance.now() - started;
}

async function arrivalOf(house: House, stream: string): Promise<bigint> {
  const ended = new AbortController();
  for await (const event of house.store.subscribeStream(stream, { signal: ended.signal })) {
    if (event.type !== 'DocumentArrived.v1') continue;
    ended.abort();
    return event.position;
  }
  throw new Error(`${stream} ended`);
}
