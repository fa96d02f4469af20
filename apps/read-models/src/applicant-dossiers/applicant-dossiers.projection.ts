import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const ofApplicant = table('applicant_dossier', 'dossier_id');

const begun = ({ dossierId, applicantRef }: { dossierId: string; applicantRef: string }) => [
  ofApplicant.insert({ dossier_id: dossierId, applicant_ref: applicantRef, is_open: true }),
];
const ended = ({ dossierId }: { dossierId: string }) => [
  ofApplicant.update({ dossier_id: dossierId }, { is_open: false }),
];

/** Which dossiers are whose; who is a party to them stands in `dossier_party`. */
export const applicantDossiers: Projection = {
  name: 'applicant-dossiers.v1',
  tables: [ofApplicant],
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
