import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

interface LinkRow {
  readonly kind: 'response' | 'replacement' | 'correction' | 'copy';
  readonly agency: string;
  readonly symbol: string;
  readonly documentId?: string;
}

/**
 * What an issued document says of others. A copy is issued later than its draft named the original, so the draft's
 * word is kept until then.
 */
export const links: Projection = {
  name: 'links.v1',
  tables: ['document_link'],
  on: {
    DocumentIssued: ({ documentId, agency, symbol, responseFor = [], replaces, corrects, at }) => {
      const rows: LinkRow[] = [
        ...responseFor.map((link) => ({ kind: 'response' as const, ...link })),
        ...(replaces === undefined ? [] : [{ kind: 'replacement' as const, ...replaces }]),
        ...(corrects === undefined ? [] : [{ kind: 'correction' as const, ...corrects }]),
      ];
      return [
        sql`insert into document_link
              (document_id, kind, target_agency, target_symbol, target_id, agency, symbol, at)
            select ${documentId}::text, row->>'kind', row->>'agency', row->>'symbol', row->>'documentId',
              ${agency}::text, ${symbol}::text, ${at}::text
            from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as row
            union all
            select document_id, 'copy', card->'copyOf'->>'agency', card->'copyOf'->>'symbol', null, agency, ${symbol},
              ${at}
            from document where document_id = ${documentId} and card->'copyOf' is not null
            on conflict do nothing`,
      ];
    },
  },
};
