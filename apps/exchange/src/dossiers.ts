import type { Requester } from '@adapters/messaging';
import { type Caller, type DossiersAmiss, type DossiersOnDeskBody, subjects } from '@contracts';

/** What this service asks the one of dossiers over NATS. */
export class Dossiers {
  constructor(private readonly requester: Requester) {}

  /**
   * Which of 1 to 100 dossiers an agency may not take from one desk to another.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  onDesk(agency: string, body: DossiersOnDeskBody, caller: Caller): Promise<DossiersAmiss> {
    return this.requester.answer(subjects.dossiersOnDesk, { target: { agency }, body }, caller);
  }
}
