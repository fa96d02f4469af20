import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, open } from 'lmdb';
import { type RecordedEvent, tombstoneRevision } from '../event';
import { LmdbLog, stateKey } from '../lmdb-log';
import { decodeState, emptyState, encodeState } from '../log-state';
import { encodeNumber } from '../record.codec';
import { noPolicy, parseStreamPolicy } from '../stream-metadata';
import { runCommand } from './commands';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const log = LmdbLog.open(folder);
  for (let position = 1; position <= 6; position += 1) await log.commit(noteAt(position));
  await log.commit(limitOfEven);
  await log.commit(endOfOdd);
  await log.close();
  await toFormatOne();
});

afterEach(() => rmSync(folder, { recursive: true }));

const event = (position: number, stream: string, revision: number, text: string): RecordedEvent => ({
  id: `00000000-0000-0000-0000-00000000000${position}`,
  type: revision === tombstoneRevision ? '$streamDeleted' : 'T',
  isJson: false,
  data: Buffer.from(text),
  metadata: Buffer.alloc(0),
  stream,
  revision,
  position,
  createdMs: 1,
});

/** Odd positions belong to stream `odd`, the first stream; even ones to `even`, the second. */
function noteAt(position: number) {
  const stream = position % 2 === 0 ? 'even' : 'odd';
  const noted = event(position, stream, Math.ceil(position / 2) - 1, `payload of ${position}`);
  return { events: [noted], heads: new Map([[stream, { ...noted, policy: noPolicy }]]), nextPosition: 0 };
}

const limit = event(7, '$$even', 0, '{"$maxCount":2}');
const limitOfEven = {
  events: [limit],
  nextPosition: 0,
  heads: new Map([
    ['$$even', { ...limit, policy: noPolicy }],
    ['even', { revision: 2, position: 6, policy: parseStreamPolicy(limit.data) }],
  ]),
};

const tombstone = event(8, 'odd', tombstoneRevision, '');
const endOfOdd = {
  events: [tombstone],
  nextPosition: 0,
  heads: new Map([['odd', { revision: 2, position: 8, policy: noPolicy, isTombstoned: true } as const]]),
};

/** The folder as a version wrote it that numbered events one by one. */
const toFormatOne = () =>
  change('state', (states) => {
    const { lastPosition, lastStreamNumber } =
      decodeState(states.get(stateKey) ?? Buffer.alloc(0)) ?? emptyState;
    return states.put(stateKey, encodeState({ format: 1, lastPosition, lastStreamNumber }));
  });

const options = { encoding: 'binary', keyEncoding: 'binary' } as const;

async function change(
  table: string,
  how: (rows: Database<Buffer, Buffer>) => Promise<unknown>,
): Promise<void> {
  const root = open<Buffer, Buffer>({ path: folder, noSubdir: false, ...options });
  await how(root.openDB<Buffer, Buffer>({ name: table, ...options }));
  await root.close();
}

function flipBitIn(text: string): void {
  const path = join(folder, 'data.mdb');
  const file = readFileSync(path);
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) {
    file.writeUInt8(file.readUInt8(at) ^ 1, at);
  }
  writeFileSync(path, file);
}

async function verified(): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const terminal = { say: (line: string) => void lines.push(line), tellProgress: () => undefined };
  return { code: await runCommand(['verify', '--data', folder], terminal), lines };
}

const keyOf = (streamNumber: number, revision: number): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, streamNumber]), encodeNumber(revision)]);

it('calls a store sound that is, with deleted streams and metadata', async () =>
  expect(await verified()).toEqual({
    code: 0,
    lines: ['sound: 8 events in 2 streams, last position 8 looked at'],
  }));

it.each<[string, () => unknown, string[]]>([
  [
    'a flipped bit',
    () => flipBitIn('payload of 4'),
    ['the checksum does not match; stream "even", revision 1, position 4'],
  ],
  [
    'a lost record',
    () => change('events', (events) => events.remove(encodeNumber(4))),
    ['the record is missing; stream "even", revision 1, position 4'],
  ],
  [
    'the lost last record',
    () => change('events', (events) => events.remove(encodeNumber(8))),
    [
      'the state record ends at position 8, the log at 7; position 8',
      `the record is missing; stream "odd", revision ${tombstoneRevision}, position 8`,
    ],
  ],
  [
    'a lost index entry',
    () => change('index', (index) => index.remove(keyOf(1, 1))),
    ['the index entry is missing; stream "odd", revision 1, position 3'],
  ],
  [
    'an index entry that leads elsewhere',
    () => change('index', (index) => index.put(keyOf(2, 1), encodeNumber(3))),
    ['the index entry leads to position 3; stream "even", revision 1, position 4'],
  ],
  [
    'an index entry too many',
    () => change('index', (index) => index.put(keyOf(2, 9), encodeNumber(3))),
    [
      'the index entry leads to the record of another event, or to none; stream "even", revision 9, position 3',
    ],
  ],
  [
    'a changed head',
    () => change('heads', (heads) => heads.put(Buffer.from('even'), Buffer.alloc(30))),
    ['the head of the stream has a wrong checksum; stream "even"'],
  ],
  [
    'a lost head',
    () => change('heads', (heads) => heads.remove(Buffer.from('$$even'))),
    ['the stream has no head; stream "$$even"'],
  ],
  [
    'a damaged state record',
    () => change('state', (states) => states.put(Buffer.from('state'), Buffer.from('nonsense'))),
    ['the state record has a wrong checksum or is missing'],
  ],
])('names %s, and nothing else', async (_, damage, expected) => {
  await damage();
  const { code, lines } = await verified();
  expect(code).toBe(1);
  expect(lines.slice(0, -1)).toEqual(expected.map((line) => `damage: ${line}`));
  expect(lines.at(-1)).toMatch(new RegExp(`^damaged in ${expected.length} place`));
});

it('tells each flipped bit in a name that hides a stream from its readers', async () => {
  const path = join(folder, 'data.mdb');
  const sound = readFileSync(path);
  let hidden = 0;
  for (const { index: at } of sound.toString('latin1').matchAll(/even(?!ts)/g)) {
    const flipped = Buffer.from(sound);
    flipped.writeUInt8(flipped.readUInt8(at + 3) ^ 1, at + 3);
    writeFileSync(path, flipped);
    const log = LmdbLog.open(folder);
    const isHidden = log.head('even') === undefined;
    await log.close();
    if (!isHidden) continue;
    hidden += 1;
    const { code, lines } = await verified();
    expect(code).toBe(1);
    expect(lines).toEqual([
      'damage: the head of the stream has a wrong checksum; stream "eveo"',
      'damage: the stream has no head; stream "even"',
      expect.stringMatching(/^damaged in 2 places: 8 events/),
    ]);
  }
  expect(hidden).toBeGreaterThan(0);
});

it('names every damage of one store', async () => {
  flipBitIn('payload of 1');
  await change('events', (events) => events.remove(encodeNumber(6)));
  await change('index', (index) => index.remove(keyOf(1, 1)));
  expect((await verified()).lines).toEqual([
    'damage: the index entry is missing; stream "odd", revision 1, position 3',
    'damage: the checksum does not match; stream "odd", revision 0, position 1',
    'damage: the record is missing; stream "even", revision 2, position 6',
    'damaged in 3 places: 6 events in 2 streams, last position 8 looked at',
  ]);
});

it('calls a file that is no store damaged, and a folder without one wrong', async () => {
  writeFileSync(join(folder, 'data.mdb'), 'not a store at all '.repeat(1_000));
  expect(await verified()).toMatchObject({
    code: 1,
    lines: [/is not an event store/, /^damaged in 1 place/].map(
      (line) => expect.stringMatching(line) as string,
    ),
  });
  rmSync(join(folder, 'data.mdb'));
  expect(await verified()).toEqual({ code: 2, lines: [] });
});
