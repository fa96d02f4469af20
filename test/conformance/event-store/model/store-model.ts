/**
 * The store as the contract describes it, in its plainest form: a list of events, from which everything else follows
 * by looking through it. Slow, without storage, clock or wire, and written from section 5.2 alone.
 */
export interface Stored {
  readonly stream: string;
  /** Infinity for a tombstone. */
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly createdMs: number;
}

export type Proposed = Pick<Stored, 'id' | 'type' | 'data'>;
export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;
export type From = 'start' | 'end' | number;
export type Direction = 'forwards' | 'backwards';

export interface Store {
  readonly log: readonly Stored[];
  /** Ids of events before this index have been forgotten with a restart. */
  readonly rememberedFrom: number;
}

export type Outcome =
  | { readonly recorded: number | 'no_stream'; readonly position?: number }
  | { readonly wrongRevision: number | 'no_stream' }
  | 'stream-deleted';

export type Written = readonly [Store, Outcome];

export type Write = { readonly stream: string; readonly expected: Expected; readonly nowMs: number } & (
  | { readonly kind: 'append'; readonly events: readonly Proposed[] }
  | { readonly kind: 'soft-delete' }
  | { readonly kind: 'tombstone' }
);

export const emptyStore: Store = { log: [], rememberedFrom: 0 };

export const restarted = ({ log }: Store): Store => ({ log, rememberedFrom: log.length });

const softDeletedBefore = '9223372036854775807';
/** Ids the store makes itself, which nobody can foretell. */
export const madeByStore = 'made by the store';

const metastreamOf = (stream: string): string => `$$${stream}`;
const describedBy = (stream: string): string | undefined =>
  stream.startsWith('$$') ? stream.slice(2) : undefined;

export const eventsOf = ({ log }: Store, stream: string): Stored[] =>
  log.filter((event) => event.stream === stream && event.revision !== Infinity);

export const lastRevision = (store: Store, stream: string): number => eventsOf(store, stream).length - 1;

/** Bytes of a record besides the names of stream and type and the data; the events of histories have no metadata. */
const headerBytes = 50;

const recordBytes = ({ stream, type, data }: Stored): number =>
  headerBytes + [stream, type, data].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** Where the event after the first `count` of them begins: the first at 1, each where the record before it ends. */
const placeAfter = ({ log }: Store, count: number): number =>
  log.slice(0, count).reduce((place, event) => place + recordBytes(event), 1);

export const positionOf = (store: Store, event: Stored): number =>
  placeAfter(store, store.log.indexOf(event));

/** Position of the last event, 0 when there is none. */
export function lastPosition(store: Store): number {
  const last = store.log.at(-1);
  return last === undefined ? 0 : positionOf(store, last);
}

/** A place by number: the event so-and-so-many, the end, or beyond it; 0 is the start. */
export function placeOf(store: Store, number: number): number {
  const beyond = number - store.log.length - 1;
  if (number === 0) return 0;
  return beyond <= 0 ? placeAfter(store, number - 1) : placeAfter(store, store.log.length) + beyond;
}

/** Whether a place cuts an event. */
export const isInside = (store: Store, place: number): boolean =>
  place > 0 &&
  place < placeAfter(store, store.log.length) &&
  !store.log.some((event) => positionOf(store, event) === place);

/** A metastream shares the tombstone of the stream it describes. */
function isTombstoned(store: Store, stream: string): boolean {
  const described = describedBy(stream);
  const isOwn = store.log.some((event) => event.stream === stream && event.revision === Infinity);
  return isOwn || (described !== undefined && isTombstoned(store, described));
}

interface Policy {
  readonly $maxCount?: number;
  readonly $tb?: number;
  readonly $maxAge?: number;
}

/** Metastreams behave as `$maxCount` 1 and have no metadata of their own. */
function policyOf(store: Store, stream: string): Policy {
  if (describedBy(stream) !== undefined) return { $maxCount: 1 };
  const newest = eventsOf(store, metastreamOf(stream)).at(-1);
  return newest === undefined ? {} : (JSON.parse(newest.data) as Policy);
}

const isSoftDeleted = (store: Store, stream: string): boolean =>
  policyOf(store, stream).$tb === Number(softDeletedBefore);

export function write(store: Store, request: Write): Written {
  switch (request.kind) {
    case 'append':
      return append(store, request, request.events);
    case 'soft-delete':
      return softDelete(store, request);
    case 'tombstone':
      return tombstone(store, request);
  }
}

function append(store: Store, { stream, expected, nowMs }: Write, events: readonly Proposed[]): Written {
  const ids = events.map(({ id }) => id);
  const decision = decide(store, stream, expected, ids, nowMs);
  if (decision !== 'append') return [store, decision];
  const last = lastRevision(store, stream);
  let written = place(store, stream, events, nowMs);
  const outcome: Outcome =
    events.length === 0
      ? { recorded: revisionOf(last) }
      : { recorded: last + events.length, position: lastPosition(written) };
  // Writing to a soft-deleted stream, or to its metadata, shows it again from the next revision on.
  const described = describedBy(stream);
  if (isSoftDeleted(store, stream)) written = undelete(written, stream, last + 1, nowMs);
  else if (described !== undefined && isSoftDeleted(store, described)) {
    written = undelete(written, described, lastRevision(store, described) + 1, nowMs);
  }
  return [written, outcome];
}

function softDelete(store: Store, { stream, expected, nowMs }: Write): Written {
  const decision = decide(store, stream, expected, [madeByStore], nowMs);
  if (decision !== 'append') return [store, decision];
  const isUnknown = [stream, metastreamOf(stream)].every((name) => lastRevision(store, name) < 0);
  if (isUnknown) return [store, { wrongRevision: 'no_stream' }];
  const written = placeMetadata(store, stream, `{"$tb":${softDeletedBefore}}`, nowMs);
  return [written, { recorded: 'no_stream', position: lastPosition(written) }];
}

function tombstone(store: Store, { stream, expected, nowMs }: Write): Written {
  const decision = decide(store, stream, expected, [madeByStore], nowMs);
  if (decision !== 'append') return [store, decision];
  const end = {
    stream,
    revision: Infinity,
    id: madeByStore,
    type: '$streamDeleted',
    data: '',
    createdMs: nowMs,
  };
  const written = { ...store, log: [...store.log, end] };
  return [written, { recorded: 'no_stream', position: lastPosition(written) }];
}

/** Rules 6 to 9. */
function decide(
  store: Store,
  stream: string,
  expected: Expected,
  ids: readonly string[],
  nowMs: number,
): Outcome | 'append' {
  if (isTombstoned(store, stream)) return 'stream-deleted';
  const events = eventsOf(store, stream);
  const last = events.length - 1;
  const wrong: Outcome = { wrongRevision: revisionOf(last) };
  if (expected === 'stream_exists') {
    if (last < 0 && lastRevision(store, metastreamOf(stream)) < 0) return wrong;
    if (isSoftDeleted(store, stream)) return 'stream-deleted';
  }
  if (expected === 'any' || expected === 'stream_exists') {
    const remembered = events.filter((event) => store.log.indexOf(event) >= store.rememberedFrom);
    const known = ids.map((id) => remembered.findLast((event) => event.id === id));
    const newest = known.at(-1);
    if (known[0] === undefined) return 'append';
    return newest === undefined || known.includes(undefined) ? wrong : recordedAs(store, newest, nowMs);
  }
  const before = expected === 'no_stream' ? -1 : expected;
  if (before === last) return 'append';
  if (before > last || ids.length === 0) return wrong;
  const stored = events.slice(before + 1, before + 1 + ids.length);
  const newest = stored.at(-1);
  if (newest !== undefined && ids.every((id, index) => stored[index]?.id === id))
    return recordedAs(store, newest, nowMs);
  const isNew = stored[0]?.id !== ids[0];
  return expected === 'no_stream' && isNew && isSoftDeleted(store, stream) ? 'append' : wrong;
}

/** A repetition is told a position only when a reader of the stream would see the event. */
function recordedAs(store: Store, event: Stored, nowMs: number): Outcome {
  const { stream, revision } = event;
  const seen = visible(store, stream, nowMs);
  const isHidden = typeof seen === 'string' || !seen.includes(event);
  return isHidden ? { recorded: revision } : { recorded: revision, position: positionOf(store, event) };
}

const revisionOf = (last: number): number | 'no_stream' => (last < 0 ? 'no_stream' : last);

function place(store: Store, stream: string, events: readonly Proposed[], createdMs: number): Store {
  const last = lastRevision(store, stream);
  const placed = events.map((event, index) => ({ ...event, stream, createdMs, revision: last + 1 + index }));
  return { ...store, log: [...store.log, ...placed] };
}

const placeMetadata = (store: Store, stream: string, data: string, nowMs: number): Store =>
  place(store, metastreamOf(stream), [{ id: madeByStore, type: '$metadata', data }], nowMs);

function undelete(store: Store, stream: string, firstRevision: number, nowMs: number): Store {
  const data = JSON.stringify({ ...policyOf(store, stream), $tb: firstRevision });
  return placeMetadata(store, stream, data, nowMs);
}

/** Rules 10 to 12: what a reader of the stream may see. */
export function visible(
  store: Store,
  stream: string,
  nowMs: number,
): readonly Stored[] | 'not-found' | 'stream-deleted' {
  if (isTombstoned(store, stream)) return 'stream-deleted';
  const events = eventsOf(store, stream);
  if (events.length === 0 || isSoftDeleted(store, stream)) return 'not-found';
  const { $maxCount = Infinity, $tb = 0, $maxAge = Infinity } = policyOf(store, stream);
  return events.filter(
    ({ revision, createdMs }) =>
      revision >= $tb && revision >= events.length - $maxCount && createdMs >= nowMs - $maxAge * 1_000,
  );
}

export function readStream(
  store: Store,
  { stream, direction, from, count, nowMs }: ReadQuery & { stream: string },
): readonly Stored[] | 'not-found' | 'stream-deleted' | 'no-place' {
  if (direction === 'forwards' && from === 'end') return 'no-place';
  const seen = visible(store, stream, nowMs);
  if (typeof seen === 'string') return seen;
  const start = from === 'start' ? 0 : from === 'end' ? Infinity : from;
  return direction === 'forwards'
    ? seen.filter(({ revision }) => revision >= start).slice(0, count)
    : [...seen]
        .reverse()
        .filter(({ revision }) => revision <= start)
        .slice(0, count);
}

export interface ReadQuery {
  readonly direction: Direction;
  readonly from: From;
  readonly count: number;
  readonly nowMs: number;
}

/** Rules 4, 13, 21 and 23. */
export function readAll(
  store: Store,
  { direction, from, count }: Omit<ReadQuery, 'nowMs'>,
): readonly Stored[] | 'no-place' {
  const isBeyond = typeof from === 'number' && from > placeAfter(store, store.log.length);
  if (typeof from === 'number' && isInside(store, from)) return 'no-place';
  if (isBeyond && direction === 'backwards') return 'no-place';
  const start = from === 'start' ? 0 : from === 'end' ? Infinity : from;
  const shown = store.log.filter((event) => isShownInAll(event));
  return direction === 'forwards'
    ? shown.filter((event) => positionOf(store, event) >= start).slice(0, count)
    : shown
        .reverse()
        .filter((event) => positionOf(store, event) < start)
        .slice(0, count);
}

export const isShownInAll = ({ stream }: Stored): boolean =>
  !/^\$persistentsubscription-\$all::.*-(checkpoint|parked)$/.test(stream);

/** Rule 14: what a link points to, as far as a reader may see it; undefined for an event that is no link. */
export function targetOf(store: Store, { type, data }: Stored, nowMs: number): Stored | 'gone' | undefined {
  const [, revision, stream] = type === '$>' ? (/^(\d+)@(.+)$/.exec(data) ?? []) : [];
  if (stream === undefined) return undefined;
  const seen = visible(store, stream, nowMs);
  return (
    (typeof seen === 'string' ? undefined : seen.find((one) => one.revision === Number(revision))) ?? 'gone'
  );
}
