import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type Conversation, type LinkedDocument, operations, type QueryReply, refusedBy } from '@contracts';
import { ask, Clock, type Question } from '@runtime';
import { Parties } from '../asking/parties';
import { replyStanding } from '../document-by-party/awaiting';
import { relatedTo } from './related';

export class ConversationOf extends Query<QueryReply<Conversation>> {
  constructor(
    readonly documentId: string,
    readonly agency: string,
  ) {
    super();
  }
}

interface Asked {
  readonly documentId: string;
  readonly issuedAt: string;
  readonly dueDate: string | null;
  readonly recipient: string;
  readonly reply: (LinkedDocument & { readonly at: string }) | null;
}

/** What one conversation lists of its recipients, at most. */
const requestsMax = 1_000;

@QueryHandler(ConversationOf)
export class ConversationHandler implements IQueryHandler<ConversationOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly clock: Clock,
  ) {}

  async execute({ documentId, agency }: ConversationOf): Promise<QueryReply<Conversation>> {
    const agencies = await this.parties.of(agency);
    const related = await relatedTo(this.reads, documentId, agencies, ['response']);
    if (related === undefined) return refusedBy('document', 'not-found');
    const ids = JSON.stringify(related.documents.map((each) => each.documentId));
    const ours = JSON.stringify(agencies);
    const asked = await this.reads.query<Asked>(sql`
      select document_id as "documentId", document.issued_at as "issuedAt", document.due_date as "dueDate",
        recipient, leg.card->'reply' as reply
      from document join leg using (document_id)
      where document_id in (select jsonb_array_elements_text(${ids}::jsonb) collate "C")
        and (document.due_date is not null or leg.card->'reply' is not null)
        and (leg.card->'reply' is not null or leg.state not in ('Refused', 'Cancelled', 'Superseded'))
        and (sender in (select jsonb_array_elements_text(${ours}::jsonb) collate "C") or arrived_at is not null
          and recipient in (select jsonb_array_elements_text(${ours}::jsonb) collate "C"))
      order by document.issued_at, document_id, recipient
      limit ${requestsMax}`);
    const now = this.clock.now();
    const requests = asked.flatMap(({ dueDate, reply, ...request }) => {
      const standing = replyStanding(dueDate ?? undefined, reply?.at, now);
      if (standing === undefined) return [];
      const wanted = dueDate === null ? {} : { dueDate };
      return [{ ...request, ...wanted, standing, ...(reply === null ? {} : { reply: reply.documentId }) }];
    });
    return { ok: true, answer: { ...related, requests } };
  }
}

export const question: Question = {
  asks: [
    ask(operations.getConversation, ({ agency, target }) => new ConversationOf(target.documentId, agency)),
  ],
  handlers: [ConversationHandler],
};
