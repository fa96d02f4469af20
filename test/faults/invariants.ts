import { eventId, type FoldOf, type StoredEvent } from '@adapters/event-store';
import { agency } from '@domain/agency';
import { type Fact, fold, plainState } from '@domain/decider';
import { delivery, deliveryStream } from '@domain/delivery';
import { deliveredTo, document } from '@domain/document';
import { activitiesOf, dossier, type DossierState } from '@domain/dossier';
import { leg } from '@domain/leg';
import { outgoingKey, register, type RegisterEvent, registerStream } from '@domain/register';
import { canonicalize } from '@runtime';
import type { Sent } from './client-log';

/** One broken promise, in words that name where. */
export type Violation = string;

export const factOf = ({ type }: StoredEvent): string => type.replace(/\.v\d+$/, '');
const isOf = (category: string) => (event: StoredEvent) => event.stream.startsWith(`${category}-`);
const dataOf = <D>(event: StoredEvent): D => event.data as D;

export function byStream(events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> {
  const streams = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const stream = streams.get(event.stream);
    if (stream === undefined) streams.set(event.stream, [event]);
    else stream.push(event);
  }
  return streams;
}

/** What occurs more than once. */
function doubled(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
}

/** I1: what was answered `ok` is there exactly once, what is unknown wholly or not at all, what was refused never. */
export function acceptedOnce(sent: readonly Sent[], events: readonly StoredEvent[]): Violation[] {
  const own = new Map<string, StoredEvent[]>();
  const caused = new Map<string, StoredEvent[]>();
  for (const event of events) {
    put(own, event.metadata.commandId, event);
    put(caused, event.metadata.$causationId, event);
  }
  const violations = doubled(events.map(({ id }) => id)).map((id) => `I1: event ${id} is there twice`);
  for (const { commandId, operation, outcome, expected } of sent) {
    const facts = own.get(commandId) ?? [];
    const about = `${operation} ${commandId}`;
    if (outcome === 'refused') {
      violations.push(...facts.map((event) => `I1: ${about} was refused, yet left ${factOf(event)}`));
      continue;
    }
    const kinds = facts.map((event) => `${factOf(event)} in ${event.stream}`);
    violations.push(...doubled(kinds).map((kind) => `I1: ${about} left ${kind} twice`));
    if (outcome === 'ok' && expected !== undefined) {
      // What was begun in another stream may be finished by the reaction to it: after a crash, or because it was first.
      const finished = (expected.begunIn ?? []).flatMap(
        (book) => caused.get(eventId(book, commandId, 0)) ?? [],
      );
      const meant = [...facts, ...finished].filter(
        (event) => factOf(event) === expected.fact && event.stream === expected.stream,
      );
      if (meant.length !== 1) {
        violations.push(
          `I1: ${about} was accepted, ${expected.fact} is ${meant.length} times in ${expected.stream}`,
        );
      }
    }
  }
  return violations;
}

function put(map: Map<string, StoredEvent[]>, key: string, event: StoredEvent): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [event]);
  else list.push(event);
}

/** I2: a document comes to a recipient once: one delivery, one arrival, one receipt, one number. */
export function deliveredOnce(events: readonly StoredEvent[]): Violation[] {
  const once = ['DeliveryRequested', 'DocumentArrived', 'ReceiptAccepted', 'ReceiptRefused'];
  const steps = events
    .filter(isOf('delivery'))
    .filter((event) => once.includes(factOf(event)))
    .map((event) => `${factOf(event)} in ${event.stream}`);
  const keys = events
    .filter((event) => factOf(event) === 'NumberAllocated')
    .map((event) => `number for ${dataOf<{ key: string }>(event).key} in ${event.stream}`);
  return doubled([...steps, ...keys]).map((what) => `I2: a second ${what}`);
}

type Numbered = RegisterEvent['data'];

/**
 * I3: the numbers of a book are 1..n in the order of its revisions; each stands for what bears it, or is voided and
 * nothing bears it.
 */
export function numbersComplete(events: readonly StoredEvent[]): Violation[] {
  const violations: Violation[] = [];
  const borne = numbersBorne(events);
  for (const [stream, book] of byStream(events.filter(isOf('register')))) {
    let last = 0;
    const open = new Map<string, number>();
    for (const event of book) {
      const { number, key } = dataOf<Numbered>(event);
      if (isPaper(event)) continue;
      if (factOf(event) === 'NumberVoided') {
        if (open.get(key) !== number)
          violations.push(`I3: ${stream} voids ${number}, which does not stand for ${key}`);
        open.delete(key);
        continue;
      }
      if (number !== last + 1) violations.push(`I3: ${stream} goes from ${last} to ${number}`);
      last = number;
      open.set(key, number);
    }
    for (const [key, number] of open) {
      if (!borne.delete(`${stream} ${key} ${number}`)) {
        violations.push(`I3: number ${number} of ${stream} stands for nothing (${key}) and is not voided`);
      }
    }
  }
  return [...violations, ...[...borne].map((number) => `I3: ${number} is borne, and not in the book`)];
}

/** A document on paper stands beside its number in the book itself. */
const isPaper = (event: StoredEvent): boolean => factOf(event).endsWith('PaperRecorded');

/**
 * `book key number` of what bears a number now: documents and papers that did not give it up, and received deliveries.
 */
function numbersBorne(events: readonly StoredEvent[]): Set<string> {
  const borne = new Set<string>();
  for (const event of events.filter(isOf('register'))) {
    const { key, number } = dataOf<Numbered>(event);
    if (isPaper(event)) borne.add(`${event.stream} ${key} ${number}`);
    if (factOf(event) === 'NumberVoided') borne.delete(`${event.stream} ${key} ${number}`);
  }
  for (const event of events.filter((each) => factOf(each) === 'ReceiptAccepted')) {
    const { to: agency, bookYear, number } = dataOf<Numbered & { to: string }>(event);
    const book = registerStream({ agency, series: 'incoming', bookYear });
    borne.add(`${book} ${event.stream.slice('delivery-'.length)} ${number}`);
  }
  for (const [, history] of byStream(events.filter(isOf('document')))) {
    let round = 1;
    for (const event of history) {
      const data = dataOf<Numbered & { documentId: string }>(event);
      const entry = () => `${registerStream(data)} ${outgoingKey(data.documentId, round)} ${data.number}`;
      if (factOf(event) === 'DocumentNumbered') borne.add(entry());
      if (factOf(event) === 'DocumentNumberVoided') {
        borne.delete(entry());
        round += 1;
      }
    }
  }
  return borne;
}

/** Deliveries that were promised by an issue, with the event that promised them. */
export function promisedDeliveries(events: readonly StoredEvent[]): ReadonlyMap<string, StoredEvent> {
  const promised = new Map<string, StoredEvent>();
  for (const event of events.filter((each) => factOf(each) === 'DocumentIssued')) {
    const issued = dataOf<{ documentId: string } & Parameters<typeof deliveredTo>[0]>(event);
    const { documentId } = issued;
    for (const to of deliveredTo(issued)) promised.set(deliveryStream({ documentId, to }), event);
  }
  return promised;
}

/**
 * I4: every promised delivery arrived, or was set aside for an operator; no delivery that nobody promised. Every agency
 * that another one took over from is closed into it, and the other way round.
 */
export function cameToRest(events: readonly StoredEvent[]): Violation[] {
  const streams = byStream(events);
  const parked = new Set(
    events
      .filter((event) => factOf(event) === 'EventParked')
      .map((event) => dataOf<{ stream: string }>(event).stream),
  );
  const promised = promisedDeliveries(events);
  const violations: Violation[] = [];
  for (const [stream, issue] of promised) {
    const facts = (streams.get(stream) ?? []).map(factOf);
    const isParked = parked.has(stream) || parked.has(issue.stream);
    if (!facts.includes('DocumentArrived') && !isParked) {
      violations.push(`I4: ${stream} hangs after ${facts.at(-1) ?? 'its document was issued'}`);
    }
  }
  for (const [stream] of streams) {
    if (isOf('delivery')({ stream } as StoredEvent) && !promised.has(stream)) {
      violations.push(`I4: nobody issued the document of ${stream}`);
    }
  }
  return [...violations, ...halfMerged(events, parked)];
}

function halfMerged(events: readonly StoredEvent[], parked: ReadonlySet<string>): Violation[] {
  const closed = new Map<string, string>();
  const succeeded = new Map<string, string>();
  for (const event of events) {
    const { agency: code, successors = [], predecessor } = dataOf<Succession>(event);
    if (factOf(event) === 'AgencyClosed') {
      for (const successor of successors) closed.set(`${code} → ${successor}`, event.stream);
    } else if (factOf(event) === 'AgencySucceeded') {
      succeeded.set(`${predecessor} → ${code}`, event.stream);
    }
  }
  return [...closed, ...succeeded]
    .filter(([merger, stream]) => !(closed.has(merger) && succeeded.has(merger)) && !parked.has(stream))
    .map(([merger]) => `I4: only one side of ${merger} is recorded`);
}

interface Succession {
  readonly agency: string;
  readonly successors?: readonly string[];
  readonly predecessor?: string;
}

type Kind = FoldOf<Fact, unknown>;
const kindOf = <E extends Fact, S>(kind: FoldOf<E, S>): Kind => kind;
export const kinds: Readonly<Record<string, Kind>> = {
  agency: kindOf(agency),
  document: kindOf(document),
  delivery: kindOf(delivery),
  register: kindOf(register),
  dossier: kindOf(dossier),
  leg: kindOf(leg),
};

/** Canonical JSON of a state; the maps that a state may hold count as their entries. */
const canonicalText = (state: unknown): string =>
  canonicalize(
    JSON.parse(
      JSON.stringify({ state }, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
    ),
  );

/** A state as it comes back from a file. */
const fromFile = ({ states = plainState }: Kind, state: unknown): unknown =>
  states.read(JSON.parse(JSON.stringify([...states.parts(state)])) as unknown[]);

/** I5: a history folds to one state, at once and from a state somebody had kept half-way, in memory or in a file. */
export function foldsAlike(
  events: readonly StoredEvent[],
  kindsOfStreams: Readonly<Record<string, Kind>> = kinds,
): Violation[] {
  const violations: Violation[] = [];
  for (const [stream, history] of byStream(events)) {
    const kind = kindsOfStreams[stream.slice(0, stream.indexOf('-'))];
    if (kind === undefined) continue;
    const facts = history.map(({ type, data }) => kind.codec.decode({ type, data }));
    const unreadable = facts.find((fact) => typeof fact === 'string');
    if (unreadable !== undefined) {
      violations.push(`I5: ${stream} holds an event of an ${String(unreadable)}`);
      continue;
    }
    if (history.some(({ revision }, index) => revision !== BigInt(index))) {
      violations.push(`I5: the revisions of ${stream} are not 0, 1, 2 …`);
      continue;
    }
    const { decider } = kind;
    const half = Math.floor(facts.length / 2);
    const atOnce = fold(decider, facts as readonly Fact[]);
    const kept = fold(decider, facts.slice(0, half) as readonly Fact[]);
    const keptText = canonicalText(kept);
    for (const initial of [kept, fromFile(kind, kept)]) {
      const goneOn = fold({ ...decider, initial }, facts.slice(half) as readonly Fact[]);
      if (canonicalText(atOnce) !== canonicalText(goneOn))
        violations.push(`I5: ${stream} folds to two states`);
    }
    if (canonicalText(kept) !== keptText)
      violations.push(`I5: folding ${stream} on changed a state that was kept`);
  }
  return violations;
}

/** What is to be told of what a history folds to; nothing for a stream of another kind. */
export function toldOf(stream: string, history: readonly StoredEvent[]): unknown {
  const kind = kinds[stream.slice(0, stream.indexOf('-'))];
  if (kind === undefined) return undefined;
  const facts = history.map(({ type, data }) => kind.codec.decode({ type, data }) as Fact);
  const state = fold(kind.decider, facts);
  if (kind !== kinds['dossier']) return state;
  return { ...(state as DossierState), activities: activitiesOf(state as DossierState).length };
}

/**
 * I5, as others are told: for every document, delivery, dossier and leg the audit answers the state that its history
 * folds to.
 * @param told states by stream
 */
export function toldAsFolded(
  told: ReadonlyMap<string, unknown>,
  events: readonly StoredEvent[],
): Violation[] {
  const violations: Violation[] = [];
  for (const [stream, history] of byStream(events)) {
    if (!/^(document|delivery|dossier|leg)-/.test(stream)) continue;
    const [is, should] = [told.get(stream), toldOf(stream, history)].map(canonicalText);
    if (is !== should) violations.push(`I5: the audit tells ${is} of ${stream}, its history ${should}`);
  }
  return violations;
}

interface HandoffData {
  readonly handoffId: string;
  readonly from: string;
  readonly to: string;
  readonly agency: string;
}

/** I11: exactly one agency holds a dossier, and only the holder gives it away, to whom it offered it. */
export function oneHolder(events: readonly StoredEvent[]): Violation[] {
  const violations: Violation[] = [];
  for (const [stream, history] of byStream(events.filter(isOf('dossier')))) {
    let holder: string | undefined;
    let offered: HandoffData | undefined;
    for (const event of history) {
      const data = dataOf<HandoffData>(event);
      const wrong = (what: string) => violations.push(`I11: ${stream}@${event.revision}: ${what}`);
      const fact = factOf(event);
      if (fact === 'DossierOpened' || fact === 'DossierSubmitted') {
        if (holder !== undefined) wrong('opened a second time');
        holder = data.agency;
      } else if (fact === 'HandoffOffered') {
        if (data.from !== holder) wrong(`${data.from} offers what ${String(holder)} holds`);
        if (offered !== undefined) wrong('offered while another offer is open');
        offered = data;
      } else if (/^Handoff(Accepted|Returned|Recalled)$/.test(fact)) {
        if (offered?.handoffId !== data.handoffId) wrong(`${fact} of a hand-off that is not open`);
        if (fact === 'HandoffAccepted') holder = offered?.to;
        offered = undefined;
      } else if (fact === 'DossierCompleted' && data.agency !== holder) {
        wrong(`${data.agency} completes what ${String(holder)} holds`);
      }
    }
    if (holder === undefined) violations.push(`I11: nobody holds ${stream}`);
  }
  return violations;
}

/** Everything that the store alone can tell, with what the clients were answered. */
export const storeViolations = (sent: readonly Sent[], events: readonly StoredEvent[]): Violation[] => [
  ...acceptedOnce(sent, events),
  ...deliveredOnce(events),
  ...numbersComplete(events),
  ...cameToRest(events),
  ...foldsAlike(events),
  ...oneHolder(events),
];
