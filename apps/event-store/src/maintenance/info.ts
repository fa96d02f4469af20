import { statSync } from 'node:fs';
import { join } from 'node:path';
import { holderOf } from '../folder-lock';
import { firstPosition } from '../log-state';
import { decodeHead, decodeRecord } from '../record.codec';
import { defaultLine, waysOf } from '../server-ways';
import { describedStream } from '../stream-metadata';
import { type Command, defaultFolder, parseWords, Refused } from './command';
import { withLogin } from './login';
import { RemoteStore } from './remote-store';
import { dataFileName, StoreReader } from './store-reader';

/** What is known of a store; what cannot be told is null. */
interface StoreInfo {
  readonly where: string;
  readonly bytesOnDisk: number | null;
  readonly events: number | null;
  /** Streams that hold events, without the streams of metadata. */
  readonly streams: number | null;
  /** As text: positions of other servers need 64 bits. */
  readonly lastPosition: string;
  /** ISO 8601 UTC. */
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly serverVersion: string;
  /** The process that serves the folder. */
  readonly node: { readonly pid: number; readonly host: string } | null;
}

export const info: Command = {
  summary: 'tell what a store holds',
  help: [
    'info [--data DIR | --url esdb://…] [--json]',
    '  Size on disk, events, streams, last position, oldest and newest event, version, and whether a node runs on it.',
    `  --data DIR   folder of the store; ${defaultFolder} by default`,
    '  --url URL    ask a node instead; it does not tell size and counts',
    '  --user NAME  user of that node; the password stands in --password-file FILE or in EVENT_STORE_PASSWORD',
    '  --json       one JSON object',
  ].join('\n'),

  async run(args, terminal) {
    const { values } = parseWords(args, [], {
      data: { type: 'string' },
      url: { type: 'string' },
      user: { type: 'string' },
      'password-file': { type: 'string' },
      json: { type: 'boolean' },
    });
    const { user, 'password-file': passwordFile } = values;
    if (values.url === undefined && user !== undefined) throw new Refused('--user belongs to --url URL');
    if (values.data !== undefined && values.url !== undefined)
      throw new Refused('Give either --data or --url');
    const told =
      values.url === undefined
        ? await infoOfFolder(values.data ?? defaultFolder)
        : await infoOfNode(withLogin(values.url, { user, passwordFile }));
    terminal.say(values.json === true ? JSON.stringify(told) : text(told));
    return 0;
  },
};

async function infoOfFolder(folder: string): Promise<StoreInfo> {
  const reader = StoreReader.open(folder);
  try {
    const lastPosition = reader.lastKey();
    const timeAt = (position: number): string | null => {
      const record = reader.recordAt(position);
      const event = record && decodeRecord(record, position);
      return event === undefined ? null : new Date(event.createdMs).toISOString();
    };
    let streams = 0;
    for (const { stream, record } of reader.heads()) {
      if (describedStream(stream) === undefined && (decodeHead(stream, record)?.revision ?? -1) >= 0)
        streams += 1;
    }
    return {
      where: folder,
      bytesOnDisk: statSync(join(folder, dataFileName)).blocks * 512,
      events: reader.eventCount(),
      streams,
      lastPosition: String(lastPosition),
      oldest: timeAt(firstPosition),
      newest: timeAt(lastPosition),
      serverVersion: waysOf(defaultLine).version,
      node: holderOf(folder) ?? null,
    };
  } finally {
    await reader.close();
  }
}

async function infoOfNode(url: string): Promise<StoreInfo> {
  const store = RemoteStore.connect(url);
  try {
    const { lastPosition, oldest, newest } = await store.ends();
    const version = await store.serverVersion();
    const unknown = { bytesOnDisk: null, events: null, streams: null, node: null };
    const [oldestAt, newestAt] = [oldest?.toISOString() ?? null, newest?.toISOString() ?? null];
    const ends = { lastPosition: String(lastPosition ?? 0n), oldest: oldestAt, newest: newestAt };
    return { where: store.place, ...unknown, ...ends, serverVersion: version };
  } finally {
    await store.close();
  }
}

function text(told: StoreInfo): string {
  const rows: readonly (readonly [string, string | number | null])[] = [
    ['store', told.where],
    ['bytes on disk', told.bytesOnDisk],
    ['events', told.events],
    ['streams', told.streams],
    ['last position', told.lastPosition],
    ['oldest event', told.oldest],
    ['newest event', told.newest],
    ['version', told.serverVersion],
    ['node', nodeOf(told)],
  ];
  return rows
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${name.padEnd(15)}${typeof value === 'number' ? value.toLocaleString('en') : value}`,
    )
    .join('\n');
}

function nodeOf({ node, bytesOnDisk }: StoreInfo): string | null {
  if (node !== null) return `process ${node.pid} on ${node.host}`;
  return bytesOnDisk === null ? null : 'none runs on this folder';
}
