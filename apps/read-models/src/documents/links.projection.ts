import type { DataOf, Projection } from '../projector/projection';
import type { RowWrite } from '../projector/row-write';
import { table } from '../projector/table';
import { document } from './documents.projection';

const link = table('document_link', 'document_id', 'kind', 'target_agency', 'target_symbol');

interface Named {
  readonly agency: string;
  readonly symbol: string;
  readonly documentId?: string;
}

const linksTo = (
  kind: 'response' | 'replacement' | 'correction',
  { documentId, agency, symbol, at }: DataOf<'DocumentIssued'>,
  named: readonly Named[],
): RowWrite[] =>
  named.map((target) =>
    link.insert({
      ...{ document_id: documentId, kind, target_agency: target.agency, target_symbol: target.symbol },
      ...{ target_id: target.documentId, agency, symbol, at },
    }),
  );

const toOriginal = link.shape({
  writes: ['document_id'],
  reads: [document.by('document_id')],
  sql: `insert into document_link (document_id, kind, target_agency, target_symbol, agency, symbol, at)
    select document_id, 'copy', card->'copyOf'->>'agency', card->'copyOf'->>'symbol', document.agency, given.symbol,
      given.at
    from given join document using (document_id) where card->'copyOf' is not null
    on conflict (document_id, kind, target_agency, target_symbol) do nothing`,
});

/**
 * What an issued document says of others. A copy is issued later than its draft named the original, so the draft's
 * word is kept until then.
 */
export const links: Projection = {
  name: 'links.v1',
  tables: [link],
  on: {
    DocumentIssued: (issued) => {
      const { documentId, symbol, responseFor = [], replaces, corrects, at } = issued;
      return [
        ...linksTo('response', issued, responseFor),
        ...linksTo('replacement', issued, replaces === undefined ? [] : [replaces]),
        ...linksTo('correction', issued, corrects === undefined ? [] : [corrects]),
        toOriginal({ document_id: documentId, symbol, at }),
      ];
    },
  },
};
