import { sql, type SqlStatement } from '@adapters/read-store';

/** The route of a dossier with its legs in order; no row when none was fixed. */
export const routeOf = (dossierId: string): SqlStatement => sql`
  select mode, lead, (count(*) filter (where state = 'Done'))::integer as done,
    jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'order', leg_order, 'agency', agency, 'task', task, 'state', state, 'mandatory', mandatory,
      'openedAt', opened_at, 'dueAt', due_at, 'pausedAt', paused_at, 'late', late, 'lateAgencies', late_agencies,
      'endedAt', ended_at, 'officer', officer, 'resultSha256', result_sha256, 'resultSymbol', result_symbol,
      'resultDocument', result_document,
      'reason', reason, 'lacking', lacking, 'proposedTo', proposed_to, 'monitor', monitor)) order by leg_order) as legs
  from dossier_leg where dossier_id = ${dossierId} group by mode, lead`;
