import { randomUUID } from 'node:crypto';
import { Engine } from './engine';
import { type ProposedEvent } from './event';
import { MemoryLog } from './memory-log';
import { type ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import { Reader } from './reader';
import { defaultLine, type ServerLine, waysOf } from './server-ways';

/** A reader on a log and a clock of its own, for what depends on the time or on what one commit holds. */
let nowMs: number;
let engine: Engine;
let line: ServerLine;
beforeEach(() => {
  line = defaultLine;
  nowMs = 1_000_000;
  const onFailure = (failure: Error) => {
    throw failure;
  };
  engine = new Engine({ log: new MemoryLog(), nowMs: () => nowMs, onFailure });
});

const proposed = (data: string, type = 'T'): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: true,
  data: Buffer.from(data),
  metadata: Buffer.alloc(0),
});
const write = (stream: string, ...texts: string[]) =>
  engine.append(
    stream,
    'any',
    texts.map((text) => proposed(text)),
  );
const limit = (stream: string, metadata: object) =>
  engine.append(`$$${stream}`, 'any', [proposed(JSON.stringify(metadata), '$metadata')]);

const defaults: Omit<ReadRequest, 'stream'> = {
  from: 'start',
  direction: 'forwards',
  count: 99,
  filter: undefined,
  streamPrefixes: undefined,
  checkpointEvery: 0,
  uuidShape: 'text',
  resolvesLinks: false,
  tellsRevisions: false,
};
const signal = new AbortController().signal;
const reading = (request: Pick<ReadRequest, 'stream'> & Partial<ReadRequest>) =>
  new Reader(engine, waysOf(line), { ...defaults, ...request }, () => nowMs, signal).pages();

function gist(response: ReadResp): string {
  if (response.hasConfirmation()) return 'confirmed';
  if (response.hasCaughtUp()) return 'caught up';
  const checkpoint = response.getCheckpoint();
  if (checkpoint !== undefined) return `checkpoint ${checkpoint.getCommitPosition()}`;
  if (response.hasStreamNotFound()) return 'not found';
  const read = response.getEvent();
  const event = read?.getEvent();
  const shown = event === undefined ? 'gone' : Buffer.from(event.getData_asU8()).toString();
  return read?.hasLink() === true ? `-> ${shown}` : shown || (event?.getMetadataMap().get('type') ?? '');
}

async function read(request: Pick<ReadRequest, 'stream'> & Partial<ReadRequest>): Promise<string[]> {
  const told: string[] = [];
  for await (const page of reading(request)) told.push(...page.map(gist));
  return told;
}

/** What a subscription tells until it has told this many things, or has ended. */
async function follow(
  target: string | undefined,
  count: number,
  meanwhile: () => Promise<unknown>,
  request: Partial<ReadRequest> = {},
): Promise<string[]> {
  const told: string[] = [];
  try {
    for await (const page of reading({ stream: target, count: 'follow', ...request })) {
      told.push(...page.map(gist));
      if (page.some((response) => response.hasCaughtUp())) void meanwhile();
      if (told.length >= count) break;
    }
  } catch (error) {
    told.push((error as Error).name);
  }
  return told;
}

const filtered = (prefix: string) => ({
  filter: ({ stream }: { stream: string }) => stream.startsWith(prefix),
  checkpointEvery: 2,
});
const nothing = () => Promise.resolve();

describe('rule 12: $maxAge', () => {
  beforeEach(async () => {
    for (const text of ['a', 'b', 'c']) {
      await write('s', text);
      nowMs += 10_000;
    }
    await limit('s', { $maxAge: 20 });
  });

  it('hides what is older at the time of the read, in both directions', async () => {
    expect(await read({ stream: 's' })).toEqual(['b', 'c']);
    expect(await read({ stream: 's', direction: 'backwards', from: 'end' })).toEqual(['c', 'b']);
    nowMs += 1;
    expect(await read({ stream: 's' })).toEqual(['c']);
    nowMs += 60_000;
    expect(await read({ stream: 's' })).toEqual([]);
  });

  it('does not count what it hides', async () =>
    expect(await read({ stream: 's', count: 1 })).toEqual(['b']));

  it('hides the targets of links', async () => {
    await engine.append('links', 'any', [proposed('0@s', '$>'), proposed('2@s', '$>')]);
    expect(await read({ stream: 'links', resolvesLinks: true })).toEqual(['-> gone', '-> c']);
    expect(await read({ stream: 'links' })).toEqual(['0@s', '2@s']);
  });

  it('is not asked of events that come while a subscription waits', async () => {
    const told = await follow('s', 5, () => {
      nowMs += 60_000;
      const appending = write('s', 'd');
      nowMs += 60_000;
      return appending;
    });
    expect(told).toEqual(['confirmed', 'b', 'c', 'caught up', 'd']);
  });
});

describe('rule 15: what one commit holds reaches whoever waits', () => {
  it('even what is truncated by then', async () => {
    await limit('s', { $maxCount: 1 });
    const told = await follow('s', 5, () => write('s', 'a', 'b', 'c'));
    expect(told).toEqual(['confirmed', 'caught up', 'a', 'b', 'c']);
  });

  it('even what is deleted by then', async () => {
    const told = await follow('s', 4, () =>
      Promise.all([write('s', 'a'), engine.softDelete('s', 'any'), write('s', 'b')]),
    );
    expect(told).toEqual(['confirmed', 'caught up', 'a', 'b']);
  });

  it('even what came just before a tombstone, which is told as well', async () => {
    const told = await follow('s', 9, () =>
      Promise.all([write('s', 'a', 'b'), engine.tombstone('s', 'any')]),
    );
    expect(told).toEqual(['confirmed', 'caught up', 'a', 'b', '$streamDeleted', 'StreamDeleted']);
  });
});

const beforeStart = 'checkpoint 18446744073709551615';

describe('a filtered subscription that goes live after it found nothing', () => {
  it('is told a place before the start by 24.2, and no place after that one', async () => {
    await write('s', 'a');
    const more = () => write('s', 'b', 'c', 'd').then(() => write('t', 'e'));
    expect(await follow(undefined, 4, more, filtered('t'))).toEqual([
      'confirmed',
      beforeStart,
      'caught up',
      'e',
    ]);
  });

  it('is told so on an empty store, too, as a real one is never empty', async () =>
    expect(await follow(undefined, 3, nothing, filtered('t'))).toEqual([
      'confirmed',
      beforeStart,
      'caught up',
    ]));

  it('is told nothing of the kind by 23.10, nor when it begins at the end or has found something', async () => {
    await write('s', 'a');
    const atEnd = { ...filtered('t'), from: 'end' } as const;
    expect(await follow(undefined, 2, nothing, atEnd)).toEqual(['confirmed', 'caught up']);
    const found = ['confirmed', 'a', 'checkpoint 1', 'caught up'];
    expect(await follow(undefined, 4, nothing, filtered('s'))).toEqual(found);
    line = '23.10';
    expect(await follow(undefined, 2, nothing, filtered('t'))).toEqual(['confirmed', 'caught up']);
  });
});

describe.each([
  ['a stream', 's'],
  ['$all', undefined],
])('a live subscriber of %s that is busy while events come', (_, target) => {
  const each = Array.from({ length: 40 }, (_, n) => `${n}`);
  /** What it is told when this many appends become durable while it has the message that it is caught up in hand. */
  async function busy(appends: number, count: number): Promise<string[]> {
    const told: string[] = [];
    try {
      for await (const page of reading({ stream: target, count: 'follow', from: 'end' })) {
        told.push(...page.map(gist));
        if (page.some((response) => response.hasCaughtUp())) {
          for (const text of each.slice(0, told.length > 3 ? 0 : appends)) await write('s', text);
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (told.length >= count) break;
      }
    } catch (error) {
      told.push((error as Error).message);
    }
    return told;
  }

  it.each(['23.10', '24.2'] as const)('gets 32 of them from %s', async (name) => {
    line = name;
    expect(await busy(32, 34)).toEqual(['confirmed', 'caught up', ...each.slice(0, 32)]);
  });

  it('is ended by 23.10 with the 33rd', async () => {
    line = '23.10';
    const message = /^Operation timed out: Consumer too slow to handle event while transitioning to live\./;
    expect(await busy(33, 9)).toEqual(['confirmed', 'caught up', expect.stringMatching(message)]);
  });

  it('falls behind with 24.2, reads them all and is caught up again', async () =>
    expect(await busy(33, 36)).toEqual(['confirmed', 'caught up', ...each.slice(0, 33), 'caught up']));
});

describe('a subscription to a stream that is not there', () => {
  const absentUntil = (meanwhile: () => Promise<unknown>, count: number) => {
    const told = follow('s', count, nothing);
    return Promise.all([told, meanwhile()]).then(([facts]) => facts);
  };

  it('is caught up at once with 24.2, and sees a tombstone before the error', async () => {
    const end = () => engine.tombstone('s', 'any');
    const facts = ['confirmed', 'caught up', '$streamDeleted', 'StreamDeleted'];
    expect(await follow('s', 9, end)).toEqual(facts);
  });

  it('is caught up with 23.10 after the first event', async () => {
    line = '23.10';
    expect(await absentUntil(() => write('s', 'a'), 3)).toEqual(['confirmed', 'a', 'caught up']);
  });

  it('hears of its tombstone by the error alone with 23.10', async () => {
    line = '23.10';
    expect(await absentUntil(() => engine.tombstone('s', 'any'), 9)).toEqual(['confirmed', 'StreamDeleted']);
  });

  it('is silent with 23.10 when it begins at the end of a tombstoned one, and refused by 24.2', async () => {
    await engine.tombstone('s', 'any');
    expect(await follow('s', 9, nothing, { from: 'end' })).toEqual(['StreamDeleted']);
    line = '23.10';
    expect(await follow('s', 2, nothing, { from: 'end' })).toEqual(['confirmed', 'caught up']);
    expect(await follow('s', 2, nothing)).toEqual(['StreamDeleted']);
  });
});
