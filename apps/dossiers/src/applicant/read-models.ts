import type { Requester } from '@adapters/messaging';
import {
  type ApplicantDossiers,
  type Caller,
  type DossierRegisterQuery,
  type DossiersOfCode,
  type DossiersOfCodeBody,
  type DossierView,
  type OneQuery,
  type Page,
  type QueryReply,
  subjects,
  type TrackedDossier,
} from '@contracts';

/** What this service asks the read models over NATS. */
export class ReadModels {
  constructor(private readonly requester: Requester) {}

  /** @throws ServiceUnavailable when there is no answer; a retry may help. */
  dossiersOf(applicantRef: string, agency: string, caller: Caller): Promise<ApplicantDossiers> {
    const question = { target: { applicantRef }, body: { agency } };
    return this.requester.answer<ApplicantDossiers>(subjects.applicantDossiers, question, caller);
  }

  /**
   * A dossier as the asker's agency is shown it; refused when it is not.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  dossier(dossierId: string, body: OneQuery, caller: Caller): Promise<QueryReply<DossierView>> {
    return this.requester.query<DossierView>(subjects.getDossier, { target: { dossierId }, body }, caller);
  }

  /**
   * Dossiers that an agency opened under one of 1 to 5 codes, at most 10.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  dossiersOfCode(body: DossiersOfCodeBody, caller: Caller): Promise<DossiersOfCode> {
    return this.requester.answer<DossiersOfCode>(subjects.dossiersOfCode, { target: {}, body }, caller);
  }

  /**
   * A page of the dossiers that the asker's agency received.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  tracked(body: DossierRegisterQuery, caller: Caller): Promise<QueryReply<Page<TrackedDossier>>> {
    return this.requester.query<Page<TrackedDossier>>(subjects.dossiersTracked, { target: {}, body }, caller);
  }
}
