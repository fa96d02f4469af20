import { sql, type SqlStatement } from '@adapters/read-store';
import type { ContentPart } from '@domain/codes';
import type { Projection } from '../projector/projection';

interface Grant {
  readonly documentId: string;
  readonly agency: string;
  readonly contents: readonly ContentPart[];
  readonly readable: boolean;
}

const grant = ({ documentId, agency, contents, readable }: Grant): SqlStatement[] => [
  sql`insert into content_access (sha256, agency, document_id, media_type, name, size, readable)
      select part->>'sha256', ${agency}::text, ${documentId}::text, part->>'mediaType', part->>'name',
        (part->>'size')::bigint, ${readable}::boolean
      from jsonb_array_elements(${JSON.stringify(contents)}::jsonb) as part
      on conflict (sha256, agency, document_id) do nothing`,
];

/** Metadata and number stay with the recipient; the bytes are no longer for it, Decree 30/2020 Annex VI. */
const cancelled = ({ documentId, to }: { readonly documentId: string; readonly to: string }) => [
  sql`update content_access set readable = false, cancelled = true
      where document_id = ${documentId} and agency = ${to}`,
];

/**
 * Bytes may be read by the agency whose document names them, and by a recipient from the arrival on until it has
 * cancelled the document.
 */
export const contentAccess: Projection = {
  name: 'content-access.v2',
  tables: ['content_access'],
  on: {
    DocumentDrafted: ({ documentId, agency, contents }) =>
      grant({ documentId, agency, contents, readable: true }),
    // What an earlier draft named stays readable: it stands in the history.
    DraftCorrected: ({ documentId, agency, contents }) => [
      sql`delete from content_access where document_id = ${documentId} and agency = ${agency}
            and sha256 in (
              select part->>'sha256' from jsonb_array_elements(${JSON.stringify(contents)}::jsonb) as part)`,
      ...grant({ documentId, agency, contents, readable: true }),
    ],
    DeliveryRequested: ({ documentId, to, contents }) =>
      grant({ documentId, agency: to, contents, readable: false }),
    DocumentArrived: ({ documentId, to }) => [
      sql`update content_access set readable = not cancelled where document_id = ${documentId} and agency = ${to}`,
    ],
    DeliveryCancelled: cancelled,
    DocumentCancelledAtRecipient: cancelled,
  },
};
