import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { type EventStore, EventStoreDbStore, type NewEvent } from '@adapters/event-store';
import type { Schema } from '@domain/decider';
import { dossierCodec } from '@domain/dossier/events';
import type { Row } from '../bench';
import { durableAppends, usualFact } from '../durable-appends';
import { ratePerSecond } from '../in-flight';
import { compared, quantile, type Slice } from '../pairs';
import { comparedLine, type Line, number } from '../table';

/** W with 1, 16 and 128 in flight, and what our own adapter makes of it. */
export const appends: Row = async (bench) => {
  const url = await bench.store();
  const store = EventStoreDbStore.connect(url);
  const lines: Line[] = [];
  try {
    for (const width of [1, 16, 128]) {
      const what = `our port \`EventStore.append\`, ${width} in flight`;
      const row = { row: 'W', what, unit: 'appends/s', wanted: '≥ 0.9' };
      const result = await compared(adapterAppends(store, width), durableAppends(url, width), bench);
      lines.push(comparedLine({ ...row, against: `W: official client, ${width} in flight` }, result));
    }
  } finally {
    await store.close();
  }
  return lines;
};

/**
 * What it costs that every fact is held to its schema, in processor time of the writing process: other load moves that
 * less than rates. The append beside one whose schema lets anything in; and the check alone beside that append.
 */
export const schemas: Row = async (bench) => {
  const store = EventStoreDbStore.connect(await bench.store());
  const unit = 'appends per processor second';
  try {
    const held = perProcessorSecond((ms, count) => appendFor(store, ms, count));
    const free = perProcessorSecond((ms, count) => appendFor(store, ms, count, anything));
    const result = await compared(held, free, bench);
    const line = {
      row: 'schemas',
      what: 'our port, facts held to their schema, 16 in flight',
      unit,
      wanted: '≥ 0.98',
    };
    const [checkUs, appendUs] = [await microsecondsOfCheck(store), 1e6 / result.against.median];
    return [
      comparedLine({ ...line, against: 'a schema that lets anything in' }, result),
      {
        row: 'schemas',
        what: 'the check of one fact alone',
        value: `${number(checkUs)} µs of processor time`,
        against: `the append: ${number(appendUs)} µs`,
        ratio: `**${number(checkUs / appendUs)}**`,
        wanted: '≤ 0.02',
      },
    ];
  } finally {
    await store.close();
  }
};

const anything = {} as Schema;

const perProcessorSecond =
  (work: (ms: number, count: () => void) => Promise<unknown>): Slice =>
  async (ms) => {
    let done = 0;
    const before = process.cpuUsage();
    await work(ms, () => done++);
    const { user, system } = process.cpuUsage(before);
    return (done * 1e6) / (user + system);
  };

const appendFor = (store: EventStore, ms: number, count: () => void, schema?: Schema) =>
  ratePerSecond(16, ms, async () => {
    await store.append(`dossier-${randomUUID()}`, [newFact(schema)], 'absent');
    count();
  });

/** Many facts that fit before one that does not: nothing is sent, so that checks are all there is. */
async function microsecondsOfCheck(store: EventStore): Promise<number> {
  const many = Array.from({ length: 10_000 }, () => newFact());
  const malformed = { ...newFact(), data: { at: '' } };
  const times: number[] = [];
  for (let run = 0; run < 20; run++) {
    const before = process.cpuUsage();
    const error: unknown = await store.append('dossier-none', [...many, malformed], 'absent').catch(String);
    const { user, system } = process.cpuUsage(before);
    if (!String(error).startsWith('MalformedFact')) throw new Error(`it was not refused: ${String(error)}`);
    times.push((user + system) / many.length);
  }
  return quantile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

/** The same append on emmett over PostgreSQL that syncs each commit. */
export const emmett: Row = async (bench) => {
  const url = await bench.store();
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
  (store: EventStore, width: number): Slice =>
  (ms) =>
    ratePerSecond(width, ms, async () => {
      const { revision } = await store.append(`dossier-${randomUUID()}`, [newFact()], 'absent');
      if (revision !== 0n) throw new Error(`revision ${revision} instead of 0`);
    });

function newFact(schema?: Schema): NewEvent {
  const stored = dossierCodec.encode({ type: 'HandoffOffered', data: usualFact() });
  return { id: randomUUID(), ...stored, metadata, schema: schema ?? stored.schema };
}

const metadata = {
  v: 1 as const,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: 'H98', officer: 'onestopofficer.H98', role: 'OneStopOfficer' },
  source: 'http' as const,
};
