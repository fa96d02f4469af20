import { createHash, randomUUID } from 'node:crypto';
import { Engine } from '../engine';
import { type RecordedEvent } from '../event';
import { LmdbLog } from '../lmdb-log';

/** The stream in which an installation tells one history of its store from another. */
const stream = 'installation-1';
const [opened, renewed] = ['InstallationOpened.v1', 'HistoryRenewed.v1'];

/** The store holds an installation that another version of this program renewed; that version restores it. */
class UnknownHistory extends Error {
  override readonly name = 'UnknownHistory';
  constructor(type: string) {
    super(
      `${stream} ends with ${type}, which this version does not know: restore with the version that wrote it`,
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
    const range = { first: revision, last: revision };
    const [last] = revision < 0 ? [] : log.readStream(stream, range, 'forwards', { events: 1, bytes: 1 });
    if (last === undefined) return undefined;
    const { epoch, at } = endOf(last);
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

function endOf({ type, data }: RecordedEvent): { readonly epoch: number; readonly at: string } {
  const { epoch = 1, at } = JSON.parse(Buffer.from(data).toString()) as { epoch?: number; at: string };
  if (type !== opened && type !== renewed) throw new UnknownHistory(type);
  return { epoch, at };
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
