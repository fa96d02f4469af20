import { type Metadata, positionFrom } from '@contracts';
import { eventId } from './event-id';
import type { EventStore, NewEvent, Place, StoredEvent } from './event-store';
import { StreamMoved } from './failures';
import { noted } from './reactor-metadata';
import { runnerCodec, type RunnerEvent } from './runner.codec';

/** An event a reactor or a follower could not handle, waiting in `parked-<its name>`. */
export interface ParkedEvent {
  readonly eventId: string;
  readonly stream: string;
  /** Revision in its own stream. */
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly reason: string;
  readonly parkedAt: string;
  /** What its follower was delivered before it; only where the list is kept in memory. */
  readonly after?: Place | undefined;
}

const reasonCharactersMax = 1_000;

/** Sets an event aside, once for each reason however often it is parked before it is replayed. */
export async function park(
  store: EventStore,
  reactor: string,
  event: StoredEvent,
  reason: string,
): Promise<void> {
  await note(store, reactor, (parked, stream, length) => {
    if (parked.get(event.id)?.reason === reason.slice(0, reasonCharactersMax)) return undefined;
    const { id, type } = event;
    const data = {
      eventId: id,
      stream: event.stream,
      revision: String(event.revision),
      position: String(event.position),
      type,
      reason: reason.slice(0, reasonCharactersMax),
      at: new Date().toISOString(),
    };
    return noted(stream, eventId(reactor, id, length), { type: 'EventParked', data }, event);
  });
}

/** What waits, in the order it was parked. */
export async function parkedEvents(store: EventStore, reactor: string): Promise<readonly ParkedEvent[]> {
  const { events } = await store.readStream(`parked-${reactor}`);
  return [...openOf(events).values()];
}

/** Takes an event off the list, after it was handled; `cause` is the event itself where it is at hand. */
export async function release(
  store: EventStore,
  reactor: string,
  id: string,
  cause?: StoredEvent,
): Promise<void> {
  await note(store, reactor, (open, stream, length) => {
    if (!open.has(id)) return undefined;
    const data = { eventId: id, at: new Date().toISOString() };
    return noted(stream, eventId(reactor, id, length), { type: 'ParkedEventReplayed', data }, cause);
  });
}

/** An operator's decision to go on without one event, for ever. */
export interface SkipDecision {
  /** 1 to 500 characters. */
  readonly reason: string;
  /** Now, ISO 8601 UTC with milliseconds. */
  readonly at: string;
  /** Of the operator's command. */
  readonly meta: Metadata;
}

/** Events that operators decided to go on without. */
export async function skippedEvents(store: EventStore, name: string): Promise<ReadonlySet<string>> {
  return new Set((await placesOfSkips(store, name)).keys());
}

/** The same, with the position of the first decision on each. */
export async function placesOfSkips(
  store: Pick<EventStore, 'readStream'>,
  name: string,
): Promise<ReadonlyMap<string, bigint>> {
  const { events } = await store.readStream(`parked-${name}`);
  const skips = new Map<string, bigint>();
  for (const { data, position } of events.filter(isSkip)) {
    const { eventId: id } = data as Parked;
    if (!skips.has(id)) skips.set(id, position);
  }
  return skips;
}

/** What a decision to skip came to; `skipped` also when this command had said so before. */
export type SkipOutcome =
  { readonly skipped: SkippedEvent } | { readonly refused: 'not-parked' | 'idempotency-key-reused' };

type SkippedEvent = Pick<ParkedEvent, 'eventId' | 'stream' | 'revision' | 'type'>;

/**
 * Records the decision, once for each command. `parked` is what the event is known as when the list is not kept in the
 * store.
 */
export async function skip(
  store: EventStore,
  name: string,
  id: string,
  { reason, at, meta }: SkipDecision,
  parked?: ParkedEvent,
): Promise<SkipOutcome> {
  let outcome: SkipOutcome = { refused: 'not-parked' };
  await note(store, name, (open, stream, _, events) => {
    const own = events.find(({ metadata }) => metadata.commandId === meta.commandId);
    const about = own === undefined ? (parked ?? open.get(id)) : skippedBy(own);
    if (about !== undefined && about.eventId !== id) outcome = { refused: 'idempotency-key-reused' };
    else if (about !== undefined) outcome = { skipped: about };
    if (about === undefined || own !== undefined) return undefined;
    const event = { eventId: id, stream: about.stream, revision: String(about.revision), type: about.type };
    const data = { ...event, reason, officer: meta.actor.officer, at };
    return {
      id: eventId(stream, meta.commandId, 0),
      ...runnerCodec.encode({ type: 'ParkedEventSkipped', data }),
      metadata: meta,
    };
  });
  return outcome;
}

function skippedBy({ data }: StoredEvent): SkippedEvent {
  const { eventId: id, stream, revision, type } = data as Parked;
  return { eventId: id, stream, revision: BigInt(revision), type };
}

const isSkip = ({ type }: StoredEvent): boolean => type === 'ParkedEventSkipped.v1';

/**
 * Why an event could not be handled. What a database or a parser says quotes the values it was given, so that of those
 * only the kind and the place are told: a reason is read by operators and holds nothing of what a fact says.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, table, column, constraint } = error as Error & Partial<Record<string, string>>;
  if (/^(?=.*\d)[0-9A-Z]{5}$/.test(code ?? '')) {
    const place = [table, column, constraint].filter((part) => part !== undefined).join(' ');
    return `the database refused it: SQLSTATE ${code}${place === '' ? '' : ` at ${place}`}`;
  }
  return error instanceof SyntaxError ? error.name : `${error.name}: ${error.message}`;
}

type Open = ReadonlyMap<string, ParkedEvent>;

/** Appends what `eventOf` makes of the present list, nothing when that is nothing. */
async function note(
  store: EventStore,
  reactor: string,
  eventOf: (
    open: Open,
    stream: string,
    length: number,
    events: readonly StoredEvent[],
  ) => NewEvent | undefined,
): Promise<void> {
  const stream = `parked-${reactor}`;
  for (;;) {
    const { events, revision } = await store.readStream(stream);
    const event = eventOf(openOf(events), stream, events.length, events);
    if (event === undefined) return;
    try {
      await store.append(stream, [event], revision);
      return;
    } catch (error) {
      if (!(error instanceof StreamMoved)) throw error;
    }
  }
}

type Parked = Extract<RunnerEvent, { type: 'EventParked' }>['data'];

function openOf(events: readonly StoredEvent[]): Open {
  const open = new Map<string, ParkedEvent>();
  for (const { type, data } of events) {
    const { at: parkedAt, revision, position, ...parked } = data as Parked;
    if (type === 'ParkedEventReplayed.v1' || type === 'ParkedEventSkipped.v1') open.delete(parked.eventId);
    if (type !== 'EventParked.v1') continue;
    const place = { revision: BigInt(revision), position: positionFrom(position) ?? -1n };
    open.set(parked.eventId, { ...parked, ...place, parkedAt });
  }
  return open;
}
