import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

const begun = ({ dossierId, applicantRef }: { dossierId: string; applicantRef: string }) => [
  sql`insert into applicant_dossier (dossier_id, applicant_ref, is_open)
      values (${dossierId}, ${applicantRef}, true)
      on conflict (dossier_id) do nothing`,
];
const ended = ({ dossierId }: { dossierId: string }) => [
  sql`update applicant_dossier set is_open = false where dossier_id = ${dossierId}`,
];

/** Which dossiers are whose; who is a party to them stands in `dossier_party`. */
export const applicantDossiers: Projection = {
  name: 'applicant-dossiers.v1',
  tables: ['applicant_dossier'],
  on: {
    DossierOpened: begun,
    DossierSubmitted: begun,
    DossierCompleted: ended,
    AcceptanceRefused: ended,
    ProcessingStopped: ended,
    DossierWithdrawn: ended,
    ResultReturned: ended,
  },
};
