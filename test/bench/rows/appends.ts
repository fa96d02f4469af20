import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { EventStoreDbStore, type EventStore } from '@adapters/event-store';
import type { Schema } from '@domain/decider';
import { dossierCodec } from '@domain/dossier/events';
import type { Row } from '../bench';
import { durableAppends, usualFact } from '../durable-appends';
import { ratePerSecond } from '../in-flight';
import { compared, type Slice } from '../pairs';
import { comparedLine, type Line } from '../table';

/** W with 1, 16 and 128 in flight, and what our own adapter makes of it. */
export const appends: Row = async (bench) => {
  const url = await bench.bareNode();
  const store = EventStoreDbStore.connect(url);
  const lines: Line[] = [];
  try {
    for (const width of [1, 16, 128]) {
      const row = { row: 'W', what: `our port \`EventStore.append\`, ${width} in flight`, unit: 'appends/s' };
      const result = await compared(adapterAppends(store, width), durableAppends(url, width), bench);
      lines.push(comparedLine({ ...row, against: `W: official client, ${width} in flight` }, result));
    }
  } finally {
    await store.close();
  }
  return lines;
};

/** What it costs that every fact is held to its schema: the same append beside one whose schema lets anything in. */
export const schemas: Row = async (bench) => {
  const store = EventStoreDbStore.connect(await bench.bareNode());
  const lines: Line[] = [];
  try {
    for (const width of [1, 16]) {
      const row = { row: 'schemas', what: `our port, facts held to their schema, ${width} in flight` };
      const result = await compared(
        adapterAppends(store, width),
        adapterAppends(store, width, anything),
        bench,
      );
      const unit = { unit: 'appends/s', against: 'a schema that lets anything in', wanted: '≥ 0.98' };
      lines.push(comparedLine({ ...row, ...unit }, result));
    }
  } finally {
    await store.close();
  }
  return lines;
};

const anything = {} as Schema;

/** The same append on emmett over PostgreSQL that syncs each commit. */
export const emmett: Row = async (bench) => {
  const url = await bench.bareNode();
  const peer = getPostgreSQLEventStore(await bench.postgres());
  const lines: Line[] = [];
  try {
    await peer.schema.migrate();
    for (const width of [1, 16, 128]) {
      const row = { row: 'emmett', what: `W: official client, ${width} in flight`, unit: 'appends/s' };
      const slice: Slice = (ms) =>
        ratePerSecond(width, ms, async () => {
          const events = [{ type: 'HandoffOffered', data: usualFact() }];
          const appended = await peer.appendToStream(`dossier-${randomUUID()}`, events, {
            expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
          });
          if (appended.nextExpectedStreamVersion !== 1n) throw new Error('emmett recorded another version');
        });
      const result = await compared(durableAppends(url, width), slice, bench);
      lines.push(
        comparedLine({ ...row, against: `emmett-postgresql, ${width} in flight`, wanted: '≥ 1' }, result),
      );
    }
  } finally {
    await peer.close();
  }
  return lines;
};

const adapterAppends =
  (store: EventStore, width: number, schema?: Schema): Slice =>
  (ms) =>
    ratePerSecond(width, ms, async () => {
      const stored = dossierCodec.encode({ type: 'HandoffOffered', data: usualFact() });
      const fact = { id: randomUUID(), ...stored, metadata, schema: schema ?? stored.schema };
      const { revision } = await store.append(`dossier-${randomUUID()}`, [fact], 'absent');
      if (revision !== 0n) throw new Error(`revision ${revision} instead of 0`);
    });

const metadata = {
  v: 1 as const,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: 'H98', officer: 'onestopofficer.H98', role: 'OneStopOfficer' },
  source: 'http' as const,
};
