import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type DocumentState,
  type DocumentView,
  type LinkedDocument,
  operations,
  type PageQuery,
  type QueryReply,
  refusedBy,
} from '@contracts';
import { Terms } from '@domain/calendar';
import { ask, Clock, type Question } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { forAgency, Parties } from '../asking/parties';
import { type DeliveryRow, deliveryView } from './delivery-view';

export class DocumentByParty extends Query<QueryReply<DocumentView>> {
  constructor(
    readonly documentId: string,
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

interface DocumentRow {
  readonly documentId: string;
  readonly agency: string;
  /** The first of the asker's agencies that is a party, the own one before others. */
  readonly party: string;
  readonly state: DocumentState;
  readonly card: Readonly<Record<string, unknown>>;
  readonly dueDate: string | null;
  readonly draftedBy: string;
  readonly linkedBy: readonly (LinkedDocument & { readonly kind: string })[];
}

const linksMax = 50;
const stepsMax = 50;
const silencesMax = 50;
/** Of a card, what only the agency that issued the document is told. */
const ofSenderOnly = [
  'sendBy',
  'late',
  'filedBy',
  'copies',
  'note',
  'forwarded',
  'numberVoided',
  'returned',
  'discarded',
  'recall',
  'update',
];
/** Of a card, what is told to every party. */
const ofEveryParty = [
  ...[
    'contents',
    'documentCode',
    'number',
    'bookYear',
    'pageAmount',
    'paperFollows',
    'distribution',
    'legalValue',
  ],
  ...[
    'signedAt',
    'signedBy',
    'authority',
    'numberedAt',
    'sealedAt',
    'registeredAt',
    'copyOf',
    'replaces',
    'corrects',
  ],
  ...['replacedBy', 'by', 'actingFor'],
];

/** The sender sees every delivery, page by page; a recipient its own, and the document only from its arrival on. */
@QueryHandler(DocumentByParty)
export class DocumentByPartyHandler implements IQueryHandler<DocumentByParty> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly clock: Clock,
    private readonly terms: Terms,
  ) {}

  async execute({ documentId, agency, page }: DocumentByParty): Promise<QueryReply<DocumentView>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['']);
    if (key === undefined) return malformedCursor();
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [found] = await this.reads.query<DocumentRow>(sql`
      select document_id as "documentId", agency, state, document_type as "documentType", subject, urgency, symbol,
        due_date as "dueDate", drafted_at as "draftedAt", drafted_by as "draftedBy", issued_at as "issuedAt", card,
        party,
        (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'documentId', document_id, 'agency', agency,
            'symbol', symbol) order by at, document_id), '[]'::jsonb)
          from (select link.* from document_link as link
            where target_id = ${documentId} and kind <> 'copy' and (
              link.agency in (select jsonb_array_elements_text(${agencies}::jsonb) collate "C") or exists (
                select from leg where leg.document_id = link.document_id and arrived_at is not null
                  and recipient in (select jsonb_array_elements_text(${agencies}::jsonb) collate "C")))
            order by at, document_id limit ${linksMax}) as linked) as "linkedBy"
      from document cross join lateral (
        select seen.agency as party
        from jsonb_array_elements_text(${agencies}::jsonb) with ordinality as seen (agency, place)
        where seen.agency = document.agency or exists (select from leg
          where leg.document_id = document.document_id and recipient = seen.agency collate "C"
            and arrived_at is not null)
        order by place limit 1) as entitled
      where document_id = ${documentId}`);
    if (found === undefined) return refusedBy('document', 'not-found');
    const isSender = (JSON.parse(agencies) as string[]).includes(found.agency);
    const deliveries = await this.deliveries(documentId, agencies, isSender, key[0] ?? '', limit + 1);
    const now = this.clock.now();
    const views = deliveries.map((delivery) =>
      deliveryView(delivery, found.dueDate ?? undefined, now, this.terms),
    );
    const { rows, next } = pageOf(views, limit, (delivery) => [delivery.agency]);
    const ofSender = isSender ? { history: await this.history(documentId) } : {};
    const view = { ...documentView(found, agency, isSender), ...ofSender, deliveries: rows };
    return { ok: true, answer: next === undefined ? view : { ...view, next } };
  }

  private async history(documentId: string): Promise<NonNullable<DocumentView['history']>> {
    const steps = await this.reads.query<{ readonly step: object }>(sql`
      select jsonb_strip_nulls(told) || jsonb_build_object('fact', fact, 'state', state, 'at', at) as step
      from (select * from step where document_id = ${documentId} and recipient = ''
        order by position desc limit ${stepsMax}) as newest
      order by position`);
    return steps.map(({ step }) => step) as NonNullable<DocumentView['history']>;
  }

  private deliveries(documentId: string, agencies: string, isSender: boolean, after: string, rows: number) {
    return this.reads.query<DeliveryRow>(sql`
      select recipient, sender, state, since, queued_at as "queuedAt", urgency, arrived_at as "arrivedAt",
        due_date as "dueDate", number, book_year as "bookYear", attempts, overdue, card,
        (select coalesce(jsonb_agg(jsonb_strip_nulls(told) || jsonb_build_object('fact', fact, 'state', state,
            'at', at)
            order by position), '[]'::jsonb)
          from (select * from step
            where step.document_id = leg.document_id and step.recipient = leg.recipient
              and (shown or ${isSender}::boolean)
            order by position desc limit ${stepsMax}) as newest) as history,
        (select coalesce(jsonb_agg(jsonb_build_object('silence', silence, 'dueAt', due_at, 'since', since, 'at', at)
            order by due_at, at), '[]'::jsonb)
          from (select * from leg_silence as missed
            where missed.document_id = leg.document_id and missed.recipient = leg.recipient
            order by due_at desc limit ${silencesMax}) as newest) as silences
      from leg
      where document_id = ${documentId} and recipient > ${after} and (${isSender}::boolean
        or recipient in (select jsonb_array_elements_text(${agencies}::jsonb) collate "C") and arrived_at is not null)
      order by recipient
      limit ${rows}`);
  }
}

function documentView(
  found: DocumentRow,
  asker: string,
  isSender: boolean,
): Omit<DocumentView, 'deliveries' | 'next'> {
  const { card, party, linkedBy, draftedBy, ...row } = found;
  const shown = isSender ? [...ofEveryParty, ...ofSenderOnly] : ofEveryParty;
  const linked = (kind: string) =>
    linkedBy.filter((link) => link.kind === kind).map(({ kind: _, ...link }) => link);
  const signatures = [...((card.signatures as object[]) ?? []), ...((card.seals as object[]) ?? [])];
  return {
    ...withoutNulls({ ...row, ...Object.fromEntries(shown.map((name) => [name, card[name] ?? null])) }),
    ...(isSender ? { draftedBy } : {}),
    ...forAgency(party, asker),
    ...(signatures.length === 0 ? {} : { signatures: signatures.map(withoutEvidence) }),
    responseFor: card.responseFor ?? [],
    answeredBy: linked('response'),
    correctedBy: linked('correction'),
  } as unknown as Omit<DocumentView, 'deliveries' | 'next'>;
}

/** Evidence is for the history; a view says the verdict. */
const withoutEvidence = ({ evidence: _, ...verdict }: { readonly evidence?: unknown }) => verdict;

export const question: Question = {
  asks: [
    ask(
      operations.getDocument,
      ({ agency, target, body }) => new DocumentByParty(target.documentId, agency, body),
    ),
  ],
  handlers: [DocumentByPartyHandler],
};
