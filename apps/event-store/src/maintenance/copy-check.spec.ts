import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CopiedEvent, tombstoneOnTheWire } from './copied-event';
import { CopyCheck } from './copy-check';
import { FolderStore } from './folder-store';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'copy-check-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const event = (stream: string, revision: number, given: Partial<CopiedEvent> = {}): CopiedEvent => ({
  id: `00000000-0000-4000-8000-00000000000${revision}`,
  type: 'Noted',
  isJson: true,
  data: Buffer.from(`{ "n": ${revision} }`),
  metadata: Buffer.from('{}'),
  stream,
  revision: BigInt(revision),
  place: '',
  createdMs: 1_700_000_000_000 + revision,
  ...given,
});
const metadata = (stream: string, revision: number, text: string): CopiedEvent =>
  event(`$$${stream}`, revision, { type: '$metadata', data: Buffer.from(text), metadata: Buffer.alloc(0) });
const tombstone = (stream: string): CopiedEvent =>
  event(stream, 0, { type: '$streamDeleted', revision: tombstoneOnTheWire });

const source = [
  event('a', 0),
  event('a', 1),
  event('a', 2),
  event('short', 0),
  event('short', 1),
  metadata('short', 0, '{"$maxCount":1,"of":"us"}'),
  event('gone', 0),
  tombstone('gone'),
];
const instead = (of: CopiedEvent, given: Partial<CopiedEvent>): CopiedEvent[] =>
  source.map((each) => (each === of ? { ...each, ...given } : each));
const without = (left: CopiedEvent): CopiedEvent[] => source.filter((each) => each !== left);
const [, second, third, hidden, , ofShort, , end] = source as [
  CopiedEvent,
  CopiedEvent,
  CopiedEvent,
  CopiedEvent,
  CopiedEvent,
  CopiedEvent,
  CopiedEvent,
  CopiedEvent,
];

async function differences(there: readonly CopiedEvent[]): Promise<string[]> {
  const target = FolderStore.take(folder);
  const check = new CopyCheck();
  for (const each of source) check.expect(each);
  for (const each of there) {
    if (each.type === '$streamDeleted') await target.tombstone(each, each.stream === 'short' ? 1n : 0n);
    else await target.append([{ stream: each.stream, events: [each], after: each.revision - 1n }]);
  }
  const found = await check.compare(target, new Set(), () => undefined);
  await target.close();
  return found.map(({ stream, revision, what }) => `${revision}@${stream}: ${what}`);
}

it('finds nothing where the target answers as the source, whatever else it holds', async () =>
  expect(await differences([...source, event('theirs', 0), metadata('theirs', 0, '{}')])).toEqual([]));

const other = 'the event is another one';
it.each<[string, CopiedEvent[], string[]]>([
  ['another id', instead(second, { id: '10000000-0000-4000-8000-000000000000' }), [`1@a: ${other}`]],
  ['another type', instead(second, { type: 'Wrote' }), [`1@a: ${other}`]],
  ['another content type', instead(second, { isJson: false }), [`1@a: ${other}`]],
  ['bytes written anew', instead(second, { data: Buffer.from('{"n":1}') }), [`1@a: ${other}`]],
  ['other metadata', instead(second, { metadata: Buffer.from('{ }') }), [`1@a: ${other}`]],
  ['a hidden event that is another', instead(hidden, { type: 'X' }), [`0@short: ${other}`]],
  ['a lost event', without(third), ['2@a: the event is missing in the log']],
  ['an event too many', [...source, event('a', 3)], ['3@a: the source has no such event']],
  ['a lost limit', without(ofShort), ['0@$$short: the event is missing in the log', '1@short: revision 0']],
  [
    'another limit',
    instead(ofShort, { data: Buffer.from('{"$maxCount":2}') }),
    [`0@$$short: ${other}`, '1@sh'],
  ],
  [
    'a limit of none',
    instead(ofShort, { data: Buffer.from('{"$tb":9}') }),
    [`0@$$short: ${other}`, '1@short: '],
  ],
  [
    'a stream that goes on',
    without(end),
    ['1@gone: the stream is not deleted', '0@gone: a reader is told "there"'],
  ],
  [
    'a stream that is deleted',
    [...without(ofShort), { ...end, stream: 'short' }],
    [
      '2@short: the stream is deleted for ever',
      '0@$$short: the event is missing in the log',
      '0@short: a reader is told "deleted" instead of "there"',
    ],
  ],
])('names %s', async (_, there, expected) => {
  const found = await differences(there);
  expect(found).toEqual(expected.map((line) => expect.stringContaining(line) as string));
});
