import { Injectable } from '@nestjs/common';
import { EventStore, stateOf, StreamCache, transact } from '@adapters/event-store';
import { type Caller, type Metadata, type Refused, refusedBy } from '@contracts';
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
  type GivenComponent,
} from '@domain/dossier';
import { Directory } from './directory';

/** What a command rests on besides the dossier itself. */
type Gathered = 'recipientKnown' | 'rules' | 'reuseNotFound' | 'linkNotFound' | 'calendar' | 'code';
type Asked<C> = C extends DossierCommand ? Omit<C, Gathered> : never;
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
    private readonly terms: Terms,
    private readonly daybooks: StreamCache<DaybookState>,
  ) {}

  async complete(
    asked: AskedOfDossier,
    state: DossierState,
    { meta, caller }: Asking,
  ): Promise<DossierCommand | Refused> {
    switch (asked.type) {
      case 'OfferHandoff':
      case 'RequestConsultation':
        return { ...asked, recipientKnown: await this.directory.knows(asked.to, caller) };
      case 'SubmitDossier': {
        const { procedure, components, applicantRef, linkedTo, agency, at } = asked;
        const rules = await this.directory.rulesOf(procedure, localDate(at), caller);
        const reuseNotFound = await this.notFound(components, applicantRef);
        const isFound = linkedTo === undefined || (await this.isParty(agency, linkedTo.dossierId));
        const link = isFound ? {} : ({ linkNotFound: true } as const);
        return { ...asked, reuseNotFound, ...link, ...(rules === undefined ? {} : { rules }) };
      }
      case 'ReceiveIntakeSupplement':
      case 'SubmitSupplement': {
        const applicantRef = state.status === 'absent' ? undefined : state.file?.applicantRef;
        return { ...asked, reuseNotFound: await this.notFound(asked.components, applicantRef) };
      }
      case 'AcceptHandoff':
      case 'RequestSupplement':
      case 'AcceptSupplement':
      case 'IssueApology':
        return { ...asked, calendar: this.terms.calendar };
      case 'AcceptDossier':
        return this.withCode(asked, state, meta);
      default:
        return asked;
    }
  }

  private async isParty(agency: string, dossierId: string): Promise<boolean> {
    const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
    return state.status !== 'absent' && state.parties.includes(agency);
  }

  /** Keys of what is to be reused and stands with this hash in no earlier dossier of the same applicant. */
  private async notFound(
    components: readonly GivenComponent[],
    applicantRef: string | undefined,
  ): Promise<readonly string[]> {
    const missing: string[] = [];
    for (const { key, reusedFrom } of components) {
      if (reusedFrom === undefined) continue;
      const { state } = await stateOf(this.store, dossier, dossierStream(reusedFrom.dossierId));
      const file = state.status === 'absent' ? undefined : state.file;
      const isTheirs = file !== undefined && file.applicantRef === applicantRef;
      const hasIt = file?.components.some(
        (each) =>
          each.key === reusedFrom.key && (each.sha256 ?? each.reusedFrom?.sha256) === reusedFrom.sha256,
      );
      if (!isTheirs || !hasIt) missing.push(key);
    }
    return missing;
  }

  /**
   * Two streams without a common append: look whether the dossier can be accepted, take its place in the order of the
   * day, record both at the dossier. A repeat gets the same place, unless it comes on another day.
   */
  private async withCode(
    asked: AskedTo<'AcceptDossier'>,
    state: DossierState,
    meta: Metadata,
  ): Promise<DossierCommand | Refused> {
    const { calendar } = this.terms;
    const trial = { ...asked, calendar, code: { scheme, value: '' } };
    if (state.status === 'absent' || 'refused' in dossier.decider.decide(trial, state)) return trial;
    const { by: agency, officer, at } = asked;
    const { dossierId } = state;
    const day = { agency, localDate: localDate(at) };
    const give = { type: 'GiveDayOrder', ...day, dossierId, officer, at } as const;
    const cache = this.daybooks;
    const given = await transact(this.store, daybook, daybookStream(day), give, meta, { cache });
    if ('refused' in given) return refusedBy('dossier', given.refused);
    const order = orderOf(given.state, dossierId) as number;
    return { ...asked, calendar, code: codeOf(scheme, { ...day, order }) };
  }
}
