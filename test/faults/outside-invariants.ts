import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isUnfollowed, type StoredEvent } from '@adapters/event-store';
import { canonicalDump, type ReadStore } from '@adapters/read-store';
import { anyInstallation, copiesOf } from '@formats/public-facts';
import { openKeptRows } from '../../apps/local/src/kept-rows';
import { migrations } from '../../apps/read-models/src/read-models.module';
import { openDatabase, type OpenedDatabase } from '../databases/database';
import { projectUpTo } from '../flows/rows-of';
import { byStream, factOf, type Violation } from './invariants';

/** A fact of the business, which followers hear of. */
export const isFollowed = ({ stream }: Pick<StoredEvent, 'stream'>): boolean => !isUnfollowed(stream);

const hashOf = async (parts: AsyncIterable<string | Buffer>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Rows of facts; how far they have come is compared by itself. */
const dumped = (reads: ReadStore) => hashOf(canonicalDump(reads, { except: ['checkpoint'] }));

/** Rows as a new installation would build them from these events. */
export async function rebuilt(storeId: string, events: readonly StoredEvent[]): Promise<OpenedDatabase> {
  const database = await openDatabase();
  const { reads } = database;
  await reads.migrate(migrations);
  for (let from = 0; from < events.length; from += 1_000) {
    const some = events.slice(from, from + 1_000).filter(isFollowed);
    await projectUpTo(reads, storeId, some, events);
  }
  return database;
}

/** I6: the rows are those of a rebuild, row by row. */
export async function rowsAsRebuilt(
  live: ReadStore,
  storeId: string,
  events: readonly StoredEvent[],
): Promise<Violation[]> {
  const anew = await rebuilt(storeId, events);
  const [here, there] = [await dumped(live), await dumped(anew.reads)];
  await anew.close();
  return here === there ? [] : [`I6: the read models hash to ${here}, their rebuild to ${there}`];
}

/** I6 on the data folder of a stopped house. */
export async function folderAsRebuilt(
  dataDir: string,
  storeId: string,
  events: readonly StoredEvent[],
): Promise<Violation[]> {
  const { reads, close } = await openKeptRows(join(dataDir, 'postgres'));
  try {
    return await rowsAsRebuilt(reads, storeId, events);
  } finally {
    await close();
  }
}

const hourMs = 3_600_000;

/** Every file below a folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** I8: bytes that a document names are kept and hash right; nothing half-written is older than the grace time. */
export async function contentsWhole(
  contents: string,
  events: readonly StoredEvent[],
  graceMs = hourMs,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  const named = new Set(
    events
      .filter((event) => factOf(event) === 'DocumentDrafted')
      .flatMap((event) => (event.data as { contents: readonly { sha256: string }[] }).contents)
      .map(({ sha256 }) => sha256),
  );
  for (const sha256 of named) {
    const path = join(contents, 'sha256', sha256.slice(0, 2), sha256);
    const hash = await hashOf(createReadStream(path)).catch(() => 'missing');
    if (hash !== sha256) violations.push(`I8: content ${sha256} is ${hash === 'missing' ? hash : 'damaged'}`);
  }
  for (const file of await filesBelow(contents)) {
    const isWhole = /\/[0-9a-f]{64}$/.test(file);
    if (!isWhole && (await stat(file)).mtimeMs < Date.now() - graceMs) {
      violations.push(`I8: ${file.slice(contents.length + 1)} was never finished and is still there`);
    }
  }
  return violations;
}

/** What an agency is shown: ids by question. */
export interface Shown {
  readonly inbox: readonly string[];
  readonly outbox: readonly string[];
  readonly held: readonly string[];
}

/** What the store says an agency is to be shown. */
export function visibleTo(agency: string, events: readonly StoredEvent[]): Shown {
  const data = (event: StoredEvent) => event.data as Record<string, string>;
  const of = (fact: string, field: string, id: string) =>
    events
      .filter((event) => factOf(event) === fact && data(event)[field] === agency)
      .map((event) => data(event)[id] as string);
  const held: string[] = [];
  for (const [stream, history] of byStream(events)) {
    const open = history.findLast((event) =>
      /^(DossierOpened|DossierSubmitted|HandoffAccepted)$/.test(factOf(event)),
    );
    if (!stream.startsWith('dossier-') || open === undefined) continue;
    const holder = data(open)[factOf(open) === 'HandoffAccepted' ? 'to' : 'agency'];
    const isOver = history.some((event) => /^(DossierCompleted|ResultReturned)$/.test(factOf(event)));
    if (holder === agency && !isOver) held.push(data(open)['dossierId'] as string);
  }
  return {
    inbox: of('DocumentArrived', 'to', 'documentId').sort(),
    outbox: of('DocumentDrafted', 'agency', 'documentId').sort(),
    held: held.sort(),
  };
}

/** I9: an agency is shown what it is a party of, all of it and nothing else. */
export function shownIsVisible(agency: string, shown: Shown, events: readonly StoredEvent[]): Violation[] {
  const visible = visibleTo(agency, events);
  return (['inbox', 'outbox', 'held'] as const).flatMap((question) => {
    const [is, should] = [new Set(shown[question]), new Set(visible[question])];
    const more = [...is].filter((id) => !should.has(id)).map((id) => `is shown ${id}, which is not its own`);
    const less = [...should].filter((id) => !is.has(id)).map((id) => `is not shown ${id}`);
    return [...more, ...less].map((what) => `I9: ${agency} ${what} (${question})`);
  });
}

/** How far those who follow the store have come. */
export interface Followers {
  /** Every checkpoint as it was written, by reactor, in the order of writing. */
  readonly checkpoints: ReadonlyMap<string, readonly bigint[]>;
  readonly projected: bigint;
  /** Ids of the messages in `PUBLIC`, in order, and where each consumer stands in it. */
  readonly published: readonly string[];
  readonly lastSequence: number;
  readonly consumers: readonly { readonly name: string; readonly floor: number }[];
}

/** I10: no checkpoint ever goes back. */
export function nobodyFellBack(checkpoints: Followers['checkpoints']): Violation[] {
  return [...checkpoints].flatMap(([name, positions]) => {
    const at = positions.findIndex((position, index) => position < (positions[index - 1] ?? -1n));
    return at > 0 ? [`I10: ${name} fell back to ${positions[at]}`] : [];
  });
}

/** I10, when idle: nobody fell back, nobody is behind, no consumer waits beyond the end; PUBLIC has each copy once. */
export function nobodyBehind(followers: Followers, events: readonly StoredEvent[]): Violation[] {
  const { checkpoints, projected, published, lastSequence, consumers } = followers;
  const violations = nobodyFellBack(checkpoints);
  const head = events.findLast(isFollowed)?.position ?? -1n;
  if (projected < head) violations.push(`I10: the read models stand at ${projected}, the store at ${head}`);
  for (const { name, floor } of consumers) {
    if (floor > lastSequence)
      violations.push(`I10: ${name} waits for ${floor}, PUBLIC ends at ${lastSequence}`);
  }
  const due = events.flatMap((event) => copiesOf(event, anyInstallation)).map(({ msgId }) => msgId);
  const times = new Map<string, number>();
  for (const id of published) times.set(id, (times.get(id) ?? 0) + 1);
  const lost = due.filter((id) => !times.has(id));
  const twice = [...times].filter(([, count]) => count > 1);
  const dueOnce = new Set(due);
  const strange = published.filter((id) => !dueOnce.has(id));
  if (lost.length > 0) violations.push(`I10: ${lost.length} copies are not in PUBLIC, such as ${lost[0]}`);
  if (twice.length > 0)
    violations.push(`I10: ${twice.length} copies are in PUBLIC twice, such as ${twice[0]?.[0]}`);
  if (strange.length > 0) violations.push(`I10: PUBLIC holds ${strange[0]}, which no fact explains`);
  return violations;
}

/** I13: bytes that were refused as secret are nowhere below a folder. */
export async function leavesNoTrace(folder: string, canary: string): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const file of await filesBelow(folder)) {
    if ((await readFile(file)).includes(canary))
      violations.push(`I13: ${file.slice(folder.length + 1)} holds a secret`);
  }
  return violations;
}
