import { sql } from '@adapters/read-store';
import type { DossierState } from '@contracts';
import type { Projection } from '../projector/projection';
import { stageRows, type StagesOf } from './stages';

const moved = (dossierId: string, state: DossierState) => [
  sql`update dossier_held set state = ${state} where dossier_id = ${dossierId}`,
];

const stages: StagesOf = {
  at: (dossierId, stage) => sql`update dossier_held set stage = ${stage} where dossier_id = ${dossierId}`,
  withdrawing: (dossierId) =>
    sql`update dossier_held set stage_before = stage, stage = 'WithdrawalPending'
        where dossier_id = ${dossierId}`,
  asBefore: (dossierId) => sql`update dossier_held set stage = stage_before where dossier_id = ${dossierId}`,
  ended: (dossierId, stage) =>
    sql`update dossier_held set state = 'completed', stage = ${stage} where dossier_id = ${dossierId}`,
};

const due = ({ dossierId, dueAt }: { dossierId: string; dueAt: string }) => [
  sql`update dossier_held set due_at = ${dueAt} where dossier_id = ${dossierId}`,
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
    DossierSubmitted: ({ dossierId, agency, procedure, channel, at }) => [
      sql`insert into dossier_held
            (dossier_id, procedure, channel, holder, held_since, opened_at, state, stage)
          values (${dossierId}, ${procedure}, ${channel}, ${agency}, ${at}, ${at}, 'held', 'Submitted')
          on conflict (dossier_id) do nothing`,
    ],
    ...stageRows(stages),
    DossierAccepted: ({ dossierId, dueAt }) => [
      sql`update dossier_held set stage = 'Accepted', due_at = ${dueAt} where dossier_id = ${dossierId}`,
    ],
    DeadlineRecomputed: due,
    AppointmentMoved: due,
    OverdueDeclared: ({ dossierId }) => [
      sql`update dossier_held set overdue = true where dossier_id = ${dossierId}`,
    ],
    HandoffOffered: ({ dossierId }) => moved(dossierId, 'offered'),
    HandoffAccepted: ({ dossierId, to, at }) => [
      sql`update dossier_held set state = 'held', holder = ${to}, held_since = ${at},
            stage = case stage when 'Accepted' then 'InProcess' else stage end
          where dossier_id = ${dossierId}`,
    ],
    HandoffReturned: ({ dossierId }) => moved(dossierId, 'held'),
    HandoffRecalled: ({ dossierId }) => moved(dossierId, 'held'),
    DossierCompleted: ({ dossierId }) => moved(dossierId, 'completed'),
  },
};
