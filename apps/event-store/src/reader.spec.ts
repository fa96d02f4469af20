import { randomUUID } from 'node:crypto';
import { Engine } from './engine';
import { type ProposedEvent } from './event';
import { MemoryLog } from './memory-log';
import { type ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import { Reader } from './reader';

/** A reader on a log and a clock of its own, for what depends on the time or on what one commit holds. */
let nowMs: number;
let engine: Engine;
beforeEach(() => {
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
  checkpointEvery: 0,
  uuidShape: 'text',
  resolvesLinks: false,
  tellsRevisions: false,
};
const signal = new AbortController().signal;
const reading = (request: Pick<ReadRequest, 'stream'> & Partial<ReadRequest>) =>
  new Reader(engine, { ...defaults, ...request }, () => nowMs, signal).pages();

function gist(response: ReadResp): string {
  if (response.hasConfirmation()) return 'confirmed';
  if (response.hasCaughtUp()) return 'caught up';
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
async function follow(stream: string, count: number, meanwhile: () => Promise<unknown>): Promise<string[]> {
  const told: string[] = [];
  try {
    for await (const page of reading({ stream, count: 'follow' })) {
      told.push(...page.map(gist));
      if (page.some((response) => response.hasCaughtUp())) void meanwhile();
      if (told.length >= count) break;
    }
  } catch (error) {
    told.push((error as Error).name);
  }
  return told;
}

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
