import type { Projection } from '../projector/projection';
import { table } from '../projector/table';
import { degreeRows, reached } from './degrees';

const tracked = table('dossier_tracked', 'dossier_id');

const due = ({ dossierId, dueAt }: { dossierId: string; dueAt: string }) => [
  tracked.update({ dossier_id: dossierId }, { due_at: dueAt }),
];

const finished = ({ dossierId, finishedAt }: { dossierId: string; finishedAt: string }) => [
  reached(tracked, dossierId, 'finished', { finished_at: finishedAt }),
];

/** One row a dossier that an agency received; until it is accepted it stands in no register. */
export const dossiersTracked: Projection = {
  name: 'dossiers-tracked.v1',
  tables: [tracked],
  on: {
    ...degreeRows(tracked),
    DossierOpened: ({ dossierId, agency, applicantRef, codes, procedure, channel, startedAt, dueAt }) => [
      tracked.insert({
        ...{ dossier_id: dossierId, agency, applicant_ref: applicantRef, code: codes[0]?.value },
        ...{ procedure, channel, received_at: startedAt, due_at: dueAt, degree: 'received' },
      }),
    ],
    DossierSubmitted: ({ dossierId, agency, applicantRef, procedure, rules, channel }) => [
      tracked.insert({
        ...{ dossier_id: dossierId, agency, applicant_ref: applicantRef, procedure },
        ...{ procedure_name: rules.name, channel, degree: 'received' },
      }),
    ],
    DossierAccepted: ({ dossierId, code, dueAt, at }) => [
      tracked.update({ dossier_id: dossierId }, { code: code.value, received_at: at, due_at: dueAt }),
    ],
    DeadlineRecomputed: due,
    AppointmentMoved: due,
    ResultForwardedToOneStop: finished,
    LinkedResultsConsolidated: finished,
    LinkedDossierRefused: finished,
    ResultReturned: ({ dossierId, channel, at }) => [
      reached(tracked, dossierId, 'returned', { returned_at: at, returned_by: channel }),
    ],
    DossierCompleted: ({ dossierId, outcome, endedAt }) => [
      reached(tracked, dossierId, outcome === 'withdrawn' ? 'ended' : 'finished', { finished_at: endedAt }),
    ],
  },
};
