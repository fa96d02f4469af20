import type { Codec, Decider, Fact } from '@domain/decider';
import type { EventStore, ExpectedRevision, StoredEvent } from './event-store';
import { UnreadableHistory } from './failures';
import type { Folded, StreamCache } from './stream-cache';

/** What folding a stream takes. */
export interface FoldOf<E, S> {
  readonly decider: Pick<Decider<never, E, S, never>, 'initial' | 'evolve'>;
  readonly codec: Codec<E>;
}

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

/**
 * Folds a stream to its end; with a cache, only what came after the cached state is read.
 * @throws UnreadableHistory at the first event that is not one of the codec's.
 */
export async function historyOf<E extends Fact, S>(
  store: EventStore,
  kind: FoldOf<E, S>,
  stream: string,
  cache?: StreamCache<S>,
): Promise<History<E, S>> {
  const before = cache?.find(stream) ?? nothingFolded(kind);
  const from = before.revision === 'absent' ? 0n : before.revision + 1n;
  const { events } = await store.readStream(stream, { from });
  const read = events.map((stored) => ({ stored, event: decoded(kind.codec, stored) }));
  const now = foldedOver(kind, before, read);
  if (cache !== undefined && read.length > 0) cache.keep(stream, now);
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

export interface StateOf<S> {
  readonly state: S;
  readonly revision: ExpectedRevision;
  readonly position: bigint | undefined;
  readonly lastAt?: string;
}

/**
 * The state of a stream: now, or just before the first event for which `until` holds (the cache is not used then).
 * @throws UnreadableHistory when an event before that cannot be read.
 */
export async function stateOf<E extends Fact, S>(
  store: EventStore,
  kind: FoldOf<E, S>,
  stream: string,
  options: { readonly cache?: StreamCache<S>; readonly until?: (event: StoredEvent) => boolean } = {},
): Promise<StateOf<S>> {
  const { until, cache } = options;
  if (until === undefined) return stated(await historyOf(store, kind, stream, cache));
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
