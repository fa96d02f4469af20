import { createHash, randomUUID } from 'node:crypto';
import { Engine } from '../engine';
import { type RecordedEvent } from '../event';
import { LmdbLog } from '../lmdb-log';

/** The stream in which an installation tells one history of its store from another. */
const stream = 'installation-1';
const [opened, renewed, extended] = [
  'InstallationOpened.v1',
  'HistoryRenewed.v1',
  'PublicMappingExtended.v1',
];
const streamBytesMax = 16 * 1024 * 1024;

/** The store holds an installation that another version of this program went on with; that version restores it. */
class UnknownHistory extends Error {
  override readonly name = 'UnknownHistory';
  constructor(type: string) {
    super(
      `${stream} holds ${type}, which this version does not know: restore with the version that wrote it`,
    );
  }
}

/**
 * Begins the next epoch in a restored store, before any node serves it: what was told of positions after `after` was
 * of a history that this store does not have. Answers the epoch; nothing when the store holds no installation.
 * @throws UnknownHistory, StoreUnusable, CommitFailed; nothing was written then.
 */
export async function renewHistory(folder: string, after: number): Promise<number | undefined> {
  const log = LmdbLog.open(folder);
  let failure: Error | undefined;
  const engine = new Engine({ log, nowMs: Date.now, onFailure: (failed) => (failure = failed) });
  try {
    const revision = log.head(stream)?.revision ?? -1;
    const [range, limits] = [
      { first: 0, last: revision },
      { events: revision + 1, bytes: streamBytesMax },
    ];
    const events = revision < 0 ? [] : log.readStream(stream, range, 'forwards', limits);
    if (events.length === 0) return undefined;
    const { epoch, at } = endOf(events);
    const now = new Date().toISOString();
    const data = { epoch: epoch + 1, after: String(after), at: now > at ? now : at };
    const outcome = await engine.append(stream, revision, [eventOf(data)]);
    if (outcome.outcome !== 'recorded') throw new UnknownHistory(outcome.outcome);
    return data.epoch;
  } finally {
    await engine.close();
    if (failure !== undefined) throw failure;
  }
}

function endOf(events: Iterable<RecordedEvent>): { readonly epoch: number; readonly at: string } {
  let end = { epoch: 1, at: '' };
  for (const { type, data } of events) {
    if (type !== opened && type !== renewed && type !== extended) throw new UnknownHistory(type);
    const { epoch = end.epoch, at } = JSON.parse(Buffer.from(data).toString()) as {
      epoch?: number;
      at: string;
    };
    end = { epoch, at };
  }
  return end;
}

function eventOf(data: object) {
  const commandId = randomUUID();
  const metadata = {
    v: 1,
    commandId,
    commandHash: createHash('sha256').update(commandId).digest('hex'),
    $correlationId: commandId,
    $causationId: commandId,
    actor: { agency: 'System', officer: 'System', role: 'System' },
    source: 'reactor',
  };
  const bytes = (value: object) => Buffer.from(JSON.stringify(value));
  return { id: randomUUID(), type: renewed, isJson: true, data: bytes(data), metadata: bytes(metadata) };
}
