import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from './engine';
import { type ProposedEvent } from './event';
import { compileFilter } from './filter-rules';
import { sparseBytesPerEvent, sparseFromBytes } from './limits';
import { LmdbLog } from './lmdb-log';
import { MemoryLog } from './memory-log';
import { Reader } from './reader';
import { defaultLine, waysOf } from './server-ways';
import { sparsePlaces } from './sparse-streams';
import { type EventLog } from './store';

const signal = new AbortController().signal;
const event = (bytes: number): ProposedEvent => ({
  ...{ id: randomUUID(), type: 'T', isJson: true, metadata: Buffer.alloc(0) },
  data: Buffer.from(JSON.stringify({ filler: 'x'.repeat(bytes) })),
});

/** What a subscription through prefixes is given until it has caught up: each event's stream, revision and place. */
async function caughtUpBy(engine: Engine, prefixes: readonly string[], names = prefixes) {
  const filter = compileFilter({ on: 'stream', regex: '', prefixes });
  if ('invalid' in filter) throw new Error(filter.invalid);
  const ways = { ...waysOf(defaultLine) };
  const request = {
    ...({ stream: undefined, from: 'start', direction: 'forwards', count: 'follow' } as const),
    ...({ filter: filter.matches, streamPrefixes: names, checkpointEvery: 256, uuidShape: 'text' } as const),
    ...{ resolvesLinks: false, tellsRevisions: false },
  };
  const told: string[] = [];
  let checkpoint: string | undefined;
  for await (const page of new Reader(engine, ways, request, () => 0, signal).pages()) {
    for (const response of page) {
      const shown = response.getEvent()?.getEvent();
      if (shown !== undefined) {
        const name = Buffer.from(shown.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
        told.push(`${name}@${shown.getStreamRevision()} ${shown.getCommitPosition()}`);
      }
      checkpoint = response.getCheckpoint()?.getCommitPosition() ?? checkpoint;
    }
    if (page.some((response) => response.hasCaughtUp())) break;
  }
  return { told, checkpoint };
}

describe.each<[string, (folder: string) => EventLog]>([
  ['memory', () => new MemoryLog()],
  ['lmdb', (folder) => LmdbLog.open(folder)],
])('a far subscription to few streams, log in %s', (_, open) => {
  let folder: string;
  let log: EventLog;
  let engine: Engine;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sparse-streams-'));
    log = open(folder);
    const onFailure = (failure: Error) => {
      throw failure;
    };
    engine = new Engine({ log, nowMs: () => 0, onFailure });
    const many = Array.from({ length: 120 }, () => event(64));
    for (let written = 0, n = 0; written < sparseFromBytes + 1_000_000; n += 1) {
      written += 100_000;
      await engine.append(`dossier-${n}`, 'any', [event(100_000)]);
      if (n % 7 === 0) await engine.append(`agency-${n % 3}`, 'any', [event(8), event(8)]);
      if (n === 20) await engine.append('agency-long', 'any', many);
    }
    const most = Math.ceil(engine.durablePosition / sparseBytesPerEvent) + 100;
    await engine.append(
      'many-1',
      'any',
      Array.from({ length: most }, () => event(1)),
    );
    await engine.tombstone('agency-1', 'any');
    await engine.append('dossier-last', 'any', [event(8)]);
  });
  afterAll(async () => {
    await log.close();
    rmSync(folder, { recursive: true });
  });

  const whole = () => ({ first: 1, last: engine.durablePosition });

  it.each([[['agency-']], [['agency-0', 'agency-', 'agency-2']], [['agency-2', 'agency-long', 'nothing-']]])(
    'is given through %j what a look at everything gives, and told how far that goes',
    async (prefixes) => {
      expect(await sparsePlaces(engine, prefixes, whole(), signal)).toBeDefined();
      const looked = await caughtUpBy(engine, prefixes, ['']);
      const found = await caughtUpBy(engine, prefixes);
      expect(found.told).toEqual(looked.told);
      expect(found.told.length).toBeGreaterThan(0);
      expect(found.checkpoint).toBe(String(engine.durablePosition));
    },
  );

  it('looks at everything where these streams are many, the way is short, or every name begins so', async () => {
    const { first, last } = whole();
    expect(await sparsePlaces(engine, [''], whole(), signal)).toBeUndefined();
    expect(await sparsePlaces(engine, ['a'], { first: last - 1_000, last }, signal)).toBeUndefined();
    const few = {
      ...engine,
      streamsNamed: () => ['s'],
      placesOf: (_name: string, max: number) => Array(max),
    };
    expect(await sparsePlaces(few as never, ['s'], { first, last }, signal)).toBeUndefined();
  });
});
