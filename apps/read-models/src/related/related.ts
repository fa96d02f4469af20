import { type ReadStore, sql } from '@adapters/read-store';
import type { Lineage, RelatedDocument, Relation } from '@contracts';
import { withoutNulls } from '../asking/page';

const documentsMax = 200;

/**
 * The documents that hang together by links of these kinds, both ways, walked only through those the agencies are
 * parties to: what they may not see leads nowhere. Oldest first; nothing when the start is not theirs.
 */
export async function relatedTo(
  reads: ReadStore,
  documentId: string,
  agencies: readonly string[],
  kinds: readonly Relation['kind'][],
): Promise<Lineage | undefined> {
  const seen = new Map<string, RelatedDocument>();
  const tried = new Set<string>();
  const relations = new Map<string, Relation>();
  let reached: readonly string[] = [documentId];
  while (reached.length > 0 && seen.size < documentsMax) {
    const fresh = reached.slice(0, documentsMax - seen.size);
    for (const id of fresh) tried.add(id);
    const visible = await visibleOf(reads, fresh, agencies);
    for (const each of visible) seen.set(each.documentId, each);
    const links = await linksOf(reads, visible, kinds);
    for (const link of links) relations.set(`${link.from} ${link.to} ${link.kind}`, link);
    reached = [...new Set(links.flatMap(({ from, to }) => [from, to]))].filter((id) => !tried.has(id));
  }
  if (!seen.has(documentId)) return undefined;
  const documents = [...seen.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const among = [...relations.values()].filter(({ from, to }) => seen.has(from) && seen.has(to));
  return { documents, relations: among };
}

const orderOf = ({ issuedAt = '9999', documentId }: RelatedDocument): string => `${issuedAt} ${documentId}`;

async function visibleOf(
  reads: ReadStore,
  ids: readonly string[],
  agencies: readonly string[],
): Promise<readonly RelatedDocument[]> {
  if (ids.length === 0) return [];
  const ours = JSON.stringify(agencies);
  const rows = await reads.query<RelatedDocument>(sql`
    select document_id as "documentId", agency, coalesce(symbol, '') as symbol, subject,
      document_type as "documentType",
      state, issued_at as "issuedAt", due_date as "dueDate"
    from document
    where document_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) collate "C")
      and (agency in (select jsonb_array_elements_text(${ours}::jsonb) collate "C") or exists (select from leg
        where leg.document_id = document.document_id and arrived_at is not null
          and recipient in (select jsonb_array_elements_text(${ours}::jsonb) collate "C")))`);
  return rows.map(withoutNulls);
}

/** A copy names its original as it is printed, everything else by its id. */
async function linksOf(
  reads: ReadStore,
  documents: readonly RelatedDocument[],
  kinds: readonly Relation['kind'][],
): Promise<readonly Relation[]> {
  if (documents.length === 0) return [];
  const ids = JSON.stringify(documents.map(({ documentId }) => documentId));
  const wanted = JSON.stringify(kinds);
  return reads.query<Relation>(sql`
    with start as (select jsonb_array_elements_text(${ids}::jsonb) collate "C" as id),
      wanted as (select jsonb_array_elements_text(${wanted}::jsonb) collate "C" as kind)
    (select document_id as "from", target_id as "to", kind from document_link
      where target_id is not null and kind in (select kind from wanted) and document_id in (select id from start)
      limit ${documentsMax})
    union all
    (select document_id, target_id, kind from document_link
      where kind in (select kind from wanted) and target_id in (select id from start)
      order by at, document_id limit ${documentsMax})
    union all
    (select link.document_id, original.document_id, link.kind from document_link as link
      join document as original on original.agency = link.target_agency and original.symbol = link.target_symbol
      where link.target_id is null and link.kind in (select kind from wanted)
        and (link.document_id in (select id from start) or original.document_id in (select id from start))
      order by link.at, link.document_id limit ${documentsMax})`);
}
