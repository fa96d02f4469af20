import type { Requester } from '@adapters/messaging';
import { type Caller, type DocumentStanding, subjects } from '@contracts';

/** What this service asks the documents over NATS. */
export class Documents {
  constructor(private readonly requester: Requester) {}

  /**
   * How a document stands now; nothing when there is none.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  async standing(documentId: string, caller: Caller): Promise<DocumentStanding['document']> {
    const question = { target: { documentId }, body: {} };
    const { document } = await this.requester.answer<DocumentStanding>(
      subjects.documentStanding,
      question,
      caller,
    );
    return document;
  }
}
