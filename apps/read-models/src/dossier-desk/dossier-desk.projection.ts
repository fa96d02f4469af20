import type { DossierStage } from '@domain/codes';
import type { GivenComponent } from '@domain/dossier/events';
import { partiesOf } from '../legs/parties';
import type { Projection } from '../projector/projection';
import { json, type Row } from '../projector/row-write';
import { table } from '../projector/table';
import { begins, isAsked, isDone, isDue, isNotTaken, isOffered, isTaken, party } from './boxes';
import { askedOf, stageRows, takenOn } from './stages';

export const dossier = table('dossier', 'dossier_id');

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

/** The offer as it stands, but for who answers for it. */
const withGiver = { set: { pending_handoff: 'dossier.pending_handoff || given.pending_handoff' } };

const heldAgain = (handoff: { dossierId: string; from: string; to: string; at: string }) => [
  set(handoff.dossierId, { state: 'held', pending_handoff: null }),
  isNotTaken(handoff),
];

const taken = takenOn(dossier);
const asked = askedOf(dossier);

/** What is linked to another is counted with whatever that one is counted with. */
const ofOrigin = dossier.shape({
  writes: ['dossier_id'],
  reads: [dossier.by('root_id')],
  sql: `update dossier set root_id = origin.root_id
    from given join dossier as origin on origin.dossier_id = given.root_id
    where dossier.dossier_id = given.dossier_id`,
});

const isLinked = (dossierId: string, origin: string | undefined) =>
  origin === undefined ? [] : [ofOrigin({ dossier_id: dossierId, root_id: origin })];

/** Whoever ever held the dossier or was offered it stays its party. */
export const dossierDesk: Projection = {
  name: 'dossier-desk.v1',
  tables: [dossier, party],
  on: {
    DossierOpened: ({ dossierId, agency, officer, procedure, channel, codes, startedAt, dueAt, at }) => [
      dossier.insert({
        ...{ dossier_id: dossierId, procedure, channel, codes: json(codes), opened_by: agency },
        ...{
          holder: agency,
          held_since: at,
          state: 'held',
          opened_at: at,
          started_at: startedAt,
          due_at: dueAt,
        },
        ...{ activities: 0, root_id: dossierId },
      }),
      begins({ dossierId, agency, officer, at, ...(dueAt === undefined ? {} : { dueAt }) }),
    ],
    DossierSubmitted: ({
      dossierId,
      agency,
      officer,
      procedure,
      rules,
      channel,
      components,
      linkedTo,
      at,
    }) => [
      dossier.insert({
        ...{ dossier_id: dossierId, procedure, version: rules.version, channel, codes: json([]) },
        ...{
          opened_by: agency,
          holder: agency,
          held_since: at,
          state: 'held',
          stage: 'Submitted',
          opened_at: at,
        },
        ...{ components: json(components), activities: 0, linked_to: linkedTo && json(linkedTo) },
        root_id: linkedTo?.dossierId ?? dossierId,
      }),
      ...isLinked(dossierId, linkedTo?.dossierId),
      begins({ dossierId, agency, officer, at }),
    ],
    ...stageRows(dossier, ({ dossierId, at }) => ({
      columns: { ended_at: at, completed_at: at },
      rows: [isDone(dossierId, at)],
    })),
    IntakeSupplementReceived: ({ dossierId, components }) => [
      atStage(dossierId, 'Submitted'),
      givenAnew(dossierId, components),
    ],
    SupplementSubmitted: ({ dossierId, components }) => [givenAnew(dossierId, components)],
    SupplementRequested: ({ dossierId }) => [
      dossier.update({ dossier_id: dossierId }, { stage: 'AwaitingSupplement' }, asked),
      isDue(dossierId),
    ],
    ProcessorAssigned: ({ dossierId, assignee }) => [
      atStage(dossierId, 'InProcess', { processor: assignee }),
    ],
    ProcessorReplaced: ({ dossierId, assignee }) => [set(dossierId, { processor: assignee })],
    DeadlineRecomputed: ({ dossierId, startedAt, dueAt, legalDueAt }) => [
      // What was told of the earlier deadline is told again of this one.
      set(dossierId, {
        ...{ started_at: startedAt, due_at: dueAt, legal_due_at: legalDueAt },
        overdue: false,
      }),
      isDue(dossierId, dueAt),
    ],
    AppointmentMoved: ({ dossierId, before, dueAt }) => [
      set(dossierId, { due_at: dueAt, moved_from: before }),
      isDue(dossierId, dueAt),
    ],
    OverdueDeclared: ({ dossierId }) => [set(dossierId, { overdue: true })],
    ResultApproved: ({ dossierId, outcome, sha256 }) => [
      atStage(dossierId, 'Approved', { outcome, result_sha256: sha256 }),
    ],
    ResultNumbered: ({ dossierId, symbol, document }) => [
      set(dossierId, { result_symbol: symbol, result_document: document?.documentId ?? null }),
    ],
    ResultForwardedToOneStop: ({ dossierId, finishedAt }) => [
      atStage(dossierId, 'Finished', { finished_at: finishedAt }),
      isDue(dossierId),
    ],
    RouteFixed: (route) => [
      atStage(route.dossierId, 'Routed'),
      ...partiesOf(route).map((agency) => isAsked(route.dossierId, agency)),
    ],
    LegOpened: ({ dossierId, agency }) => [isAsked(dossierId, agency)],
    LegRerouted: ({ dossierId, to }) => [isAsked(dossierId, to)],
    LinkedResultsConsolidated: ({ dossierId, finishedAt }) => [
      atStage(dossierId, 'Finished', { outcome: 'granted', finished_at: finishedAt }),
      isDue(dossierId),
    ],
    LinkedDossierRefused: ({ dossierId, finishedAt }) => [
      atStage(dossierId, 'Finished', { outcome: 'refused', finished_at: finishedAt }),
      isDue(dossierId),
    ],
    ResultCorrected: ({ dossierId, sha256, symbol, documentId = null }) => [
      set(dossierId, { result_sha256: sha256, result_symbol: symbol, result_document: documentId }),
    ],
    ConsultationRequested: ({ dossierId, to }) => [isAsked(dossierId, to)],
    DossierAccepted: ({ dossierId, code, startedAt, dueAt, legalDueAt, handOverBy }) => [
      atStage(dossierId, 'Accepted', {
        ...{ codes: json([code]), started_at: startedAt, due_at: dueAt, legal_due_at: legalDueAt },
        hand_over_by: handOverBy,
      }),
      isDue(dossierId, dueAt),
    ],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      set(dossierId, {
        state: 'offered',
        pending_handoff: json({ dossierId, handoffId, from, to, giver, reason, offeredAt: at }),
      }),
      isOffered({ dossierId, from, to, at }),
    ],
    HandoffAccepted: ({ dossierId, from, to, taker, handOverBy, at }) => [
      dossier.update(
        { dossier_id: dossierId },
        { state: 'held', holder: to, held_since: at, pending_handoff: null, hand_over_by: handOverBy },
        taken,
      ),
      ...isTaken({ dossierId, from, to, taker, at }),
    ],
    HandoffGiverReplaced: ({ dossierId, giver }) => [
      dossier.update({ dossier_id: dossierId }, { pending_handoff: json({ giver }) }, withGiver),
    ],
    HandoffReturned: heldAgain,
    HandoffRecalled: heldAgain,
    ActivityRecorded: ({ dossierId }) => [dossier.increase({ dossier_id: dossierId }, { activities: 1 })],
    DossierCompleted: ({ dossierId, outcome, endedAt, at }) => [
      set(dossierId, { state: 'completed', outcome, ended_at: endedAt, completed_at: at }),
      isDone(dossierId, at),
    ],
  },
};
