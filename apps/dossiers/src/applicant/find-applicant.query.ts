import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import { applicantOperations, type ApplicantView, type Caller, type QueryReply, refusedBy } from '@contracts';
import { applicant, applicantStream, isShownTo } from '@domain/applicant';
import { localDate } from '@domain/codes';
import { ask, Clock, type Question } from '@runtime';
import { ApplicantReach } from './applicant-reach';
import { Persons } from './persons';
import { ReadModels } from './read-models';

class FindApplicant extends Query<QueryReply<ApplicantView>> {
  constructor(
    readonly applicantRef: string,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(FindApplicant)
class FindApplicantHandler implements IQueryHandler<FindApplicant> {
  constructor(
    private readonly store: EventStore,
    private readonly persons: Persons,
    private readonly readModels: ReadModels,
    private readonly reach: ApplicantReach,
    private readonly clock: Clock,
  ) {}

  async execute({ applicantRef, caller }: FindApplicant): Promise<QueryReply<ApplicantView>> {
    const { state } = await stateOf(this.store, applicant, applicantStream(applicantRef));
    const { agency } = caller.actor;
    const { isParty } = await this.readModels.dossiersOf(applicantRef, agency, caller);
    if (state.status === 'absent') return refusedBy('applicant', 'not-found');
    if (!isShownTo(state, agency, isParty)) {
      const asked = { applicantRef, agency, onDate: localDate(this.clock.now()) };
      const recorder = await this.reach.recorderFollowed(asked, caller);
      if (recorder === undefined) return refusedBy('applicant', 'not-found');
    }
    if (state.status === 'erased') return refusedBy('applicant', 'erased');
    const person = await this.persons.open(state.person);
    return { ok: true, answer: { applicantRef, recordedBy: state.recordedBy, ...person } };
  }
}

export const question: Question = {
  asks: [
    ask(
      applicantOperations.getApplicant,
      ({ target, caller }) => new FindApplicant(target.applicantRef, caller),
    ),
  ],
  handlers: [FindApplicantHandler],
};
