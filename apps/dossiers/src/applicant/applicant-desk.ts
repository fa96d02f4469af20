import { Injectable } from '@nestjs/common';
import type { Caller, Message, Metadata, Nothing, Subject } from '@contracts';
import { Clock, commandMeta, type Desk, type Doing, doing, entityId } from '@runtime';
import { ActOnApplicant, type ApplicantOutcome, type AskedOfApplicant } from './applicant.command-handler';
import { Persons } from './persons';

/** Which officer of which agency acts on a person, and when. */
export interface AtApplicants {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
  readonly newId: (kind: string) => string;
  readonly on: {
    (applicantRef: string, asked: AskedOfApplicant): Doing<Nothing>;
    <A>(applicantRef: string, asked: AskedOfApplicant, answer: (outcome: ApplicantOutcome) => A): Doing<A>;
  };
}

@Injectable()
export class ApplicantDesk implements Desk<AtApplicants> {
  constructor(
    private readonly clock: Clock,
    private readonly persons: Persons,
  ) {}

  async by(subject: Subject, message: Message, caller: Caller): Promise<AtApplicants> {
    const { meta: plain, commandId, at } = commandMeta(caller, subject, message, this.clock);
    // A plain hash of so little is guessed: it would outlive what is erased and say whose data it was.
    const meta: Metadata = { ...plain, commandHash: await this.persons.hashOf(plain.commandHash) };
    const { agency, officer } = caller.actor;
    const on = (
      applicantRef: string,
      asked: AskedOfApplicant,
      answer: (outcome: ApplicantOutcome) => object = () => ({}),
    ): Doing<never> =>
      doing(new ActOnApplicant(applicantRef, asked, meta, caller), (outcome) => answer(outcome) as never);
    return { agency, officer, at, newId: (kind) => entityId(commandId, kind), on };
  }
}
