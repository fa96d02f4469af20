import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { type DocumentHistory, type HistoryQuery, operations, type QueryReply, refusedBy } from '@contracts';
import { type Fact, fold } from '@domain/decider';
import { delivery, deliveryStream } from '@domain/delivery';
import { deliveredTo, document, type DocumentEvent, documentStream } from '@domain/document';
import { ask, atMost, type Question } from '@runtime';
import { inOrderOfPosition } from '../history/history-page';
import { type Moment, momentOf, upTo } from '../history/moment';
import { type ReadEvent, readWhole } from '../history/read-stream';
import { malformedCursor, oneMomentOnly, revisionNotReached } from '../history/refusals';
import { readDocumentCursor } from './document-cursor';
import { documentPage, type Told } from './document-page';

/** A document may have 1,000 recipients: so many of their streams are read at a time. */
const streamsAtOnceMax = 16;

class DocumentHistoryOf extends Query<QueryReply<DocumentHistory>> {
  constructor(
    readonly documentId: string,
    readonly question: HistoryQuery,
  ) {
    super();
  }
}

/**
 * The document's stream and those of all its deliveries, merged in the order in which the store took the
 * events.
 */
@QueryHandler(DocumentHistoryOf)
class DocumentHistoryHandler implements IQueryHandler<DocumentHistoryOf> {
  constructor(private readonly store: EventStore) {}

  async execute({ documentId, question }: DocumentHistoryOf): Promise<QueryReply<DocumentHistory>> {
    const moment = momentOf(question);
    if (moment === 'one-moment-only') return oneMomentOnly();
    const cursor = readDocumentCursor(question.cursor);
    if (cursor === undefined) return malformedCursor();

    const stream = await readWhole(this.store, document.codec, documentStream(documentId));
    const newest = stream.at(-1);
    if (newest === undefined) return refusedBy('document', 'not-found');
    if (moment.by === 'revision' && moment.revision > newest.stored.revision) return revisionNotReached();
    return { ok: true, answer: documentPage(await this.told(documentId, moment, stream), cursor, question) };
  }

  private async told(
    documentId: string,
    moment: Moment,
    stream: readonly ReadEvent<DocumentEvent>[],
  ): Promise<Told> {
    const shown = upTo(moment, stream);
    const recipients = shown.flatMap(({ event }) => deliveriesBegunBy(event)).toSorted();
    const momentOfDeliveries = forDeliveries(moment, shown);
    const deliveries = await atMost(streamsAtOnceMax, recipients, async (to) => {
      const history = await readWhole(this.store, delivery.codec, deliveryStream({ documentId, to }));
      return { to, events: upTo(momentOfDeliveries, history) };
    });
    return {
      document: fold(
        document.decider,
        shown.map(({ event }) => event),
      ),
      deliveries: deliveries.map(({ to, events }) => ({
        to,
        state: fold(
          delivery.decider,
          events.map(({ event }) => event),
        ),
      })),
      events: inOrderOfPosition([shown, ...deliveries.map(({ events }) => events)].map(storedOf)),
    };
  }
}

const storedOf = (events: readonly ReadEvent<Fact>[]) => events.map(({ stored }) => stored);

/**
 * A revision belongs to the document's own stream: its deliveries are shown as they were when that event was
 * recorded.
 */
function forDeliveries(moment: Moment, shown: readonly ReadEvent<DocumentEvent>[]): Moment {
  if (moment.by !== 'revision') return moment;
  return { by: 'position', position: shown.at(-1)?.stored.position ?? -1n };
}

/** An issue begins the first deliveries of a document, an update may add others. */
function deliveriesBegunBy(event: DocumentEvent): readonly string[] {
  if (event.type === 'DocumentIssued') return deliveredTo(event.data);
  return event.type === 'UpdateIssued' ? event.data.addedRecipients : [];
}

export const question: Question = {
  asks: [
    ask(operations.getDocumentHistory, ({ target, body }) => new DocumentHistoryOf(target.documentId, body)),
  ],
  handlers: [DocumentHistoryHandler],
};
