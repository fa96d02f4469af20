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
      codeTexts(codes).map((code) => progress.insert({ dossier_id: dossierId, code, degree: 'received' })),
    DossierAccepted: ({ dossierId, code }) => [
      progress.insert({ dossier_id: dossierId, code: code.value, degree: 'received' }),
    ],
  },
};

/** Each once: two schemes may give the same. An early release let codes in that have no text; nobody looks for them. */
const codeTexts = (codes: readonly { readonly value?: unknown }[]): readonly string[] => [
  ...new Set(codes.map(({ value }) => value).filter((value) => typeof value === 'string')),
];
