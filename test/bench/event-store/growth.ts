import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../apps/event-store/src/engine';
import { LmdbLog } from '../../../apps/event-store/src/lmdb-log';
import type { Row } from '../bench';
import { usualFact } from '../durable-appends';
import { memoryOf } from '../machine';
import { type Line, number } from '../table';

const streams = 50_000;
const appenders = 256;

/** A million events in 50,000 streams on the bare engine: is it as fast as it began, and does it open at once? */
export const growth: Row = async (bench) => {
  const total = bench.isQuick ? 100_000 : 1_000_000;
  const part = total / 10;
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  try {
    const before = await memoryOf(process.pid);
    let engine = open(folder);
    const parts: number[] = [];
    for (let written = 0; written < total; written += part) {
      parts.push(await appendRate(engine, written, part));
      bench.say(`  ${number(written + part)} events: ${number(parts.at(-1) ?? NaN)}/s`);
    }
    const after = await memoryOf(process.pid);
    const [rss, anonymous] = [after.rss - before.rss, after.anonymous - before.anonymous];
    const { size } = await stat(join(folder, 'data.mdb'));
    await engine.close();
    const reopened = performance.now();
    engine = open(folder);
    if (engine.durablePosition !== total) throw new Error(`${engine.durablePosition} events of ${total}`);
    const reopenMs = performance.now() - reopened;
    const [loads, scan] = [loadRate(engine, total / streams), scanRate(engine, total)];
    await engine.close();
    return rows({ total, parts, rss, anonymous, size, reopenMs, loads, scan });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const open = (folder: string): Engine =>
  new Engine({
    log: LmdbLog.open(folder),
    nowMs: () => Date.now(),
    onFailure: (failure) => {
      throw failure;
    },
  });

async function appendRate(engine: Engine, from: number, events: number): Promise<number> {
  const started = performance.now();
  let begun = 0;
  const appender = async () => {
    while (begun < events) {
      const stream = `dossier-${(from + begun++) % streams}`;
      const { outcome } = await engine.append(stream, 'any', [usual()]);
      if (outcome !== 'recorded') throw new Error(`an append to ${stream} was answered ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: appenders }, appender));
  return (events * 1_000) / (performance.now() - started);
}

const metadata = Buffer.from(JSON.stringify({ v: 1, commandId: randomUUID(), actor: { agency: 'H98' } }));
const usual = () => ({
  id: randomUUID(),
  type: 'HandoffOffered.v1',
  isJson: true,
  data: Buffer.from(JSON.stringify(usualFact())),
  metadata,
});

function loadRate(engine: Engine, events: number): number {
  const started = performance.now();
  const loads = 20_000;
  for (let load = 0; load < loads; load++) {
    const range = { first: 0, last: events - 1 };
    const page = engine.readStream(`dossier-${(load * 7_919) % streams}`, range, 'forwards', events);
    if (page.length !== events) throw new Error(`${page.length} events in a stream of ${events}`);
  }
  return (loads * 1_000) / (performance.now() - started);
}

function scanRate(engine: Engine, total: number): number {
  const started = performance.now();
  let seen = 0;
  for (let first = 1; first <= engine.durablePosition;) {
    const page = engine.readAll({ first, last: engine.durablePosition }, 'forwards', 1_000);
    first = (page.at(-1)?.position ?? engine.durablePosition) + 1;
    seen += page.length;
  }
  if (seen !== total) throw new Error(`${seen} of ${total} events were read`);
  return (total * 1_000) / (performance.now() - started);
}

interface Grown {
  readonly total: number;
  readonly parts: readonly number[];
  readonly rss: number;
  readonly anonymous: number;
  readonly size: number;
  readonly reopenMs: number;
  readonly loads: number;
  readonly scan: number;
}

function rows({ total, parts, rss, anonymous, size, reopenMs, loads, scan }: Grown): readonly Line[] {
  const row = 'growth';
  const [first = NaN, last = NaN] = [parts[0], parts.at(-1)];
  const events = `${number(total)} events in ${number(streams)} streams`;
  return [
    {
      row,
      what: `${events}, ${appenders} in flight, bare engine: the last tenth`,
      value: `${number(last)} appends/s`,
      against: `the first tenth: ${number(first)}`,
      ratio: `**${number(last / first)}**`,
      wanted: '0.64 in the prototype',
    },
    { row, what: 'file', value: `${number(size / 2 ** 20)} MB`, wanted: '555 MB in the prototype' },
    {
      row,
      what: 'resident memory gained',
      value: `${number(rss)} MB, mapped pages counted; its own ${number(anonymous)} MB`,
    },
    { row, what: 'opened again', value: `${number(reopenMs)} ms`, wanted: '< 50 ms' },
    { row, what: `loads of streams of ${total / streams}, bare engine`, value: `${number(loads)} loads/s` },
    { row, what: 'scan of everything, bare engine', value: `${number(scan)} events/s` },
  ];
}
