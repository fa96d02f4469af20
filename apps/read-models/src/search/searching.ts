import { sql, type SqlStatement } from '@adapters/read-store';
import { foundMax, type SearchQuery, type SearchRow } from '@contracts';
import { instantsOf } from '../asking/local-days';
import { dueNever } from './entries';
import { exactQuery, tsquery } from './words';

/** Where a page ended: what it is sorted by, then what makes an order of the rest. */
export type Place = readonly [key: string, foundId: string, direction: string];

type Shown = Omit<
  SearchRow,
  'direction' | 'documentId' | 'paperEntryId' | 'dossierId' | 'slipId' | 'forAgency'
>;

/** One entry with what is shown of it. */
export interface FoundRow extends Shown {
  readonly foundId: string;
  readonly direction: string;
  readonly key: string;
}

/** Common words fill a page from the newest entries; rare ones are looked up in the index of words. */
export const newestEntries = 2_000;

export const startOf = (sort: SearchQuery['sort']): Place => [sort === 'due' ? '' : '9999', '', ''];

/** What has the marks as typed, where that is what comes first. */
export const exactlyTold = (
  owner: string,
  { sort = 'relevance', ...page }: SearchQuery,
): string | undefined => (sort === 'relevance' ? exactQuery({ ...page, agency: owner }) : undefined);

const all = (conditions: readonly SqlStatement[]): SqlStatement =>
  conditions.reduce((before, each) => sql`${before} and ${each}`, sql`true`);

const when = (isSo: boolean, condition: () => SqlStatement): readonly SqlStatement[] =>
  isSo ? [condition()] : [];

const isAsked = (...dates: readonly (string | undefined)[]): boolean =>
  dates.some((date) => date !== undefined);

function dated(page: SearchQuery): SqlStatement {
  const { from, before } = instantsOf(page);
  return isAsked(page.fromDate, page.toDate) ? sql`entry.at >= ${from} and entry.at < ${before}` : sql`true`;
}

const directed = ({ direction }: SearchQuery): SqlStatement =>
  direction === undefined ? sql`true` : sql`entry.direction = ${direction}`;

/** What stands in the row of an entry, but its words. */
function within(owner: string, page: SearchQuery): SqlStatement {
  const { documentFromDate, documentToDate, dueFromDate, dueToDate, kind } = page;
  return all([
    sql`entry.agency = ${owner} and entry.at is not null and ${dated(page)} and ${directed(page)}`,
    ...when(
      isAsked(documentFromDate, documentToDate),
      () => sql`entry.document_date between ${documentFromDate ?? '0'} and ${documentToDate ?? '9999'}`,
    ),
    // What is never due lies behind every date.
    ...when(
      isAsked(dueFromDate, dueToDate),
      () =>
        sql`entry.due >= ${dueFromDate ?? ''} and entry.due <= ${dueToDate ?? '9999'} and entry.due < ${dueNever}`,
    ),
    kind === undefined ? sql`entry.kind <> 'slip'` : sql`entry.kind = ${kind}`,
  ]);
}

/** Each word asked for; with `isExact` told, only what has the marks as typed, or only what has not. */
function worded(owner: string, page: SearchQuery, isExact?: boolean): SqlStatement {
  const exact = exactlyTold(owner, page);
  const any = sql`entry.words @@ ${tsquery({ ...page, agency: owner, text: page.text })}::tsquery`;
  if (isExact === undefined || exact === undefined) return any;
  const has = sql`entry.words @@ ${exact}::tsquery`;
  return isExact ? has : sql`${any} and not ${has}`;
}

const columns = sql`entry.kind, entry.direction, entry.found_id as "foundId", entry.at,
  coalesce(document.agency, dossier.opened_by, entry.card ->> 'agency',
    case when entry.kind = 'paper' and entry.direction = 'out' then entry.agency end) as agency,
  coalesce(leg.symbol, document.symbol, dossier.codes -> 0 ->> 'value', entry.card ->> 'symbol') as symbol,
  coalesce(document.document_type, entry.card ->> 'documentType') as "documentType",
  coalesce(leg.subject, document.subject, entry.card ->> 'subject') as subject,
  coalesce(leg.urgency, document.urgency) as urgency, coalesce(leg.state, document.state) as state,
  dossier.stage, dossier.procedure,
  coalesce(leg.number, (entry.card ->> 'number')::integer) as number,
  nullif(entry.document_date, '') as "documentDate", nullif(entry.due, ${dueNever}) as "dueDate",
  case entry.direction when 'in' then leg.assignee when 'out' then document.drafted_by else dossier.processor end
    as assignee,
  entry.card ->> 'sender' as sender, entry.card ->> 'voided' as voided`;

/** One look-up a row of the page: no database reads a whole table for it. */
const joined = sql`
  left join lateral (
    select agency, symbol, document_type, subject, urgency, state, drafted_by from document
    where document_id = entry.found_id
    limit 1) as document on true
  left join lateral (
    select symbol, subject, urgency, state, number, assignee from leg
    where entry.direction = 'in' and document_id = entry.found_id and recipient = entry.agency
    limit 1) as leg on true
  left join lateral (
    select opened_by, codes, stage, procedure, processor from dossier
    where entry.direction = 'dossier' and dossier_id = entry.found_id
    limit 1) as dossier on true`;

/** What no row of an entry says. */
const narrowed = ({ state, agency }: SearchQuery): SqlStatement =>
  all([
    ...when(
      state !== undefined,
      () => sql`coalesce(
        (select leg.state from leg
          where entry.direction = 'in' and leg.document_id = entry.found_id and leg.recipient = entry.agency),
        (select document.state from document where document.document_id = entry.found_id)) = ${state}`,
    ),
    ...when(
      agency !== undefined,
      () => sql`exists (select from search_party as other
        where other.agency = entry.agency and other.party = ${agency} and other.at = entry.at
          and other.document_id = entry.found_id and other.direction = entry.direction)`,
    ),
  ]);

interface Asked {
  readonly owner: string;
  readonly page: SearchQuery;
  /** Of those that have the marks as typed, not of the rest. */
  readonly isExact: boolean;
  readonly place: Place;
  readonly rows: number;
  /** Only so many from the place on are looked through; all when absent. */
  readonly among?: number;
}

/** In the order of the answer; each walk through what is sorted otherwise begins at the index of words. */
export function entries({ owner, page, isExact, place, rows, among }: Asked): SqlStatement {
  const [key, foundId, direction] = place;
  const isDue = page.sort === 'due';
  const after = isDue
    ? sql`(entry.due, entry.found_id, entry.direction) > (${key}, ${foundId}, ${direction})`
    : sql`(entry.at, entry.found_id, entry.direction) < (${key}, ${foundId}, ${direction})`;
  const order = isDue
    ? sql`order by entry.due, entry.found_id, entry.direction`
    : sql`order by entry.at desc, entry.found_id desc, entry.direction desc`;
  const whole = sql`${within(owner, page)} and ${after}`;
  const words = worded(owner, page, isExact);
  const source =
    among === undefined
      ? sql`select * from search_entry as entry where ${whole} and ${words}`
      : sql`select * from search_entry as entry where ${whole} ${order} limit ${among}`;
  return sql`
    select ${columns}, ${isDue ? sql`entry.due` : sql`entry.at`} as key from (
      select * from (${source}) as entry where ${words} and ${narrowed(page)} ${order} limit ${rows}
    ) as entry ${joined} ${order}`;
}

/** At most one more than are counted. */
export function howMany(owner: string, page: SearchQuery): SqlStatement {
  const { agency: party, state } = page;
  const found = isPartyAlone(page)
    ? sql`(select agency, direction, document_id as found_id, at from search_party
        where agency = ${owner} and party = ${party}) as entry
        where ${dated(page)} and ${directed(page)} and ${narrowed(state === undefined ? {} : { state })}`
    : sql`search_entry as entry
        where ${within(owner, page)} and ${worded(owner, page)} and ${narrowed(page)}`;
  return sql`select count(*)::integer as count from (select from ${found} limit ${foundMax + 1}) as counted`;
}

/** Nothing but the other agency is looked for, and in the order in which its documents stand. */
export const isPartyAlone = (page: SearchQuery): boolean =>
  page.agency !== undefined && page.sort !== 'due' && beside.every((field) => page[field] === undefined);
const beside = [
  ...(['text', 'symbol', 'number', 'documentType', 'assignee', 'kind'] as const),
  ...(['documentFromDate', 'documentToDate', 'dueFromDate', 'dueToDate'] as const),
];

/**
 * What went to one other agency or came from it, along its index: its conditions are written so that no database takes
 * them for rare, and reads everything between the two to sort it.
 */
export function entriesWith(
  owner: string,
  page: SearchQuery,
  [at, documentId, direction]: Place,
  rows: number,
): SqlStatement {
  const { agency: party, direction: only = null, state = null } = page;
  const { from, before } = instantsOf(page);
  return sql`
    select ${columns}, listed.at as key
    from search_party as listed
    cross join lateral (
      select * from search_entry
      where found_id = listed.document_id and direction = listed.direction and agency = listed.agency
      limit 1) as entry
    ${joined}
    where listed.agency = ${owner} and listed.party = ${party}
      and (listed.at, listed.document_id, listed.direction) < (${at}, ${documentId}, ${direction})
      and (${from} = '' or listed.at >= ${from}) and (${before} = '9999' or listed.at < ${before})
      and (${only}::text is null or listed.direction = ${only})
      and case coalesce(leg.state, document.state) when ${state} then true else ${state}::text is null end
    order by listed.at desc, listed.document_id desc, listed.direction desc
    limit ${rows}`;
}
