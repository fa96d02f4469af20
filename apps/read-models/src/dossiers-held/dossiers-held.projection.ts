import { sql } from '@adapters/read-store';
import type { DossierState } from '@contracts';
import type { Projection } from '../projector/projection';

const moved = (dossierId: string, state: DossierState) => [
  sql`update dossier_held set state = ${state} where dossier_id = ${dossierId}`,
];

export const dossiersHeld: Projection = {
  name: 'dossiers-held.v1',
  tables: ['dossier_held'],
  on: {
    DossierOpened: ({ dossierId, agency, procedure, channel, dueAt, at }) => [
      sql`insert into dossier_held
            (dossier_id, procedure, channel, holder, held_since, opened_at, due_at, state)
          values (${dossierId}, ${procedure}, ${channel}, ${agency}, ${at}, ${at}, ${dueAt ?? null}, 'held')
          on conflict (dossier_id) do nothing`,
    ],
    HandoffOffered: ({ dossierId }) => moved(dossierId, 'offered'),
    HandoffAccepted: ({ dossierId, to, at }) => [
      sql`update dossier_held set state = 'held', holder = ${to}, held_since = ${at}
          where dossier_id = ${dossierId}`,
    ],
    HandoffReturned: ({ dossierId }) => moved(dossierId, 'held'),
    HandoffRecalled: ({ dossierId }) => moved(dossierId, 'held'),
    DossierCompleted: ({ dossierId }) => moved(dossierId, 'completed'),
  },
};
