import type { StoredEvent } from '@adapters/event-store';
import type { RouteMode } from '@domain/codes';
import { documentStream } from '@domain/document';
import { legOfStream, legStream } from '@domain/leg/events';
import { byStream, factOf, type Violation } from './invariants';

interface LegResult {
  readonly sha256: string;
  readonly symbol?: string;
  readonly document?: { readonly documentId: string; readonly number: number };
}

interface LegData extends LegResult {
  readonly agency: string;
  readonly input?: string;
}

interface Routed {
  readonly dossierId: string;
  readonly mode: RouteMode;
  readonly legs: readonly { readonly agency: string; readonly mandatory: boolean }[];
}

type Streams = ReadonlyMap<string, readonly StoredEvent[]>;
type Named = (event: StoredEvent) => boolean;

const begins: Named = (event) => /^Leg(Opened|NotOpened)$/.test(factOf(event));
const isDone: Named = (event) => /^LegResult(Delivered|ReturnedDown)$/.test(factOf(event));
const ends: Named = (event) => isDone(event) || /^Leg(Refused|Closed)$/.test(factOf(event));
/** After which legs of a dossier are over. */
const isOver: Named = (event) =>
  /^(LinkedResultsConsolidated|LinkedDossierRefused|DossierWithdrawn|ProcessingStopped)$/.test(factOf(event));
const dataOf = <D>(event: StoredEvent): D => event.data as D;

/**
 * I16: each leg of an interlinked dossier begins once and ends once, when its turn comes. The end of the whole follows
 * from its legs and has their results; a result that names a document has its number.
 */
export function linkedWhole(events: readonly StoredEvent[]): Violation[] {
  const streams = byStream(events);
  const planned = new Set<string>();
  const violations: string[] = [];
  for (const [stream, history] of streams) {
    const route = history.find((event) => factOf(event) === 'RouteFixed');
    if (!stream.startsWith('dossier-') || route === undefined) continue;
    const routed = dataOf<Routed>(route);
    const legs = routed.legs.map((_, place) => legStream({ dossierId: routed.dossierId, order: place + 1 }));
    for (const leg of legs) planned.add(leg);
    const over = history.find(isOver);
    const facts = legs.map((leg) => streams.get(leg) ?? []);
    violations.push(...inTurn(routed, legs, facts, over), ...endedBy(stream, routed, facts, over));
    for (const history of facts) violations.push(...documentsOf(history, streams));
  }
  const strange = [...streams.keys()].filter(
    (stream) => legOfStream(stream) !== undefined && !planned.has(stream),
  );
  return [...violations, ...strange.map((stream) => `${stream} is of no route`)].map(
    (what) => `I16: ${what}`,
  );
}

type OfRoute = readonly (readonly StoredEvent[])[];

/** Begun once, when the turn has come and not before, on the result before; over once, and with the dossier. */
function inTurn({ mode }: Routed, legs: readonly string[], facts: OfRoute, over?: StoredEvent): string[] {
  const violations: string[] = [];
  facts.forEach((history, place) => {
    const wrong = (what: string) => violations.push(`${legs[place]} ${what}`);
    const begun = history.filter(begins);
    const before = mode === 'parallel' ? undefined : facts[place - 1];
    const result = before?.find(isDone);
    const isDue = mode === 'parallel' || place === 0 || result !== undefined;
    if (begun.length > 1) wrong('began twice');
    if (isDue && begun.length === 0 && over === undefined) wrong('never began');
    if (!isDue && begun.length > 0) wrong('began before its turn');
    const input = begun[0] && dataOf<LegData>(begun[0]).input;
    if (begun.length > 0 && input !== (result && dataOf<LegData>(result).sha256)) wrong(`rests on ${input}`);
    if (history.filter(ends).length > 1) wrong('ended twice');
    if (over !== undefined && begun.length > 0 && !history.some(ends)) wrong(`goes on after ${factOf(over)}`);
  });
  return violations;
}

/** The end of the whole is what its legs came to before it. */
function endedBy(stream: string, { legs }: Routed, facts: OfRoute, over?: StoredEvent): string[] {
  if (over === undefined) return [];
  const results = facts.map((history) =>
    history.find((event) => isDone(event) && event.position < over.position),
  );
  if (factOf(over) === 'LinkedDossierRefused') {
    const { order } = dataOf<{ order: number }>(over);
    const refusal = facts[order - 1]?.find((event) => factOf(event) === 'LegRefused');
    const isRefused = refusal !== undefined && refusal.position < over.position;
    return isRefused ? [] : [`${stream} was refused for leg ${order}, which was not`];
  }
  if (factOf(over) !== 'LinkedResultsConsolidated') return [];
  const missing = legs.flatMap(({ mandatory }, place) =>
    mandatory && results[place] === undefined ? [`${stream} was consolidated without leg ${place + 1}`] : [],
  );
  const told = dataOf<{ results: readonly object[] }>(over).results;
  const delivered = results.flatMap((result, place) =>
    result === undefined ? [] : [resultIn(place + 1, dataOf<LegData>(result))],
  );
  const isTold = JSON.stringify(told.map(sorted)) === JSON.stringify(delivered.map(sorted));
  return isTold ? missing : [...missing, `${stream} was consolidated of ${JSON.stringify(told)}`];
}

const resultIn = (order: number, { agency, sha256, symbol, document }: LegData): object => ({
  ...{ order, agency, sha256 },
  ...(symbol === undefined ? {} : { symbol }),
  ...(document === undefined ? {} : { document }),
});
const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A result that names a document has the number that it bears, of that agency, and is one of its parts. */
function documentsOf(history: readonly StoredEvent[], streams: Streams): string[] {
  return history.filter(isDone).flatMap((event) => {
    const { agency, sha256, document } = dataOf<LegData>(event);
    if (document === undefined) return [];
    const named = streams.get(documentStream(document.documentId)) ?? [];
    const draft = named.find((each) => factOf(each) === 'DocumentDrafted');
    const { contents = [], agency: of } = draft
      ? dataOf<{ contents: readonly { sha256: string }[]; agency: string }>(draft)
      : { agency: '' };
    const bears = named.some(
      (each) =>
        factOf(each) === 'DocumentNumbered' && dataOf<{ number: number }>(each).number === document.number,
    );
    const isSealed = named.some((each) => factOf(each) === 'OrganisationSealApplied');
    const isIts = of === agency && contents.some((part) => part.sha256 === sha256);
    return bears && isSealed && isIts ? [] : [`${event.stream} names a document that is not its result`];
  });
}
