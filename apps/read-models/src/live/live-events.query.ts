import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  DocumentTarget,
  inside,
  type LiveEvent,
  type LiveEvents,
  LiveQuery,
  parsePositionToken,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { ask, type Question } from '@runtime';
import { withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import { Visibility } from '../asking/visibility';

/** Of the agency's inbox, or of one document. */
export class LiveEventsOf extends Query<QueryReply<LiveEvents>> {
  constructor(
    readonly agency: string,
    readonly asked: LiveQuery,
    readonly documentId?: string,
  ) {
    super();
  }
}

const eventsMax = 100;

type Row = Omit<LiveEvent, 'position'> & { readonly commit: string };

/**
 * What came after a position, in the order of the store. Rows and checkpoint are written in one transaction and rows
 * are never changed, so reading on from a position misses nothing and tells nothing twice, whoever restarts.
 */
@QueryHandler(LiveEventsOf)
export class LiveEventsHandler implements IQueryHandler<LiveEventsOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly visibility: Visibility,
  ) {}

  async execute({ agency, asked, documentId }: LiveEventsOf): Promise<QueryReply<LiveEvents>> {
    const agencies = await this.parties.of(agency);
    if (documentId !== undefined && !(await this.isParty(documentId, agencies))) {
      return refusedBy('document', 'not-found');
    }
    const after = parsePositionToken(asked.after ?? '')?.commit;
    const token = this.visibility.tokens();
    // The position is looked at before the rows: what is at or below it stands in them.
    const reached = this.visibility.position;
    const from = after ?? reached;
    const rows = after === undefined ? [] : await this.reads.query<Row>(asking(agencies, documentId, after));
    const hasMore = rows.length === eventsMax;
    const last = BigInt(rows.at(-1)?.commit ?? from);
    const through = !hasMore && reached > last ? reached : last;
    const events = rows.map(({ commit, ...row }) =>
      withoutNulls({ position: token(BigInt(commit)), ...row }),
    );
    return { ok: true, answer: { events, through: token(through < 0n ? 0n : through), hasMore, agencies } };
  }

  private async isParty(documentId: string, agencies: readonly string[]): Promise<boolean> {
    const ours = JSON.stringify(agencies);
    const found = await this.reads.query(sql`
      select from document where document_id = ${documentId}
        and (agency in (select jsonb_array_elements_text(${ours}::jsonb) collate "C") or exists (select from leg
          where leg.document_id = document.document_id and arrived_at is not null
            and recipient in (select jsonb_array_elements_text(${ours}::jsonb) collate "C")))`);
    return found.length > 0;
  }
}

const asking = (agencies: readonly string[], documentId: string | undefined, after: bigint) =>
  documentId === undefined ? ofInbox(agencies, after) : ofDocument(documentId, agencies, after);

const ofInbox = (agencies: readonly string[], after: bigint) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join lateral (
    select position::text as commit, document_id as "documentId", sender as "from", recipient as "to", fact, state, at
    from step
    where recipient = seen.agency collate "C" and shown and position > ${String(after)}::bigint
    order by step.position limit ${eventsMax}) as row
  order by row.commit::bigint limit ${eventsMax}`;

const ofDocument = (documentId: string, agencies: readonly string[], after: bigint) => sql`
  select position::text as commit, document_id as "documentId", sender as "from", nullif(recipient, '') as "to", fact,
    state, at
  from step
  where document_id = ${documentId} and position > ${String(after)}::bigint
    and (sender in (select jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) collate "C")
      or shown and recipient in (select jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) collate "C"))
  order by step.position limit ${eventsMax}`;

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.inboxEvents, body: LiveQuery }),
      ({ agency, body }) => new LiveEventsOf(agency, body),
    ),
    ask(
      inside({ subject: subjects.documentEvents, target: DocumentTarget, body: LiveQuery }),
      ({ agency, target, body }) => new LiveEventsOf(agency, body, target.documentId),
    ),
  ],
  handlers: [LiveEventsHandler],
};
