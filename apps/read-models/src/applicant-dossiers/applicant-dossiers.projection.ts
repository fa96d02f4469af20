import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

/** Which dossiers are whose; who is a party to them stands in `dossier_party`. */
export const applicantDossiers: Projection = {
  name: 'applicant-dossiers.v1',
  tables: ['applicant_dossier'],
  on: {
    DossierOpened: ({ dossierId, applicantRef }) => [
      sql`insert into applicant_dossier (dossier_id, applicant_ref, is_open)
          values (${dossierId}, ${applicantRef}, true)
          on conflict (dossier_id) do nothing`,
    ],
    DossierCompleted: ({ dossierId }) => [
      sql`update applicant_dossier set is_open = false where dossier_id = ${dossierId}`,
    ],
  },
};
