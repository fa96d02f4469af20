import type { DossierStage } from '@domain/codes';
import type { GivenComponent } from '@domain/dossier/events';
import { stageRows, takenOn } from '../dossiers-held/stages';
import type { Projection } from '../projector/projection';
import { json, type Row } from '../projector/row-write';
import { table } from '../projector/table';

const dossier = table('dossier', 'dossier_id');
const party = table('dossier_party', 'dossier_id', 'agency');

const set = (dossierId: string, columns: Row) => dossier.update({ dossier_id: dossierId }, columns);

const atStage = (dossierId: string, stage: DossierStage, columns: Row = {}) =>
  set(dossierId, { stage, ...columns });

/** In place of what stood under the same key; the others keep their order. */
const anew = {
  set: {
    components: `coalesce((
      select jsonb_agg(each order by place)
      from jsonb_array_elements(dossier.components) with ordinality as before (each, place)
      where not exists (
        select from jsonb_array_elements(given.components) as anew where anew ->> 'key' = each ->> 'key'
      )
    ), '[]'::jsonb) || given.components`,
  },
};

const givenAnew = (dossierId: string, components: readonly GivenComponent[]) =>
  dossier.update({ dossier_id: dossierId }, { components: json(components) }, anew);

const heldAgain = ({ dossierId }: { dossierId: string }) => [
  set(dossierId, { state: 'held', pending_handoff: null }),
];

const taken = takenOn(dossier);

/** Whoever ever held the dossier or was offered it stays its party. */
export const dossierByParty: Projection = {
  name: 'dossier-by-party.v1',
  tables: [dossier, party],
  on: {
    DossierOpened: ({ dossierId, agency, procedure, channel, codes, startedAt, dueAt, at }) => [
      dossier.insert({
        ...{ dossier_id: dossierId, procedure, channel, codes: json(codes), opened_by: agency },
        ...{ holder: agency, state: 'held', opened_at: at, started_at: startedAt, due_at: dueAt },
        activities: 0,
      }),
      party.insert({ dossier_id: dossierId, agency }),
    ],
    DossierSubmitted: ({ dossierId, agency, procedure, rules, channel, components, at }) => [
      dossier.insert({
        ...{ dossier_id: dossierId, procedure, version: rules.version, channel, codes: json([]) },
        ...{ opened_by: agency, holder: agency, state: 'held', stage: 'Submitted', opened_at: at },
        ...{ components: json(components), activities: 0 },
      }),
      party.insert({ dossier_id: dossierId, agency }),
    ],
    ...stageRows(dossier, (endedAt) => ({ ended_at: endedAt, completed_at: endedAt })),
    IntakeSupplementReceived: ({ dossierId, components }) => [
      atStage(dossierId, 'Submitted'),
      givenAnew(dossierId, components),
    ],
    SupplementSubmitted: ({ dossierId, components }) => [givenAnew(dossierId, components)],
    ProcessorAssigned: ({ dossierId, assignee }) => [
      atStage(dossierId, 'InProcess', { processor: assignee }),
    ],
    DeadlineRecomputed: ({ dossierId, startedAt, dueAt, legalDueAt }) => [
      set(dossierId, { started_at: startedAt, due_at: dueAt, legal_due_at: legalDueAt }),
    ],
    AppointmentMoved: ({ dossierId, before, dueAt }) => [
      set(dossierId, { due_at: dueAt, moved_from: before }),
    ],
    OverdueDeclared: ({ dossierId }) => [set(dossierId, { overdue: true })],
    ResultApproved: ({ dossierId, outcome, sha256 }) => [
      atStage(dossierId, 'Approved', { outcome, result_sha256: sha256 }),
    ],
    ResultNumbered: ({ dossierId, symbol }) => [set(dossierId, { result_symbol: symbol })],
    ResultForwardedToOneStop: ({ dossierId, finishedAt }) => [
      atStage(dossierId, 'Finished', { finished_at: finishedAt }),
    ],
    ResultCorrected: ({ dossierId, sha256, symbol }) => [
      set(dossierId, { result_sha256: sha256, result_symbol: symbol }),
    ],
    ConsultationRequested: ({ dossierId, to }) => [party.insert({ dossier_id: dossierId, agency: to })],
    DossierAccepted: ({ dossierId, code, startedAt, dueAt, legalDueAt, handOverBy }) => [
      atStage(dossierId, 'Accepted', {
        ...{ codes: json([code]), started_at: startedAt, due_at: dueAt, legal_due_at: legalDueAt },
        hand_over_by: handOverBy,
      }),
    ],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      set(dossierId, {
        state: 'offered',
        pending_handoff: json({ dossierId, handoffId, from, to, giver, reason, offeredAt: at }),
      }),
      party.insert({ dossier_id: dossierId, agency: to }),
    ],
    HandoffAccepted: ({ dossierId, to, handOverBy }) => [
      dossier.update(
        { dossier_id: dossierId },
        { state: 'held', holder: to, pending_handoff: null, hand_over_by: handOverBy },
        taken,
      ),
    ],
    HandoffReturned: heldAgain,
    HandoffRecalled: heldAgain,
    ActivityRecorded: ({ dossierId }) => [dossier.increase({ dossier_id: dossierId }, { activities: 1 })],
    DossierCompleted: ({ dossierId, outcome, endedAt, at }) => [
      set(dossierId, { state: 'completed', outcome, ended_at: endedAt, completed_at: at }),
    ],
  },
};
