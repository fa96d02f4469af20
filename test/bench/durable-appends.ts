import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  type Position,
  START,
} from '@eventstore/db-client';
import { ratePerSecond } from './in-flight';
import type { Slice } from './pairs';

/** A fact of the usual size: 235 bytes with 330 bytes of metadata. */
export const usualFact = () => ({
  dossierId: randomUUID(),
  handoffId: randomUUID(),
  from: 'H98',
  to: 'H98.1',
  giver: 'onestopofficer.H98',
  reason: 'Chuyển thẩm định',
  at: new Date().toISOString(),
});

const metadata = {
  v: 1,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: 'H98', officer: 'onestopofficer.H98', role: 'OneStopOfficer' },
  source: 'http',
};

const clients = new Map<string, EventStoreDBClient>();

/**
 * W: appends of one event to a new stream each, through the official client against an embedded node on disk that does
 * nothing else.
 */
export const durableAppends =
  (url: string, inFlight: number): Slice =>
  async (ms) => {
    const client = clients.get(url) ?? EventStoreDBClient.connectionString(url);
    clients.set(url, client);
    const before = await headOf(client);
    const own = randomUUID();
    let appended = 0;
    const rate = await ratePerSecond(inFlight, ms, async () => {
      const event = jsonEvent({ type: 'HandoffOffered.v1', data: usualFact(), metadata });
      await client.appendToStream(`bench-${own}-${randomUUID()}`, [event], { expectedRevision: NO_STREAM });
      appended++;
    });
    const recorded = await countAfter(client, before, `bench-${own}-`);
    if (recorded !== appended) throw new Error(`${appended} appends were answered, ${recorded} recorded`);
    return rate;
  };

type From = Position | typeof START;

async function headOf(client: EventStoreDBClient): Promise<From> {
  let head: From = START;
  // Read to its end: a read that is left early keeps the client from closing.
  for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })) {
    head = event?.position ?? head;
  }
  return head;
}

/** Events are counted, not positions: in a real store those are offsets. */
async function countAfter(client: EventStoreDBClient, from: From, prefix: string): Promise<number> {
  let count = 0;
  for await (const { event } of client.readAll({ fromPosition: from }))
    if (event?.streamId.startsWith(prefix) === true) count++;
  return count;
}

export async function closeClients(): Promise<void> {
  for (const client of clients.values()) await client.dispose();
  clients.clear();
}
