import { sql } from '@adapters/read-store';
import type { Task } from '@contracts';

interface Asked {
  readonly task: Task;
  readonly agencies: readonly string[];
  readonly asker: { readonly agency: string };
}

/** What is to be done with dossiers, oldest first, each agency along one index. */
export const dossierRows = (
  { task, agencies, asker }: Asked,
  [since, id, about]: readonly [since: string, id: string, about: string],
  rows: number,
) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join lateral (
    select ${task}::text as task, dossier_id as "dossierId", nullif(each.agency, ${asker.agency}) as "forAgency",
      other as agency, codes -> 0 ->> 'value' as code, procedure, stage, since, each.due_at as "dueAt",
      case when task in ('take-dossier', 'hand-off-not-taken') then about end as "handoffId",
      case task when 'consultation-lapsed' then about end as "consultationId",
      case when task like '%-leg' then about::integer end as "order", about as recipient
    from dossier_task as each join dossier using (dossier_id)
    where each.agency = seen.agency collate "C" and task = ${task}
      and (since, dossier_id, about) > (${since}, ${id}, ${about})
    order by since, dossier_id, about limit ${rows}) as row
  order by since, "dossierId", recipient limit ${rows}`;
