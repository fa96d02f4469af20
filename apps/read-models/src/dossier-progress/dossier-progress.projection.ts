import { degreeRows } from '../dossiers-tracked/degrees';
import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const progress = table('dossier_progress', 'dossier_id', 'code');

export const dossierProgress: Projection = {
  name: 'dossier-progress.v1',
  tables: [progress],
  on: {
    ...degreeRows(progress),
    DossierOpened: ({ dossierId, codes }) =>
      codes.map(({ value }) => progress.insert({ dossier_id: dossierId, code: value, degree: 'received' })),
    DossierAccepted: ({ dossierId, code }) => [
      progress.insert({ dossier_id: dossierId, code: code.value, degree: 'received' }),
    ],
  },
};
