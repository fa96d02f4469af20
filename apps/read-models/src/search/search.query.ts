import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql, type SqlStatement } from '@adapters/read-store';
import {
  type FoundDocument,
  operations,
  type Page,
  type QueryReply,
  refusedBy,
  type SearchQuery,
} from '@contracts';
import { ask, type Question } from '@runtime';
import { readCursor } from '../asking/cursor';
import { instantsOf } from '../asking/local-days';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import { plainWords, tsquery } from './words';

export class SearchFor extends Query<QueryReply<Page<FoundDocument>>> {
  constructor(
    readonly agency: string,
    readonly page: SearchQuery,
  ) {
    super();
  }
}

type Row = FoundDocument & { readonly owner: string };
type Place = readonly [at: string, documentId: string, direction: string];
const newestFirst: Place = ['9999', '', ''];

/** Common words fill a page from the newest entries; rare ones are looked up in the index of words. */
const newestEntries = 2_000;
const anyEntries = 1_000_000_000;

/** Newest first, over the own agency and those it reads on for. */
@QueryHandler(SearchFor)
export class SearchHandler implements IQueryHandler<SearchFor> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency, page }: SearchFor): Promise<QueryReply<Page<FoundDocument>>> {
    const { limit = rowsByDefault, cursor, text, symbol, number } = page;
    const key = readCursor(cursor, newestFirst);
    if (key === undefined) return malformedCursor();
    if (text !== undefined && plainWords(text).length === 0) return noWord();
    if (text === undefined && symbol === undefined && number === undefined && page.agency === undefined)
      return nothingSought();
    const found: Row[] = [];
    for (const owner of await this.parties.of(agency)) {
      found.push(...(await this.entriesOf(owner, page, key, limit + 1)));
    }
    const newest = found.sort(newerFirst).slice(0, limit + 1);
    const rows = newest.map(({ owner, ...row }) =>
      withoutNulls({ ...row, forAgency: owner === agency ? null : owner }),
    );
    const answer = pageOf(rows as FoundDocument[], limit, (row) => [row.at, row.documentId, row.direction]);
    return { ok: true, answer };
  }

  private async entriesOf(owner: string, page: SearchQuery, place: Place, rows: number): Promise<Row[]> {
    const { text, symbol, number, agency } = page;
    if (agency !== undefined && text === undefined && symbol === undefined && number === undefined)
      return this.reads.query<Row>(entriesWith(agency, owner, page, place, rows));
    const newest = await this.reads.query<Row>(entries(owner, page, place, rows, newestEntries));
    return newest.length === rows
      ? newest
      : this.reads.query<Row>(entries(owner, page, place, rows, anyEntries));
  }
}

const placeOf = ({ at, documentId, direction }: Row): string => `${at} ${documentId} ${direction}`;
const newerFirst = (a: Row, b: Row): number => (placeOf(a) < placeOf(b) ? 1 : -1);

const malformed = (pointer: string, detail: string) =>
  refusedBy('request', 'malformed', [{ pointer, detail }]);
const noWord = () => malformed('/body/text', 'holds no word: letters or digits');
const nothingSought = () =>
  malformed('/body', 'names nothing to search for; send `text`, `symbol`, `number` or `agency`');

function entries(
  owner: string,
  page: SearchQuery,
  [at, documentId, direction]: Place,
  rows: number,
  among: number,
): SqlStatement {
  const { text, symbol, number, agency = null, direction: only = null, state = null } = page;
  const words = tsquery({ agency: owner, text, symbol, number });
  const { from, before } = instantsOf(page);
  return sql`
    select entry.direction, entry.document_id as "documentId", ${owner}::text as owner, document.agency,
      coalesce(leg.symbol, document.symbol) as symbol, document.document_type as "documentType",
      coalesce(leg.subject, document.subject) as subject, coalesce(leg.urgency, document.urgency) as urgency,
      coalesce(leg.state, document.state) as state, leg.number, entry.at
    from (
      select * from search_entry
      where agency = ${owner} and at is not null and (at, document_id, direction) < (${at}, ${documentId}, ${direction})
        and (${from} = '' or at >= ${from}) and (${before} = '9999' or at < ${before})
        and (${among}::bigint < ${anyEntries}::bigint or words @@ ${words}::tsquery)
      order by at desc, document_id desc, direction desc
      limit case when ${among}::bigint < ${anyEntries}::bigint then ${among}::bigint end
    ) as entry
    join document on document.document_id = entry.document_id
    left join leg on entry.direction = 'in' and leg.document_id = entry.document_id and leg.recipient = entry.agency
    where entry.words @@ ${words}::tsquery
      and (${only}::text is null or entry.direction = ${only})
      and (${state}::text is null or coalesce(leg.state, document.state) = ${state})
      and (${agency}::text is null or exists (select from search_party as other
        where other.agency = entry.agency and other.party = ${agency} and other.at = entry.at
          and other.document_id = entry.document_id and other.direction = entry.direction))
    order by entry.at desc, entry.document_id desc, entry.direction desc
    limit ${rows}`;
}

/**
 * What went to one other agency or came from it, along its index: its conditions are written so that no database takes
 * them for rare, and reads everything between the two to sort it.
 */
export function entriesWith(
  party: string,
  owner: string,
  page: SearchQuery,
  [at, documentId, direction]: Place,
  rows: number,
): SqlStatement {
  const { direction: only = null, state = null } = page;
  const { from, before } = instantsOf(page);
  return sql`
    select entry.direction, entry.document_id as "documentId", ${owner}::text as owner, document.agency,
      coalesce(leg.symbol, document.symbol) as symbol, document.document_type as "documentType",
      coalesce(leg.subject, document.subject) as subject, coalesce(leg.urgency, document.urgency) as urgency,
      coalesce(leg.state, document.state) as state, leg.number, entry.at
    from search_party as entry
    join document on document.document_id = entry.document_id
    left join lateral (
      select symbol, subject, urgency, state, number from leg
      where entry.direction = 'in' and document_id = entry.document_id and recipient = entry.agency
      limit 1) as leg on true
    where entry.agency = ${owner} and entry.party = ${party}
      and (entry.at, entry.document_id, entry.direction) < (${at}, ${documentId}, ${direction})
      and (${from} = '' or entry.at >= ${from}) and (${before} = '9999' or entry.at < ${before})
      and (${only}::text is null or entry.direction = ${only})
      and case coalesce(leg.state, document.state) when ${state} then true else ${state}::text is null end
    order by entry.at desc, entry.document_id desc, entry.direction desc
    limit ${rows}`;
}

export const question: Question = {
  asks: [ask(operations.search, ({ agency, body }) => new SearchFor(agency, body))],
  handlers: [SearchHandler],
};
