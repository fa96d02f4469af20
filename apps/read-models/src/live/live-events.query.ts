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
import { Changes, documentKey, inboxKey } from './changes';

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

type Token = (commit: bigint) => string;
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
    private readonly changes: Changes,
  ) {}

  async execute({ agency, asked, documentId }: LiveEventsOf): Promise<QueryReply<LiveEvents>> {
    const agencies = await this.parties.of(agency);
    if (documentId !== undefined && !(await this.isParty(documentId, agencies))) {
      return refusedBy('document', 'not-found');
    }
    const after = parsePositionToken(asked.after ?? '')?.commit;
    const token = this.visibility.tokens();
    if (after === undefined) return answer([], this.visibility.position, token);
    const keys = documentId === undefined ? agencies.map(inboxKey) : [documentKey(documentId)];
    const listening = this.changes.listen(keys);
    try {
      const found = await this.read(agencies, documentId, after, token);
      const { waitMs = 0 } = asked;
      if (found.ok && found.answer.events.length === 0 && waitMs > 0) {
        if (await listening.changed(waitMs)) return await this.read(agencies, documentId, after, token);
        const reached = this.visibility.position;
        return answer([], reached > after ? reached : after, token);
      }
      return found;
    } finally {
      listening.end();
    }
  }

  /** The position is looked at before the rows: what is at or below it stands in them. */
  private async read(
    agencies: readonly string[],
    documentId: string | undefined,
    after: bigint,
    token: Token,
  ) {
    const reached = this.visibility.position;
    const rows = await this.reads.query<Row>(
      documentId === undefined ? ofInbox(agencies, after) : ofDocument(documentId, agencies, after),
    );
    const isAll = rows.length < eventsMax;
    const last = BigInt(rows.at(-1)?.commit ?? after);
    return answer(rows, isAll && reached > last ? reached : last, token);
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

function answer(
  rows: readonly Row[],
  through: bigint,
  token: Token,
): QueryReply<LiveEvents> & { readonly ok: true } {
  const events = rows.map(({ commit, ...row }) => withoutNulls({ position: token(BigInt(commit)), ...row }));
  return { ok: true, answer: { events, through: token(through < 0n ? 0n : through) } };
}

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
