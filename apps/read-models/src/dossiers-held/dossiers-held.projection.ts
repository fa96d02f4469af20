import type { DossierState } from '@contracts';
import type { Projection } from '../projector/projection';
import { table } from '../projector/table';
import { stageRows, takenOn } from './stages';

const held = table('dossier_held', 'dossier_id');

const moved = (dossierId: string, state: DossierState) => [held.update({ dossier_id: dossierId }, { state })];

const due = ({ dossierId, dueAt }: { dossierId: string; dueAt: string }) => [
  held.update({ dossier_id: dossierId }, { due_at: dueAt }),
];

const taken = takenOn(held);

export const dossiersHeld: Projection = {
  name: 'dossiers-held.v1',
  tables: [held],
  on: {
    DossierOpened: ({ dossierId, agency, procedure, channel, dueAt, at }) => [
      held.insert({
        ...{ dossier_id: dossierId, procedure, channel, holder: agency, held_since: at },
        ...{ opened_at: at, due_at: dueAt, state: 'held' },
      }),
    ],
    DossierSubmitted: ({ dossierId, agency, procedure, channel, at }) => [
      held.insert({
        ...{ dossier_id: dossierId, procedure, channel, holder: agency, held_since: at },
        ...{ opened_at: at, state: 'held', stage: 'Submitted' },
      }),
    ],
    ...stageRows(held),
    DossierAccepted: ({ dossierId, dueAt }) => [
      held.update({ dossier_id: dossierId }, { stage: 'Accepted', due_at: dueAt }),
    ],
    DeadlineRecomputed: due,
    AppointmentMoved: due,
    OverdueDeclared: ({ dossierId }) => [held.update({ dossier_id: dossierId }, { overdue: true })],
    HandoffOffered: ({ dossierId }) => moved(dossierId, 'offered'),
    HandoffAccepted: ({ dossierId, to, at }) => [
      held.update({ dossier_id: dossierId }, { state: 'held', holder: to, held_since: at }, taken),
    ],
    HandoffReturned: ({ dossierId }) => moved(dossierId, 'held'),
    HandoffRecalled: ({ dossierId }) => moved(dossierId, 'held'),
    DossierCompleted: ({ dossierId }) => moved(dossierId, 'completed'),
  },
};
