import { Injectable } from '@nestjs/common';
import { EventStore, stateOf, StreamCache, transact } from '@adapters/event-store';
import { type Caller, isBrought, type Metadata, type Refused, refusedBy } from '@contracts';
import { Terms } from '@domain/calendar';
import { localDate } from '@domain/codes';
import { daybook, type DaybookState, daybookStream, orderOf } from '@domain/daybook';
import {
  codeOf,
  type CodeScheme,
  dossier,
  type DossierCommand,
  type DossierState,
  dossierStream,
  type LegStanding,
  type Unavailable,
} from '@domain/dossier';
import { ApplicantReach } from './applicant/applicant-reach';
import { ReadModels } from './applicant/read-models';
import { Directory } from './directory';
import { Documents } from './documents';
import { GivenComponents } from './given-components';
import { standingsOf } from './legs/legs';

/** What a command rests on besides the dossier itself. */
type Gathered =
  | 'recipientKnown'
  | 'closed'
  | 'agencyClosed'
  | 'unknownApplicant'
  | 'inCatalogue'
  | 'sameCode'
  | 'isImport'
  | 'rules'
  | keyof Unavailable
  | 'linkNotFound'
  | 'unknownProxy'
  | 'calendar'
  | 'code'
  | 'standings'
  | 'unknownAgencies'
  | 'levels'
  | 'document';
/** What the house tells by itself is asked for by nobody. */
type Told = { readonly by: string } | { readonly agency: string };
type Asked<C> = C extends DossierCommand & Told ? Omit<C, Gathered> : never;
/** A command before it is known what it rests on. */
export type AskedOfDossier = Asked<DossierCommand>;
type AskedTo<T extends DossierCommand['type']> = Asked<Extract<DossierCommand, { type: T }>>;

export interface Asking {
  readonly meta: Metadata;
  readonly caller: Caller;
}

const scheme: CodeScheme = 'tt01-2018';

/** Finds out what a command rests on; what it comes to is for the decider alone to say. */
@Injectable()
export class Gathering {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly applicants: ApplicantReach,
    private readonly documents: Documents,
    private readonly terms: Terms,
    private readonly daybooks: StreamCache<DaybookState>,
    private readonly components: GivenComponents,
    private readonly readModels: ReadModels,
  ) {}

  async complete(
    asked: AskedOfDossier,
    state: DossierState,
    { meta, caller }: Asking,
  ): Promise<DossierCommand | Refused> {
    switch (asked.type) {
      case 'OfferHandoff':
        return this.toOffer(asked, state, caller);
      case 'RequestConsultation': {
        const { unknown, closed } = await this.directory.standing([asked.to], localDate(asked.at), caller);
        return { ...asked, recipientKnown: !unknown.includes(asked.to), closed };
      }
      case 'FixRoute':
        return this.toFix(asked, state, caller);
      case 'ConsolidateResults':
      case 'RefuseLinkedDossier':
      case 'ContinueLinkedDossier':
        return { ...asked, standings: await this.standingsIn(state) };
      case 'ForwardResult': {
        const { closed } = await this.directory.standing(namedIn(state), localDate(asked.at), caller);
        return { ...asked, closed };
      }
      case 'OpenDossier':
        return isBrought(caller) ? this.toBring(asked, caller) : this.toOpen(asked, caller);
      case 'SubmitDossier':
        return isBrought(caller)
          ? { ...asked, isImport: true, reuseNotFound: [] }
          : this.toSubmit(asked, state, caller);
      case 'ReceiveIntakeSupplement':
      case 'SubmitSupplement': {
        const applicantRef = state.status === 'absent' ? undefined : state.file?.applicantRef;
        return this.components.complete(asked, state, { agency: caller.actor.agency, applicantRef });
      }
      case 'RequestSupplement': {
        const standings = await this.standingsIn(state);
        // The days of the agency that lacks it count.
        const asking = standings.find(({ order }) => order === asked.order)?.agency ?? asked.by;
        return { ...asked, standings, calendar: this.terms.calendarOf(asking) };
      }
      case 'AcceptHandoff':
        return { ...asked, calendar: this.terms.calendarOf(asked.by) };
      case 'AcceptSupplement':
      case 'IssueApology': {
        // The appointment is kept at the one-stop unit, whoever works on the dossier meanwhile.
        const oneStop = state.status === 'absent' ? asked.by : state.openedBy;
        return { ...asked, calendar: this.terms.calendarOf(oneStop) };
      }
      case 'AcceptDossier':
        return this.withCode(asked, state, { meta, caller });
      case 'NumberResult':
        return isBrought(caller) ? { ...asked, isImport: true } : asked;
      case 'IssueResult':
        return this.withDocument(asked, asked.documentId, caller);
      case 'CorrectResult':
        return asked.documentId === undefined ? asked : this.withDocument(asked, asked.documentId, caller);
      default:
        return asked;
    }
  }

  private async toOffer(
    asked: AskedTo<'OfferHandoff'>,
    state: DossierState,
    caller: Caller,
  ): Promise<DossierCommand> {
    const standings = await this.standingsIn(state);
    const named = [asked.to, ...namedIn(state), ...standings.map(({ agency }) => agency)];
    const { unknown, closed } = await this.directory.standing(named, localDate(asked.at), caller);
    return { ...asked, recipientKnown: !unknown.includes(asked.to), closed, standings };
  }

  private async toFix(
    asked: AskedTo<'FixRoute'>,
    state: DossierState,
    caller: Caller,
  ): Promise<DossierCommand> {
    const rules = state.status === 'absent' ? undefined : state.file?.rules;
    const named = agenciesOf([asked, rules?.route ?? {}]);
    const { unknown, closed } = await this.directory.standing(named, localDate(asked.at), caller);
    const calendar = this.terms.calendarOf(asked.by);
    const found = { ...asked, unknownAgencies: unknown, closed, calendar };
    const mode = asked.mode ?? rules?.route?.mode;
    if (mode !== 'upward' || isBrought(caller) || unknown.length > 0) return found;
    const oneStop = state.status === 'absent' ? asked.by : state.openedBy;
    const reached = closed.flatMap(({ successors }) => successors);
    return { ...found, levels: await this.directory.levelsOf([oneStop, ...named, ...reached], caller) };
  }

  /** The legs of an interlinked dossier, none of any other one. */
  private async standingsIn(state: DossierState): Promise<readonly LegStanding[]> {
    const link = state.status === 'absent' ? undefined : state.file?.link;
    return state.status === 'absent' || link === undefined
      ? []
      : standingsOf(this.store, state.dossierId, link);
  }

  private async toOpen(asked: AskedTo<'OpenDossier'>, caller: Caller): Promise<DossierCommand> {
    const [hindrances, rules] = await Promise.all([
      this.hindrances(asked, caller),
      this.directory.rulesOf(asked.procedure, localDate(asked.at), caller),
    ]);
    return { ...asked, ...hindrances, inCatalogue: rules !== undefined };
  }

  /** A dossier of before comes in once, whichever officer is said to have opened it, in whatever file. */
  private async toBring(asked: AskedTo<'OpenDossier'>, caller: Caller): Promise<DossierCommand> {
    const { agency, codes } = asked;
    if (caller.source !== 'import' || codes.length === 0) return asked;
    const { dossiers } = await this.readModels.dossiersOfCode({ agency, codes }, caller);
    return { ...asked, sameCode: dossiers };
  }

  private async toSubmit(
    asked: AskedTo<'SubmitDossier'>,
    state: DossierState,
    caller: Caller,
  ): Promise<DossierCommand> {
    const { procedure, applicantRef, proxyRef, linkedTo, agency, at } = asked;
    const onDate = localDate(at);
    const [hindrances, rules, isFound, isProxyKnown] = await Promise.all([
      this.hindrances(asked, caller),
      this.directory.rulesOf(procedure, onDate, caller),
      linkedTo === undefined || this.isParty({ agency, onDate, dossierId: linkedTo.dossierId }, caller),
      proxyRef === undefined || this.applicants.isWithin({ applicantRef: proxyRef, agency, onDate }, caller),
    ]);
    const lacking = {
      ...(isFound ? {} : { linkNotFound: true as const }),
      ...(isProxyKnown ? {} : { unknownProxy: true as const }),
    };
    const found = { ...asked, ...hindrances, ...lacking, ...(rules === undefined ? {} : { rules }) };
    return this.components.complete(found, state, { agency: caller.actor.agency, applicantRef });
  }

  private async hindrances(
    { agency, applicantRef, at }: AskedTo<'OpenDossier' | 'SubmitDossier'>,
    caller: Caller,
  ): Promise<{ readonly agencyClosed: boolean; readonly unknownApplicant: boolean }> {
    const onDate = localDate(at);
    const [agencyClosed, isReached] = await Promise.all([
      this.directory.isClosed(agency, onDate, caller),
      this.applicants.isWithin({ applicantRef, agency, onDate }, caller),
    ]);
    return { agencyClosed, unknownApplicant: !isReached };
  }

  /** The agency is a party to the dossier, or a closed one is that it follows. */
  private async isParty(
    { agency, onDate, dossierId }: { agency: string; onDate: string; dossierId: string },
    caller: Caller,
  ): Promise<boolean> {
    const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
    if (state.status === 'absent') return false;
    if (state.parties.includes(agency)) return true;
    const followed = await this.directory.predecessorsOf(agency, onDate, caller);
    return followed.some((code) => state.parties.includes(code));
  }

  private async withDocument<A extends AskedTo<'IssueResult' | 'CorrectResult'>>(
    asked: A,
    documentId: string,
    caller: Caller,
  ): Promise<A> {
    const document = await this.documents.namedBy(asked.by, documentId, caller);
    return document === undefined ? asked : { ...asked, document };
  }

  /**
   * Two streams without a common append: look whether the dossier can be accepted, take its place in the order of the
   * day, record both at the dossier. A repeat gets the same place, unless it comes on another day. The day book of a
   * closed agency ended with it: who acts for it gives a code of the own.
   */
  private async withCode(
    asked: AskedTo<'AcceptDossier'>,
    state: DossierState,
    { meta, caller }: Asking,
  ): Promise<DossierCommand | Refused> {
    const calendar = this.terms.calendarOf(asked.by);
    const trial = { ...asked, calendar, code: { scheme, value: '' } };
    if (state.status === 'absent' || 'refused' in dossier.decider.decide(trial, state)) return trial;
    const { officer, at } = asked;
    const { agency } = caller.actor;
    const { dossierId } = state;
    const day = { agency, localDate: localDate(at) };
    const give = { type: 'GiveDayOrder', ...day, dossierId, officer, at } as const;
    const cache = this.daybooks;
    const given = await transact(this.store, daybook, daybookStream(day), give, meta, { cache });
    if ('refused' in given) return refusedBy('dossier', given.refused);
    // failpoint(day-order-given-dossier-not-appended)
    const order = orderOf(given.state, dossierId) as number;
    return { ...asked, calendar, code: codeOf(scheme, { ...day, order }) };
  }
}

/** Agencies by which a dossier says where it may go: the one-stop unit, and those of its route. */
function namedIn(state: DossierState): readonly string[] {
  if (state.status === 'absent' || state.file === undefined) return [];
  const route = state.file.rules.route?.legs.map(({ agency }) => agency) ?? [];
  return [state.openedBy, ...route];
}

interface NamedRoute {
  readonly lead?: string;
  readonly legs?: readonly { readonly agency: string; readonly monitor?: string }[];
}

const agenciesOf = (routes: readonly NamedRoute[]): readonly string[] =>
  routes.flatMap(({ lead, legs = [] }) => [
    ...(lead === undefined ? [] : [lead]),
    ...legs.flatMap(({ agency, monitor = agency }) => [agency, monitor]),
  ]);
