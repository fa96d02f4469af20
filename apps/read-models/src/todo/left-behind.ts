import { sql } from '@adapters/read-store';
import type { Task } from '@contracts';

interface Asked {
  readonly task: Task;
  readonly asker: { readonly agency: string };
}

/** What lies on the desks of officers who left: given to them by name, or drafted or offered by them and still open. */
export const leftBehind = (
  { task, asker }: Asked,
  [since, id, recipient]: readonly [since: string, id: string, recipient: string],
  rows: number,
) => sql`
  select * from (
    select row.* from officer_left as gone
    cross join lateral (
      select ${task}::text as task, document_id as "documentId", null as "dossierId", assignee as "forOfficer",
        sender as agency, symbol, subject, urgency, state, null as code, null as procedure, null as stage,
        arrived_at as since, due_date as "dueAt", recipient
      from leg
      where recipient = gone.agency and assignee = gone.officer and state in ('Assigned', 'InProcess')
        and (arrived_at, document_id, recipient) > (${since}, ${id}, ${recipient})
      order by arrived_at, document_id limit ${rows}) as row
    where gone.agency = ${asker.agency}
    union all
    select row.* from officer_left as gone
    cross join (values ('Draft'), ('Returned')) as open (state)
    cross join lateral (
      select ${task}::text as task, document_id, null, drafted_by, null, symbol, subject, urgency, state, null, null,
        null, drafted_at, null, ''
      from document
      where agency = gone.agency and state = open.state collate "C" and drafted_by = gone.officer
        and (drafted_at, document_id, '') > (${since}, ${id}, ${recipient})
      order by drafted_at, document_id limit ${rows}) as row
    where gone.agency = ${asker.agency}
    union all
    select row.* from officer_left as gone
    cross join lateral (
      select ${task}::text as task, null, dossier_id, gone.officer, null, null, null, null, null,
        codes -> 0 ->> 'value', procedure, stage, gone.left_at, due_at, ''
      from dossier
      where holder = gone.agency and (processor = gone.officer or pending_handoff ->> 'giver' = gone.officer)
        and state <> 'completed'
        and (gone.left_at, dossier_id, '') > (${since}, ${id}, ${recipient})
      order by dossier_id limit ${rows}) as row
    where gone.agency = ${asker.agency}) as left_behind
  order by since, coalesce("documentId", "dossierId"), recipient limit ${rows}`;
