import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { documentStream } from '@domain/document';
import { dossierStream } from '@domain/dossier';
import { metaOf } from './scribe';

/** Stands in every bad fact and must never be told: neither in a log nor in a reason. */
export const unspoken = 'Nội dung không được lộ';

/** One stream with a fact that no program of today would write. */
export interface Poisoned {
  readonly what: string;
  readonly stream: string;
  /** Of the dossier or document; empty for others. */
  readonly id: string;
  readonly eventId: string;
  /** Of the bad fact. */
  readonly revision: bigint;
  readonly position: bigint;
  /** Of what was recorded in the stream after it. */
  readonly next: bigint;
  /** No reader of any version can make rows of it; others may be read by a program that knows how they came about. */
  readonly staysBad: boolean;
}

const at = '2026-11-22T01:00:00.000Z';
const later = '2026-11-22T02:00:00.000Z';

/** An event as it is written: JSON, or bytes that are none. */
interface Raw {
  readonly id: string;
  readonly type: string;
  readonly data?: object;
  readonly bytes?: string;
  readonly metadata?: object;
}

const event = (type: string, data: object): Raw => ({
  ...{ id: randomUUID(), type, data },
  metadata: metaOf('H99.1'),
});

const opened = (dossierId: string, more: object) =>
  event('DossierOpened.v1', {
    ...{ dossierId, agency: 'H99.1', officer: 'mc.01', procedure: unspoken, channel: 'counter' },
    ...{ applicantRef: randomUUID(), codes: [], startedAt: at, at, ...more },
  });
const activity = (dossierId: string) =>
  event('ActivityRecorded.v1', {
    ...{ dossierId, agency: 'H99.1', by: 'H99.1', officer: 'mc.01', activity: 'Xác minh', at: later },
  });

const contents = [{ sha256: 'ab'.repeat(32), size: 7, mediaType: 'application/pdf', name: 'a.pdf' }];
const drafted = (documentId: string, more: object) =>
  event('DocumentDrafted.v1', {
    ...{ documentId, agency: 'H99.1', documentType: 'CV', subject: unspoken, urgency: 'normal' },
    ...{ contents, officer: 'cv.01', at, ...more },
  });
const issued = (documentId: string, more: object = {}) =>
  event('DocumentIssued.v1', {
    ...{ documentId, agency: 'H99.1', officer: 'vt.01', recipients: ['H99.2'], directoryPosition: '' },
    ...{
      documentType: 'CV',
      subject: unspoken,
      symbol: '9/CV',
      urgency: 'normal',
      contents,
      at: later,
      ...more,
    },
  });

type Make = (id: string) => readonly Raw[];

interface Kind {
  readonly what: string;
  readonly of: 'dossier' | 'document';
  readonly bad: number;
  readonly staysBad: boolean;
  readonly events: Make;
}

const kinds: readonly Kind[] = [
  {
    ...{ what: 'dueAt null', of: 'dossier', bad: 0, staysBad: false },
    events: (id) => [opened(id, { dueAt: null }), activity(id)],
  },
  {
    ...{ what: 'an object where text is needed', of: 'dossier', bad: 0, staysBad: true },
    events: (id) => [opened(id, { procedure: { code: unspoken } }), activity(id)],
  },
  {
    ...{ what: 'an unknown version after a good fact', of: 'dossier', bad: 1, staysBad: true },
    events: (id) => [
      opened(id, {}),
      event('ActivityRecorded.v99', { dossierId: id, told: unspoken, at }),
      activity(id),
    ],
  },
  {
    ...{ what: 'data that is no JSON', of: 'dossier', bad: 0, staysBad: true },
    events: (id) => [{ id: randomUUID(), type: 'DossierOpened.v1', bytes: `{"${unspoken}` }, activity(id)],
  },
  {
    ...{ what: 'paperFollows null', of: 'document', bad: 0, staysBad: false },
    events: (id) => [drafted(id, { paperFollows: null }), issued(id)],
  },
  {
    ...{ what: 'copyOf an empty list', of: 'document', bad: 1, staysBad: false },
    events: (id) => [drafted(id, { copyOf: [] }), issued(id), issued(id)],
  },
  {
    ...{ what: 'copyOf a list', of: 'document', bad: 1, staysBad: false },
    events: (id) => [drafted(id, { copyOf: [{ kind: 'SY' }] }), issued(id), issued(id)],
  },
  {
    ...{ what: 'recipients that are no list', of: 'document', bad: 1, staysBad: true },
    events: (id) => [drafted(id, {}), issued(id, { recipients: { first: unspoken } }), issued(id)],
  },
];

/**
 * Writes into a running node what the release before this one let through, with the client of the store and none of our
 * own checks. Besides the streams it answers there are two that say odd things which every reader can pass: a fact
 * without a version after codes that are lists of lists, and a code that stands twice.
 */
export async function poison(url: string): Promise<readonly Poisoned[]> {
  const streams = kinds.map((kind) => {
    const id = randomUUID();
    const stream = kind.of === 'dossier' ? dossierStream(id) : documentStream(id);
    return { ...kind, id, stream, made: kind.events(id) };
  });
  const [odd, doubled] = [randomUUID(), randomUUID()];
  const code = (scheme: string) => ({ scheme, value: 'y' });
  const oddities = [
    opened(odd, { codes: [[code('x')]] }),
    event('DossierSuspended.vundefined', { dossierId: odd, at: later }),
  ];
  const positions = await append(url, [
    ...streams.flatMap(({ stream, made }) => made.map((each) => ({ stream, ...each }))),
    ...oddities.map((each) => ({ stream: dossierStream(odd), ...each })),
    { stream: dossierStream(doubled), ...opened(doubled, { codes: [code('x'), code('z')] }) },
  ]);
  let first = 0;
  return streams.map(({ what, id, stream, bad, staysBad, made }) => {
    const [position = 0n, next = 0n] = positions.slice(first + bad);
    first += made.length;
    const eventId = made[bad]?.id ?? '';
    return { what, stream, id, eventId, revision: BigInt(bad), position, next, staysBad };
  });
}

async function append(url: string, events: readonly (Raw & { stream: string })[]): Promise<bigint[]> {
  const child = spawn(process.execPath, [join(__dirname, 'append-raw.cjs'), url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(events));
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`append-raw.cjs ended with ${code}: its complaint stands above`);
  return (JSON.parse(printed) as string[]).map(BigInt);
}
