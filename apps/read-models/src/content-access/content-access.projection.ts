import type { ContentPart } from '@domain/codes';
import type { Projection } from '../projector/projection';
import type { RowWrite } from '../projector/row-write';
import { table } from '../projector/table';

const access = table('content_access', 'document_id', 'agency', 'sha256');

interface Grant {
  readonly documentId: string;
  readonly agency: string;
  readonly contents: readonly ContentPart[];
  readonly readable: boolean;
}

const grant = ({ documentId, agency, contents, readable }: Grant): RowWrite[] =>
  contents.map(({ sha256, mediaType, name, size }) =>
    access.insert({ sha256, agency, document_id: documentId, media_type: mediaType, name, size, readable }),
  );

/** Metadata and number stay with the recipient; the bytes are no longer for it, Decree 30/2020 Annex VI. */
const cancelled = ({ documentId, to }: { readonly documentId: string; readonly to: string }) => [
  access.update({ document_id: documentId, agency: to }, { readable: false, cancelled: true }),
];

const unlessCancelled = { set: { readable: 'not content_access.cancelled' } };

/**
 * Bytes may be read by the agency whose document names them, and by a recipient from the arrival on until it has
 * cancelled the document.
 */
export const contentAccess: Projection = {
  name: 'content-access.v2',
  tables: [access],
  on: {
    DocumentDrafted: ({ documentId, agency, contents }) =>
      grant({ documentId, agency, contents, readable: true }),
    // What an earlier draft named stays readable: it stands in the history.
    DraftCorrected: ({ documentId, agency, contents }) => [
      ...contents.map(({ sha256 }) => access.delete({ document_id: documentId, agency, sha256 })),
      ...grant({ documentId, agency, contents, readable: true }),
    ],
    DeliveryRequested: ({ documentId, to, contents }) =>
      grant({ documentId, agency: to, contents, readable: false }),
    DocumentArrived: ({ documentId, to }) => [
      access.update({ document_id: documentId, agency: to }, {}, unlessCancelled),
    ],
    DeliveryCancelled: cancelled,
    DocumentCancelledAtRecipient: cancelled,
  },
};
