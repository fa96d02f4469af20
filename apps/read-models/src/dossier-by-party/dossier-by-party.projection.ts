import { sql } from '@adapters/read-store';
import type { GivenComponent } from '@domain/dossier/events';
import { stageRows, type StagesOf } from '../dossiers-held/stages';
import type { Projection } from '../projector/projection';

const party = (dossierId: string, agency: string) =>
  sql`insert into dossier_party (dossier_id, agency) values (${dossierId}, ${agency})
      on conflict (dossier_id, agency) do nothing`;

const stages: StagesOf = {
  at: (dossierId, stage) => sql`update dossier set stage = ${stage} where dossier_id = ${dossierId}`,
  withdrawing: (dossierId) =>
    sql`update dossier set stage_before = stage, stage = 'WithdrawalPending' where dossier_id = ${dossierId}`,
  asBefore: (dossierId) => sql`update dossier set stage = stage_before where dossier_id = ${dossierId}`,
  ended: (dossierId, stage, at) =>
    sql`update dossier set state = 'completed', stage = ${stage}, ended_at = ${at}, completed_at = ${at}
        where dossier_id = ${dossierId}`,
};

/** In place of what stood under the same key; the others keep their order. */
const givenAnew = (dossierId: string, components: readonly GivenComponent[]) => {
  const anew = JSON.stringify(components);
  return sql`
    update dossier set components = coalesce((
      select jsonb_agg(each order by place)
      from jsonb_array_elements(components) with ordinality as before (each, place)
      where not exists (
        select from jsonb_array_elements(${anew}::jsonb) as anew where anew ->> 'key' = each ->> 'key'
      )
    ), '[]'::jsonb) || ${anew}::jsonb
    where dossier_id = ${dossierId}`;
};

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
    DossierSubmitted: ({ dossierId, agency, procedure, rules, channel, components, at }) => [
      sql`insert into dossier
            (dossier_id, procedure, version, channel, codes, opened_by, holder, state, stage, opened_at, components,
             activities)
          values (${dossierId}, ${procedure}, ${rules.version}, ${channel}, '[]'::jsonb, ${agency}, ${agency},
            'held', 'Submitted', ${at}, ${JSON.stringify(components)}::jsonb, 0)
          on conflict (dossier_id) do nothing`,
      party(dossierId, agency),
    ],
    ...stageRows(stages),
    IntakeSupplementReceived: ({ dossierId, components }) => [
      stages.at(dossierId, 'Submitted'),
      givenAnew(dossierId, components),
    ],
    SupplementSubmitted: ({ dossierId, components }) => [givenAnew(dossierId, components)],
    ProcessorAssigned: ({ dossierId, assignee }) => [
      stages.at(dossierId, 'InProcess'),
      sql`update dossier set processor = ${assignee} where dossier_id = ${dossierId}`,
    ],
    DeadlineRecomputed: ({ dossierId, startedAt, dueAt, legalDueAt }) => [
      sql`update dossier set started_at = ${startedAt}, due_at = ${dueAt}, legal_due_at = ${legalDueAt}
          where dossier_id = ${dossierId}`,
    ],
    AppointmentMoved: ({ dossierId, before, dueAt }) => [
      sql`update dossier set due_at = ${dueAt}, moved_from = ${before} where dossier_id = ${dossierId}`,
    ],
    OverdueDeclared: ({ dossierId }) => [
      sql`update dossier set overdue = true where dossier_id = ${dossierId}`,
    ],
    ResultApproved: ({ dossierId, outcome, sha256 }) => [
      stages.at(dossierId, 'Approved'),
      sql`update dossier set outcome = ${outcome}, result_sha256 = ${sha256} where dossier_id = ${dossierId}`,
    ],
    ResultNumbered: ({ dossierId, symbol }) => [
      sql`update dossier set result_symbol = ${symbol} where dossier_id = ${dossierId}`,
    ],
    ResultForwardedToOneStop: ({ dossierId, finishedAt }) => [
      stages.at(dossierId, 'Finished'),
      sql`update dossier set finished_at = ${finishedAt} where dossier_id = ${dossierId}`,
    ],
    ResultCorrected: ({ dossierId, sha256, symbol }) => [
      sql`update dossier set result_sha256 = ${sha256}, result_symbol = ${symbol} where dossier_id = ${dossierId}`,
    ],
    ConsultationRequested: ({ dossierId, to }) => [party(dossierId, to)],
    DossierAccepted: ({ dossierId, code, startedAt, dueAt, legalDueAt, handOverBy }) => [
      sql`update dossier set stage = 'Accepted', codes = ${JSON.stringify([code])}::jsonb, started_at = ${startedAt},
            due_at = ${dueAt}, legal_due_at = ${legalDueAt}, hand_over_by = ${handOverBy}
          where dossier_id = ${dossierId}`,
    ],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      sql`update dossier set state = 'offered',
            pending_handoff = ${JSON.stringify({ dossierId, handoffId, from, to, giver, reason, offeredAt: at })}::jsonb
          where dossier_id = ${dossierId}`,
      party(dossierId, to),
    ],
    HandoffAccepted: ({ dossierId, to, handOverBy }) => [
      sql`update dossier set state = 'held', holder = ${to}, pending_handoff = null,
            stage = case stage when 'Accepted' then 'InProcess' else stage end, hand_over_by = ${handOverBy ?? null}
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
