import type { Requester } from '@adapters/messaging';
import { type Caller, type DocumentStanding, subjects } from '@contracts';

type Standing = NonNullable<DocumentStanding['document']>;

/** What this service asks the documents over NATS. */
export class Documents {
  constructor(private readonly requester: Requester) {}

  /**
   * How a document stands now; nothing when there is none.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  private async standing(documentId: string, caller: Caller): Promise<Standing | undefined> {
    const question = { target: { documentId }, body: {} };
    const { document } = await this.requester.answer<DocumentStanding>(
      subjects.documentStanding,
      question,
      caller,
    );
    return document;
  }

  /**
   * How the document that an agency names as a result stands now; nothing when there is none. Who acts for a closed
   * agency drafts, signs and seals in its own name: its document counts as one of `by`.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  async namedBy(by: string, documentId: string, caller: Caller): Promise<Standing | undefined> {
    const document = await this.standing(documentId, caller);
    return document?.agency === caller.actor.agency ? { ...document, agency: by } : document;
  }
}
