import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const offered = table('dossier_offered', 'dossier_id', 'handoff_id');
const due = table('dossier_due', 'dossier_id');

const settled = ({ dossierId, handoffId }: { dossierId: string; handoffId: string }) => [
  offered.delete({ dossier_id: dossierId, handoff_id: handoffId }),
];

const dueAnew = ({ dossierId, dueAt }: { dossierId: string; dueAt: string }) => [
  due.insert({ dossier_id: dossierId, due_at: dueAt }, 'do update set due_at = excluded.due_at'),
];

/** By when the dossier is due other facts say. */
const isOffered = offered.shape({
  writes: ['dossier_id', 'handoff_id'],
  reads: [due.by('dossier_id')],
  sql: `insert into dossier_offered
      (dossier_id, handoff_id, sender, recipient, giver, reason, offered_at, due_at)
    select dossier_id, handoff_id, sender, recipient, giver, reason, offered_at, dossier_due.due_at
    from given left join dossier_due using (dossier_id)
    on conflict (dossier_id, handoff_id) do nothing`,
});

export const dossiersOffered: Projection = {
  name: 'dossiers-offered.v1',
  tables: [offered, due],
  on: {
    DossierOpened: ({ dossierId, dueAt }) =>
      dueAt === undefined ? [] : [due.insert({ dossier_id: dossierId, due_at: dueAt })],
    DossierAccepted: dueAnew,
    DeadlineRecomputed: dueAnew,
    AppointmentMoved: dueAnew,
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      isOffered({
        ...{ dossier_id: dossierId, handoff_id: handoffId, sender: from, recipient: to },
        ...{ giver, reason, offered_at: at },
      }),
    ],
    HandoffAccepted: settled,
    HandoffReturned: settled,
    HandoffRecalled: settled,
  },
};
