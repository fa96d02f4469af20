import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import {
  type DocumentStanding,
  DocumentStandingBody,
  DocumentTarget,
  inside,
  type QueryReply,
  subjects,
} from '@contracts';
import { document, type DocumentState, documentStream } from '@domain/document';
import { ask, type Question } from '@runtime';

class FindDocumentStanding extends Query<QueryReply<DocumentStanding>> {
  constructor(readonly documentId: string) {
    super();
  }
}

/** How a document stands now, read to the end of its stream: what another service records for good rests on it. */
@QueryHandler(FindDocumentStanding)
class FindDocumentStandingHandler implements IQueryHandler<FindDocumentStanding> {
  constructor(private readonly store: EventStore) {}

  async execute({ documentId }: FindDocumentStanding): Promise<QueryReply<DocumentStanding>> {
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    return { ok: true, answer: state.status === 'absent' ? {} : { document: standingOf(state) } };
  }
}

function standingOf(
  state: Exclude<DocumentState, { status: 'absent' }>,
): NonNullable<DocumentStanding['document']> {
  const { agency, status, contents } = state;
  const signatures = 'signatures' in state ? state.signatures : [];
  const known = {
    ...{ agency, status },
    contents: contents.map(({ sha256 }) => sha256),
    signatures: signatures.map(({ by, status: verdict, content, certificate }) => ({
      ...{ by, status: verdict, content, certificate },
    })),
  };
  if (!('documentDate' in state)) return known;
  const { number, bookYear, symbol, documentDate } = state;
  return { ...known, numbered: { number, bookYear, symbol, documentDate } };
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.documentStanding, target: DocumentTarget, body: DocumentStandingBody }),
      ({ target }) => new FindDocumentStanding(target.documentId),
    ),
  ],
  handlers: [FindDocumentStandingHandler],
};
