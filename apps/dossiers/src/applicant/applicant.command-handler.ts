import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact, type Transacted } from '@adapters/event-store';
import type { Caller, Metadata, PersonBody, Refused } from '@contracts';
import {
  applicant,
  type ApplicantCommand,
  type ApplicantEvent,
  type ApplicantState,
  applicantStream,
  isShownTo,
  type SealedPerson,
} from '@domain/applicant';
import { localDate } from '@domain/codes';
import { outcomeIn } from '@runtime';
import { ApplicantReach } from './applicant-reach';
import { NumberInForce } from './number-in-force';
import { Persons } from './persons';
import { ReadModels } from './read-models';

interface Acting {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

/** A command before the person was sealed and its dossiers were asked for. */
export type AskedOfApplicant =
  | ({ readonly type: 'RecordApplicant'; readonly person: PersonBody } & Acting)
  | ({ readonly type: 'ChangeApplicant'; readonly person: PersonBody } & Acting)
  | ({ readonly type: 'EraseApplicant'; readonly legalBasis: string } & Acting);

export interface ApplicantOutcome extends Transacted<ApplicantEvent, ApplicantState> {
  readonly applicantRef: string;
  /** The person had been recorded before, by another command. */
  readonly isKnown: boolean;
}

/** Any command on one person. */
export class ActOnApplicant extends Command<ApplicantOutcome | Refused> {
  constructor(
    /** For a new person the id it gets, unless its identity number leads to another. */
    readonly applicantRef: string,
    readonly asked: AskedOfApplicant,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ActOnApplicant)
export class ApplicantCommandHandler implements ICommandHandler<ActOnApplicant> {
  constructor(
    private readonly store: EventStore,
    private readonly persons: Persons,
    private readonly readModels: ReadModels,
    private readonly reach: ApplicantReach,
    private readonly numbers: NumberInForce,
  ) {}

  async execute({ applicantRef, asked, meta, caller }: ActOnApplicant): Promise<ApplicantOutcome | Refused> {
    if (asked.type !== 'RecordApplicant') return this.actAsParty(applicantRef, asked, meta, caller);
    const found = await this.persons.refOf(asked.person, applicantRef);
    const outcome = await this.act(found, asked, meta, caller);
    if ('refused' in outcome || outcome.state.status !== 'erased' || outcome.replayed) return outcome;
    // Its erasure was recorded, and ended before the key went: the number leads to nobody then.
    await this.persons.erase(found);
    return this.act(applicantRef, asked, meta, caller);
  }

  /** As the own agency; where that one may not, for the closed one that recorded the person and that it follows. */
  private async actAsParty(
    applicantRef: string,
    asked: AskedOfApplicant,
    meta: Metadata,
    caller: Caller,
  ): Promise<ApplicantOutcome | Refused> {
    const own = await this.act(applicantRef, asked, meta, caller);
    if (!('refused' in own) || !ofTheRecorder.includes(own.refused)) return own;
    const { agency, at } = asked;
    const recorder = await this.reach.recorderFollowed(
      { applicantRef, agency, onDate: localDate(at) },
      caller,
    );
    if (recorder === undefined) return own;
    return this.act(applicantRef, { ...asked, agency: recorder }, { ...meta, onBehalfOf: recorder }, caller);
  }

  private async act(
    applicantRef: string,
    asked: AskedOfApplicant,
    meta: Metadata,
    caller: Caller,
  ): Promise<ApplicantOutcome | Refused> {
    const gather = (state: ApplicantState) => this.complete(applicantRef, asked, state, caller);
    const decided = await transact(this.store, applicant, applicantStream(applicantRef), gather, meta);
    const outcome = outcomeIn('applicant', decided);
    if ('refused' in outcome) return outcome;
    if (asked.type === 'EraseApplicant') await this.persons.erase(applicantRef);
    if (asked.type === 'ChangeApplicant') await this.numbers.settle(applicantRef);
    const isKnown = outcome.events.every(({ type }) => type !== 'ApplicantRecorded');
    return { ...outcome, applicantRef, isKnown };
  }

  private async complete(
    applicantRef: string,
    asked: AskedOfApplicant,
    state: ApplicantState,
    caller: Caller,
  ): Promise<ApplicantCommand | Refused> {
    const sealed = (person: PersonBody) => this.persons.seal(person, applicantRef);
    if (asked.type === 'RecordApplicant') {
      // One that is known already is not sealed anew: the decider takes what it has.
      const person = state.status === 'absent' ? await sealed(asked.person) : unsealed;
      return { ...asked, applicantRef, person };
    }
    const gathered = await this.readModels.dossiersOf(applicantRef, asked.agency, caller);
    if (asked.type === 'EraseApplicant') return { ...asked, ...gathered };
    const isShown = state.status === 'known' && isShownTo(state, asked.agency, gathered.isParty);
    return { ...asked, ...gathered, person: isShown ? await sealed(asked.person) : unsealed };
  }
}

/** What an agency is refused with that did not record the person. */
const ofTheRecorder: readonly string[] = ['not-found', 'not-recorded-here'];

/** For a command that records nothing: no key is made for it. */
const unsealed: SealedPerson = { kid: '', alg: 'A256GCM', iv: '', ct: '' };
