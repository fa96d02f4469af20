import { LRUCache } from 'lru-cache';
import type { Requester } from '@adapters/messaging';
import {
  type AgencyChanged,
  type Caller,
  holdsNames,
  type NamePlace,
  namePlaces,
  type NamesFound,
  type NameSince,
  officerIdPattern,
  type Operation,
  subjects,
} from '@contracts';
import { isAgencyCode, localDate } from '@domain/codes';
import type { Clock, Log } from '@runtime';
import { nameOn } from './name-on';

/** What the directory is asked: agencies, and ids of officers of whichever of them. */
export interface NamesAsked {
  readonly codes: readonly string[];
  readonly officers?: readonly string[];
}
/** @throws what asking throws while the directory is away */
export type AskNames = (asked: NamesAsked, caller: Caller) => Promise<NamesFound>;

export const askedOf =
  (requester: Requester): AskNames =>
  (body, caller) =>
    requester.answer<NamesFound>(subjects.namesOf, { target: {}, body }, caller);

/** Who asks, for what, and what is answered: the names are written into it. */
export interface NamedAnswer {
  readonly operation: Operation;
  readonly caller: Caller;
  /** As it was checked. */
  readonly query: { readonly onDate?: string };
  readonly answer: object;
}

/** Codes of one question: names of a few hundred agencies fit one message many times. */
const codesAtOnce = 200;
/** So long nobody waits again for a directory that did not answer. */
const awayMs = 5_000;
/** Names change with a fact of their agency, which is heard; what was not heard counts from then on. */
const keptMs = 60_000;
/** Agencies of a province, and officers of those that ask. */
const keptMax = 20_000;

interface Kept {
  readonly names: readonly NameSince[];
  readonly askedMs: number;
  /** Of its agency, when the directory was asked. */
  readonly change: number;
}

/**
 * Writes the names beside codes of agencies and ids of officers into what questions are answered with, each as it was
 * on the day of its entry. Officers have a name for their own agency alone, whose books bear it for every role.
 * The directory is asked once for an answer, and for what is remembered not at all; while it is away codes stand alone.
 */
export class AnswerNames {
  private readonly kept = new LRUCache<string, Kept>({ max: keptMax });
  /** Facts heard of each agency. */
  private readonly changes = new Map<string, number>();
  private awayUntilMs = 0;

  constructor(
    private readonly ask: AskNames,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Something was recorded of the agency: it is asked for again. */
  changed({ agency }: Partial<AgencyChanged>): void {
    if (typeof agency === 'string') this.changes.set(agency, this.changeOf(agency) + 1);
  }

  /** Something was recorded of agencies through this gateway: nobody waits to hear of it. */
  forget(): void {
    this.kept.clear();
  }

  async tell({ operation, caller, query, answer }: NamedAnswer): Promise<void> {
    if (operation.kind !== 'query' || operation.answer === undefined || !holdsNames(operation.answer)) return;
    const askedDate = query.onDate ?? localDate(this.clock.now());
    const places = namePlaces(operation.answer, answer, askedDate)
      .map((place) => ({ place, keys: keysOf(place, caller) }))
      .filter(({ keys }) => keys.some((key) => key !== undefined));
    if (places.length === 0) return;
    const asked = new Set(places.flatMap(({ keys }) => keys.filter((key) => key !== undefined)));
    const known = await this.known([...asked], caller);
    if (known.size < asked.size) Object.assign(answer, { namesMissing: true });
    for (const { place, keys } of places)
      place.tell(keys.map((key) => (key === undefined ? undefined : nameOn(known.get(key), place.date))));
  }

  /** What the directory says, of those it was asked for or was asked before; nothing of the others. */
  private async known(
    keys: readonly string[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, readonly NameSince[]>> {
    const found = new Map<string, readonly NameSince[]>();
    const lacking: string[] = [];
    for (const key of keys) {
      const names = this.remembered(key);
      if (names === undefined) lacking.push(key);
      else found.set(key, names);
    }
    if (lacking.length === 0 || performance.now() < this.awayUntilMs) return found;
    try {
      for (const [key, names] of await this.asked(lacking, caller)) found.set(key, names);
    } catch (error) {
      this.awayUntilMs = performance.now() + awayMs;
      this.log.warn({ err: error }, 'answers codes without names: the directory did not say them');
    }
    return found;
  }

  private async asked(
    lacking: readonly string[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, readonly NameSince[]>> {
    const own = caller.actor.agency;
    const officers = lacking.filter(isOfOfficer).map(officerIn);
    const wanted = lacking.filter((key) => !isOfOfficer(key));
    const codes = officers.length === 0 ? wanted : [...new Set([own, ...wanted])];
    const askedMs = performance.now();
    const changes = new Map([own, ...codes].map((code) => [code, this.changeOf(code)]));
    const questions: NamesAsked[] = [];
    for (let at = 0; at < codes.length; at += codesAtOnce)
      questions.push({
        codes: codes.slice(at, at + codesAtOnce),
        ...(at === 0 && officers.length > 0 && { officers }),
      });
    const answers = await Promise.all(questions.map((question) => this.ask(question, caller)));
    const agencies = new Map(answers.flatMap((each) => each.agencies).map((each) => [each.code, each]));
    const ofOwn = new Map(agencies.get(own)?.officers.map(({ officer, names }) => [officer, names]));
    const found = new Map(
      lacking.map((key) => [
        key,
        (isOfOfficer(key) ? ofOwn.get(officerIn(key)) : agencies.get(key)?.names) ?? [],
      ]),
    );
    for (const [key, names] of found)
      this.kept.set(key, { names, askedMs, change: changes.get(agencyIn(key)) ?? 0 });
    return found;
  }

  private remembered(key: string): readonly NameSince[] | undefined {
    const kept = this.kept.get(key);
    if (kept === undefined || kept.change !== this.changeOf(agencyIn(key))) return undefined;
    return performance.now() - kept.askedMs < keptMs ? kept.names : undefined;
  }

  private changeOf(agency: string): number {
    return this.changes.get(agency) ?? 0;
  }
}

// What is remembered is called by the code of an agency, or by agency and officer.

const officerKey = (agency: string, officer: string): string => `${agency} ${officer}`;
const isOfOfficer = (key: string): boolean => key.includes(' ');
const agencyIn = (key: string): string => key.split(' ', 1)[0] ?? key;
const officerIn = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** Nothing for what is a name already, as it is printed on paper. */
function keysOf({ of, values }: NamePlace, { actor }: Caller): readonly (string | undefined)[] {
  if (of === 'agency') return values.map((code) => (isAgencyCode(code) ? code : undefined));
  return values.map((id) => (officerIdPattern.test(id) ? officerKey(actor.agency, id) : undefined));
}
