import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

const party = (dossierId: string, agency: string) =>
  sql`insert into dossier_party (dossier_id, agency) values (${dossierId}, ${agency})
      on conflict (dossier_id, agency) do nothing`;

const heldAgain = ({ dossierId }: { dossierId: string }) => [
  sql`update dossier set state = 'held', pending_handoff = null where dossier_id = ${dossierId}`,
];

/** Whoever ever held the dossier or was offered it stays its party. */
export const dossierByParty: Projection = {
  name: 'dossier-by-party.v1',
  tables: ['dossier', 'dossier_party'],
  on: {
    DossierOpened: ({ dossierId, agency, procedure, channel, codes, startedAt, dueAt, at }) => [
      sql`insert into dossier
            (dossier_id, procedure, channel, codes, opened_by, holder, state, opened_at, started_at, due_at, activities)
          values (${dossierId}, ${procedure}, ${channel}, ${JSON.stringify(codes)}::jsonb, ${agency}, ${agency},
            'held', ${at}, ${startedAt}, ${dueAt ?? null}, 0)
          on conflict (dossier_id) do nothing`,
      party(dossierId, agency),
    ],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      sql`update dossier set state = 'offered',
            pending_handoff = ${JSON.stringify({ dossierId, handoffId, from, to, giver, reason, offeredAt: at })}::jsonb
          where dossier_id = ${dossierId}`,
      party(dossierId, to),
    ],
    HandoffAccepted: ({ dossierId, to }) => [
      sql`update dossier set state = 'held', holder = ${to}, pending_handoff = null
          where dossier_id = ${dossierId}`,
    ],
    HandoffReturned: heldAgain,
    HandoffRecalled: heldAgain,
    ActivityRecorded: ({ dossierId }) => [
      sql`update dossier set activities = activities + 1 where dossier_id = ${dossierId}`,
    ],
    DossierCompleted: ({ dossierId, outcome, endedAt, at }) => [
      sql`update dossier set state = 'completed', outcome = ${outcome}, ended_at = ${endedAt}, completed_at = ${at}
          where dossier_id = ${dossierId}`,
    ],
  },
};
