import { type EventStore, factIn, type StoredEvent } from '@adapters/event-store';
import { fold } from '@domain/decider';
import { document, type DocumentEvent, type DocumentState, documentStream } from '@domain/document';

/** One fact of a document, as it is stored and as it reads. */
export interface ReadFact {
  readonly stored: StoredEvent;
  readonly event: DocumentEvent;
}

/** A document as its stream tells it now: where it stands and every fact, oldest first. */
export async function documentNow(
  store: EventStore,
  documentId: string,
): Promise<{ readonly state: DocumentState; readonly facts: readonly ReadFact[] }> {
  const { events } = await store.readStream(documentStream(documentId));
  const facts = events.flatMap((stored): ReadFact[] => {
    const event = factIn(document.codec, stored);
    return event === undefined ? [] : [{ stored, event }];
  });
  return {
    state: fold(
      document.decider,
      facts.map(({ event }) => event),
    ),
    facts,
  };
}

/** The fact that every delivery starts from; nothing when the document was not issued. */
export const issueAmong = (facts: readonly ReadFact[]): StoredEvent | undefined =>
  facts.find(({ event }) => event.type === 'DocumentIssued')?.stored;
