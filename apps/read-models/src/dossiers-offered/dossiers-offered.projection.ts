import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

const settled = ({ dossierId, handoffId }: { dossierId: string; handoffId: string }) => [
  sql`delete from dossier_offered where dossier_id = ${dossierId} and handoff_id = ${handoffId}`,
];

const due = ({ dossierId, dueAt }: { dossierId: string; dueAt: string }) => [
  sql`insert into dossier_due (dossier_id, due_at) values (${dossierId}, ${dueAt})
      on conflict (dossier_id) do update set due_at = excluded.due_at`,
];

export const dossiersOffered: Projection = {
  name: 'dossiers-offered.v1',
  tables: ['dossier_offered', 'dossier_due'],
  on: {
    DossierOpened: ({ dossierId, dueAt }) =>
      dueAt === undefined
        ? []
        : [
            sql`insert into dossier_due (dossier_id, due_at) values (${dossierId}, ${dueAt})
                on conflict (dossier_id) do nothing`,
          ],
    DossierAccepted: due,
    DeadlineRecomputed: due,
    AppointmentMoved: due,
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      sql`insert into dossier_offered
            (dossier_id, handoff_id, sender, recipient, giver, reason, offered_at, due_at)
          values (${dossierId}, ${handoffId}, ${from}, ${to}, ${giver}, ${reason}, ${at},
            (select due_at from dossier_due where dossier_id = ${dossierId}))
          on conflict (dossier_id, handoff_id) do nothing`,
    ],
    HandoffAccepted: settled,
    HandoffReturned: settled,
    HandoffRecalled: settled,
  },
};
