import type { Requester } from '@adapters/messaging';
import { type ApplicantDossiers, type Caller, subjects } from '@contracts';

/** What this service asks the read models over NATS. */
export class ReadModels {
  constructor(private readonly requester: Requester) {}

  /** @throws ServiceUnavailable when there is no answer; a retry may help. */
  dossiersOf(applicantRef: string, agency: string, caller: Caller): Promise<ApplicantDossiers> {
    const question = { target: { applicantRef }, body: { agency } };
    return this.requester.answer<ApplicantDossiers>(subjects.applicantDossiers, question, caller);
  }
}
