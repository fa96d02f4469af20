import type { Codec, Fact } from '@domain/decider';
import type { EventStore, ExpectedRevision, StoredEvent } from './event-store';
import { UnreadableHistory } from './failures';
import type { Folded, FoldOf } from './folded';
import type { KeptStates } from './snapshots';
import type { StreamCache } from './stream-cache';

/** One event of a history: as it is stored, and what it means. */
export interface Read<E> {
  readonly stored: StoredEvent;
  readonly event: E;
}

/** A stream folded to its end: what was known `before`, and the events read since. */
export interface History<E, S> extends Folded<S> {
  readonly before: Folded<S>;
  readonly read: readonly Read<E>[];
}

/** What spares reading a stream whole. */
interface Sources<S> {
  /** In memory; with what its own snapshots hold. */
  readonly cache?: StreamCache<S>;
  /** In files. */
  readonly kept?: KeptStates<S>;
  /** The last revision to fold, where it is not the stream's end; no cache is used then. */
  readonly through?: bigint;
}

/**
 * Folds a stream to its end, or through a revision; only what came after the state that a source holds is read.
 * @throws UnreadableHistory at the first event that is not one of the codec's.
 */
export async function historyOf<E extends Fact, S>(
  store: EventStore,
  kind: FoldOf<E, S>,
  stream: string,
  { cache, kept = cache?.kept, through }: Sources<S> = {},
): Promise<History<E, S>> {
  const held = cache?.find(stream);
  const { before, events } =
    held === undefined
      ? await fromFilesOrStart(store, kind, stream, kept, through)
      : { before: held, ...(await store.readStream(stream, { from: after(held) })) };
  const read = events.map((stored) => ({ stored, event: decoded(kind.codec, stored) }));
  const now: Folded<S> = foldedOver(kind, before, read);
  const last = read.at(-1);
  if (now !== held && now.revision !== 'absent') cache?.keep(stream, now);
  if (last !== undefined) kept?.offer(stream, now, last.stored);
  return { ...now, before, read };
}

/** What a stream holds as far as is in hand already: the facts that began it, else what is cached of it. */
export function historyInHand<E extends Fact, S>(
  kind: FoldOf<E, S>,
  stream: string,
  { cache, begun }: { readonly cache?: StreamCache<S>; readonly begun?: readonly StoredEvent[] },
): History<E, S> | undefined {
  const before = begun === undefined ? cache?.find(stream) : nothingFolded(kind);
  if (before === undefined) return undefined;
  const read = (begun ?? []).map((stored) => ({ stored, event: decoded(kind.codec, stored) }));
  return { ...foldedOver(kind, before, read), before, read };
}

/** What a cache may hold after an append: the facts as they are stored, folded as if they had been read. */
export function foldedAfter<E extends Fact, S>(
  { decider, codec }: FoldOf<E, S>,
  { state: before, lastAt: beganAt }: Folded<S>,
  appended: readonly { readonly type: string; readonly data: unknown }[],
  at: Pick<Folded<S>, 'revision' | 'position'>,
): Folded<S> | undefined {
  let [state, lastAt] = [before, beganAt];
  for (const { type, data } of appended) {
    const event = codec.decode({ type, data: JSON.parse(JSON.stringify(data)) as object });
    if (typeof event === 'string') return undefined;
    state = decider.evolve(state, event);
    lastAt = event.data.at;
  }
  return { ...at, state, lastAt };
}

/** In memory at once; in files, when it is time, beside the command: only the store knows when it recorded an event. */
export function keepAppended<S>(
  store: EventStore,
  cache: StreamCache<S>,
  stream: string,
  folded: Folded<S> | undefined,
): void {
  cache.keep(stream, folded);
  const { kept } = cache;
  if (kept === undefined || folded === undefined || !kept.isDue(stream, folded)) return;
  void store
    .readStream(stream, { from: folded.revision as bigint, max: 1 })
    .then(({ events: [last] }) => last?.revision === folded.revision && kept.offer(stream, folded, last))
    .catch(() => undefined);
}

/** Where nothing is in memory: what is in files and what came since, or the whole stream. */
async function fromFilesOrStart<E extends Fact, S>(
  store: EventStore,
  kind: FoldOf<E, S>,
  stream: string,
  kept: KeptStates<S> | undefined,
  through: bigint | undefined,
): Promise<{ readonly before: Folded<S>; readonly events: readonly StoredEvent[] }> {
  const resumed = await kept?.resumed(store, stream, through);
  if (resumed === undefined) {
    const most = through === undefined ? {} : { max: eventsThrough(through) };
    const { events } = await store.readStream(stream, most);
    return { before: nothingFolded(kind), events };
  }
  const { state, last, since } = resumed;
  const { revision, position } = last;
  const lastAt = decoded(kind.codec, last).data.at;
  return { before: { state, revision, position, lastAt }, events: since };
}

const eventsThrough = (revision: bigint): number => Math.min(Number.MAX_SAFE_INTEGER, Number(revision) + 1);

const after = ({ revision }: Folded<unknown>): bigint => (revision === 'absent' ? 0n : revision + 1n);

export interface StateOf<S> {
  readonly state: S;
  readonly revision: ExpectedRevision;
  readonly position: bigint | undefined;
  readonly lastAt?: string;
}

/**
 * The state of a stream: now, through a revision, or just before the first event for which `until` holds, for which it
 * is read whole.
 * @throws UnreadableHistory when an event before that cannot be read.
 */
export async function stateOf<E extends Fact, S>(
  store: EventStore,
  kind: FoldOf<E, S>,
  stream: string,
  options: Sources<S> & { readonly until?: (event: StoredEvent) => boolean } = {},
): Promise<StateOf<S>> {
  const { until, ...sources } = options;
  if (until === undefined) return stated(await historyOf(store, kind, stream, sources));
  const { events } = await store.readStream(stream);
  const end = events.findIndex(until);
  const prefix = end === -1 ? events : events.slice(0, end);
  const read = prefix.map((stored) => ({ stored, event: decoded(kind.codec, stored) }));
  return stated(foldedOver(kind, nothingFolded(kind), read));
}

export function foldedOver<E extends Fact, S>(
  { decider }: FoldOf<E, S>,
  before: Folded<S>,
  read: readonly Read<E>[],
): Folded<S> {
  const last = read.at(-1);
  if (last === undefined) return before;
  let { state } = before;
  for (const { event } of read) state = decider.evolve(state, event);
  const { revision, position } = last.stored;
  return { state, revision, position, lastAt: last.event.data.at };
}

function nothingFolded<E, S>({ decider }: FoldOf<E, S>): Folded<S> {
  return { state: decider.initial, revision: 'absent', position: undefined, lastAt: undefined };
}

function decoded<E extends Fact>(codec: Codec<E>, stored: StoredEvent): E {
  const { stream, revision, type, data } = stored;
  if (typeof data !== 'object' || data === null || !('at' in data)) {
    throw new UnreadableHistory(stream, revision, type, 'not-a-fact');
  }
  const event = codec.decode({ type, data });
  if (typeof event === 'string') throw new UnreadableHistory(stream, revision, type, event);
  return event;
}

const stated = <S>({ state, revision, position, lastAt }: Folded<S>): StateOf<S> => ({
  state,
  revision,
  position,
  ...(lastAt === undefined ? {} : { lastAt }),
});
