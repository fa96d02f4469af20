import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitGroup, type RecordedEvent, type StreamHead } from './event';
import { LmdbLog } from './lmdb-log';
import { MemoryLog } from './memory-log';
import { recordBytes } from './record.codec';
import { type EventLog } from './store';

const wide = { events: 1_000, bytes: 1_000_000 };

/** A group of events numbered on from `first`, at the places that the log has for them. */
function groupOf(
  log: EventLog,
  first: number,
  streams: readonly string[],
  revisions: Map<string, number>,
): CommitGroup {
  let nextPosition = log.nextPosition();
  const heads = new Map<string, StreamHead>();
  const events = streams.map((stream, index): RecordedEvent => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    const n = first + index;
    const position = nextPosition;
    revisions.set(stream, revision);
    heads.set(stream, { revision, position, policy: { maxCount: 7 } });
    const data = Buffer.from(`{"n":${n}}`);
    const id = `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
    const event = {
      id,
      type: 'T',
      isJson: true,
      data,
      metadata: Buffer.alloc(0),
      stream,
      revision,
      position,
    };
    nextPosition += recordBytes(event);
    return { ...event, createdMs: 1 };
  });
  return { events, heads, nextPosition };
}

describe.each<[string, (folder: string) => EventLog]>([
  ['memory', () => new MemoryLog()],
  ['lmdb', (folder) => LmdbLog.open(folder)],
])('the event log in %s', (kind, open) => {
  let folder: string;
  let log: EventLog;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'event-log-'));
    log = open(folder);
    const revisions = new Map<string, number>();
    await log.commit(groupOf(log, 1, ['a', 'b', 'a', 'á/ü', 'a'], revisions));
    await log.commit(groupOf(log, 6, ['b', 'a'], revisions));
  });

  afterEach(async () => {
    await log.close();
    rmSync(folder, { recursive: true });
  });

  const numbersOf = (events: readonly RecordedEvent[]) =>
    events.map(({ data }) => (JSON.parse(Buffer.from(data).toString()) as { n: number }).n);
  /** Bytes of the records: 50 each, the names of stream and type, `{"n":1}`; `á/ü` has 5. */
  const placeOf = [0, 1, 60, 119, 178, 241, 300, 359];
  const [first = 0, , third = 0, , fifth = 0, , seventh = 0] = placeOf.slice(1);

  it('reads a stream both ways within its range', () => {
    expect(numbersOf(log.readStream('a', { first: 0, last: 3 }, 'forwards', wide))).toEqual([1, 3, 5, 7]);
    expect(numbersOf(log.readStream('a', { first: 1, last: 2 }, 'backwards', wide))).toEqual([5, 3]);
    expect(log.readStream('a', { first: 2, last: 1 }, 'forwards', wide)).toEqual([]);
    expect(log.readStream('nothing', { first: 0, last: 9 }, 'forwards', wide)).toEqual([]);
  });

  it('reads everything both ways within its range', () => {
    expect(numbersOf(log.readAll({ first, last: seventh }, 'forwards', wide))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(numbersOf(log.readAll({ first: third, last: fifth }, 'backwards', wide))).toEqual([5, 4, 3]);
    expect(numbersOf(log.readAll({ first: third + 1, last: fifth + 1 }, 'forwards', wide))).toEqual([4, 5]);
    expect(numbersOf(log.readAll({ first: third + 1, last: fifth - 1 }, 'backwards', wide))).toEqual([4]);
    expect(log.readAll({ first: 8, last: 7 }, 'forwards', wide)).toEqual([]);
  });

  it('places each event where the record before it ends', () => {
    const events = log.readAll({ first, last: seventh }, 'forwards', wide);
    expect(events.map(({ position }) => position)).toEqual(placeOf.slice(1));
    expect([log.lastPosition(), log.nextPosition()]).toEqual([359, 418]);
    expect([0, 1, 59, 60, 61, 359, 418].map((place) => log.isPlace(place))).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('ends a page at the limit of events, and of bytes after at least one', () => {
    const range = { first, last: seventh };
    expect(log.readAll(range, 'forwards', { events: 2, bytes: 1_000 })).toHaveLength(2);
    expect(log.readAll(range, 'backwards', { events: 9, bytes: 1 })).toHaveLength(1);
    expect(log.readStream('a', { first: 0, last: 3 }, 'forwards', { events: 9, bytes: 8 })).toHaveLength(2);
  });

  it('gives back events and heads as they were', () => {
    const [event] = log.readStream('á/ü', { first: 0, last: 0 }, 'forwards', wide);
    expect(event).toMatchObject({
      stream: 'á/ü',
      revision: 0,
      position: placeOf[4],
      isJson: true,
      createdMs: 1,
    });
    expect(Buffer.from(event?.data ?? []).toString()).toBe('{"n":4}');
    expect(log.head('b')).toMatchObject({ revision: 1, position: placeOf[6], policy: { maxCount: 7 } });
    expect(log.head('nothing')).toBeUndefined();
  });

  it('names streams by how they begin, page by page, and tells where their events stand', async () => {
    await log.commit(groupOf(log, 8, ['ab', 'a-1', 'b', 'ác'], new Map([['b', 1]])));
    expect(log.streamsNamed('a', undefined, 9)).toEqual(['a', 'a-1', 'ab']);
    expect(log.streamsNamed('a', undefined, 2)).toEqual(['a', 'a-1']);
    expect(log.streamsNamed('a', 'a-1', 2)).toEqual(['ab']);
    expect(log.streamsNamed('á', undefined, 9)).toEqual(['á/ü', 'ác']);
    expect(log.streamsNamed('c', undefined, 9)).toEqual([]);
    expect(log.placesOf('a', 9)).toEqual([placeOf[1], placeOf[3], placeOf[5], placeOf[7]]);
    expect(log.placesOf('a', 2)).toEqual([placeOf[1], placeOf[3]]);
    expect(log.placesOf('nothing', 2)).toEqual([]);
  });

  it('makes one commit per group', () => expect(log.commits()).toBe(2));

  if (kind === 'lmdb') {
    it('has everything after it was closed and opened', async () => {
      await log.close();
      log = open(folder);
      expect([log.lastPosition(), log.nextPosition()]).toEqual([359, 418]);
      expect(numbersOf(log.readStream('b', { first: 0, last: 1 }, 'forwards', wide))).toEqual([2, 6]);
      expect(log.commits()).toBe(0);
    });
  }
});
