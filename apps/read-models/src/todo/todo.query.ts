import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql, type SqlStatement } from '@adapters/read-store';
import {
  operations,
  type QueryReply,
  refusedBy,
  type Task,
  type TodoList,
  type TodoQuery,
  type TodoRow,
} from '@contracts';
import { ask, Clock, type Question } from '@runtime';
import { type Key, readCursor } from '../asking/cursor';
import { Desks } from '../asking/desks';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import { dossierRows } from './dossier-rows';
import { leftBehind } from './left-behind';
import { tasksOf, taskSources } from './tasks';

export class TodoOf extends Query<QueryReply<TodoList>> {
  constructor(
    readonly asker: { readonly agency: string; readonly officer: string; readonly role: string },
    readonly page: TodoQuery,
  ) {
    super();
  }
}

const countMax = 1_000;
/** Each list begins with so many rows; the whole of one is asked for by its task. */
const rowsOfEach = 10;
/** A document that must leave within this time is told of, milliseconds. */
const sendByNearMs = 4 * 60 * 60 * 1000;

type Row = TodoRow & { readonly recipient: string };
type Place = readonly [since: string, id: string, recipient: string];

/** What is to be done by a role of the agency, and by the asking officer where work is given by name. */
@QueryHandler(TodoOf)
export class TodoHandler implements IQueryHandler<TodoOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly desks: Desks,
    private readonly clock: Clock,
  ) {}

  async execute({ asker, page }: TodoOf): Promise<QueryReply<TodoList>> {
    const role = page.role ?? (asker.role in tasksOf ? (asker.role as keyof typeof tasksOf) : 'Clerk');
    const start: Place = ['', '', ''];
    const place = readCursor(page.cursor, start);
    if (place === undefined) return malformedCursor();
    const tasks = tasksOf[role].filter((task) => page.task === undefined || task === page.task);
    if (tasks.length === 0 || (page.cursor !== undefined && page.task === undefined)) return taskMissing();
    const limit = page.task === undefined ? rowsOfEach : (page.limit ?? rowsByDefault);
    const agencies = await this.parties.of(asker.agency);
    const desks = await this.desks.of(asker.agency, asker.officer);
    const lists = [];
    for (const task of tasks) {
      const asked = { task, agencies, desks, asker, nearBy: this.nearBy() };
      const [counted] = await this.reads.query<{ count: number }>(countOf(rowsOf(asked, start, countMax)));
      const found = await this.reads.query<Row>(rowsOf(asked, place, limit + 1));
      const { rows, next } = pageOf(found.map(withoutNulls), limit, keyOf);
      lists.push({
        task,
        count: counted?.count ?? 0,
        rows: rows.map(({ recipient: _, ...row }) => row),
        ...(next === undefined ? {} : { next }),
      });
    }
    return { ok: true, answer: { role, tasks: lists } };
  }

  private nearBy(): string {
    return new Date(Date.parse(this.clock.now()) + sendByNearMs).toISOString();
  }
}

const keyOf = ({ since, documentId, dossierId, recipient }: Row): Key => [
  since,
  documentId ?? dossierId ?? '',
  recipient,
];

const taskMissing = () =>
  refusedBy('request', 'malformed', [
    { pointer: '/body/task', detail: 'is no task of this role, or is missing beside `cursor`' },
  ]);

const countOf = ({ text, values }: SqlStatement): SqlStatement => ({
  text: `select count(*)::integer as count from (${text}) as counted`,
  values,
});

interface Asked {
  readonly task: Task;
  readonly agencies: readonly string[];
  /** Of officers: the own one, and those the asking one covers today. */
  readonly desks: readonly string[];
  readonly asker: { readonly agency: string; readonly officer: string };
  readonly nearBy: string;
}

/** Oldest first, each agency along one index. */
function rowsOf(asked: Asked, place: Place, rows: number): SqlStatement {
  const source = taskSources[asked.task];
  switch (source.of) {
    case 'delivery':
      return source.side === 'recipient'
        ? receivedDeliveries(asked, source.state, place, rows)
        : sentDeliveries(asked, source.state, place, rows);
    case 'duplicate':
      return receivedDeliveries(asked, null, place, rows);
    case 'work':
      return assignedDeliveries(asked, place, rows);
    case 'document':
      return ownDocuments(asked, { state: source.state, own: source.own === true }, place, rows);
    case 'send-by':
      return sendByNear(asked, place, rows);
    case 'left':
      return leftBehind(asked, place, rows);
    case 'dossier':
      return dossierRows(asked, place, rows);
  }
}

/** Without a state: those that may be here twice, about which nobody has decided. */
const receivedDeliveries = (
  { task, agencies, asker }: Asked,
  state: string | null,
  [since, id, recipient]: Place,
  rows: number,
) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join lateral (
    select ${task}::text as task, document_id as "documentId", nullif(recipient, ${asker.agency}) as "forAgency",
      sender as agency, symbol, subject, urgency, state, arrived_at as since, due_date as "dueAt", recipient
    from leg
    where recipient = seen.agency collate "C" and arrived_at is not null
      and (arrived_at, document_id, recipient) > (${since}, ${id}, ${recipient})
      and (${state}::text is null or state = ${state}) and (${state}::text is not null or undecided)
    order by arrived_at, document_id limit ${rows}) as row
  order by since, "documentId", recipient limit ${rows}`;

const sentDeliveries = (
  { task, agencies, asker }: Asked,
  state: string,
  [since, id, recipient]: Place,
  rows: number,
) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join lateral (
    select ${task}::text as task, document_id as "documentId", nullif(sender, ${asker.agency}) as "forAgency",
      recipient as agency, symbol, subject, urgency, state, queued_at as since, recipient
    from leg
    where sender = seen.agency collate "C" and state = ${state} and state in ('Failed', 'RecallDisputed')
      and (queued_at, document_id, recipient) > (${since}, ${id}, ${recipient})
    order by queued_at, document_id, recipient limit ${rows}) as row
  order by since, "documentId", recipient limit ${rows}`;

const assignedDeliveries = (
  { task, agencies, desks, asker }: Asked,
  [since, id, recipient]: Place,
  rows: number,
) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join jsonb_array_elements_text(${JSON.stringify(desks)}::jsonb) as desk (officer)
  cross join lateral (
    select ${task}::text as task, document_id as "documentId", nullif(recipient, ${asker.agency}) as "forAgency",
      nullif(assignee, ${asker.officer}) as "forOfficer", sender as agency, symbol, subject, urgency, state,
      arrived_at as since, due_date as "dueAt", recipient
    from leg
    where recipient = seen.agency collate "C" and assignee = desk.officer collate "C"
      and state in ('Assigned', 'InProcess') and (arrived_at, document_id, recipient) > (${since}, ${id}, ${recipient})
    order by arrived_at, document_id limit ${rows}) as row
  order by since, "documentId", recipient limit ${rows}`;

const ownDocuments = (
  { task, agencies, desks, asker }: Asked,
  { state, own }: { readonly state: string; readonly own: boolean },
  [since, id]: Place,
  rows: number,
) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join jsonb_array_elements_text(${JSON.stringify(own ? desks : [asker.officer])}::jsonb) as desk (officer)
  cross join lateral (
    select ${task}::text as task, document_id as "documentId", nullif(agency, ${asker.agency}) as "forAgency",
      case when ${own}::boolean then nullif(drafted_by, ${asker.officer}) end as "forOfficer", symbol, subject,
      urgency, state, drafted_at as since, send_by as "dueAt", '' as recipient
    from document
    where agency = seen.agency collate "C" and state = ${state} and (drafted_at, document_id) > (${since}, ${id})
      and (not ${own}::boolean or drafted_by = desk.officer collate "C")
    order by drafted_at, document_id limit ${rows}) as row
  order by since, "documentId" limit ${rows}`;

const sendByNear = ({ task, agencies, asker, nearBy }: Asked, [since, id]: Place, rows: number) => sql`
  select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
  cross join lateral (
    select ${task}::text as task, document_id as "documentId", nullif(agency, ${asker.agency}) as "forAgency", symbol,
      subject, urgency, state, drafted_at as since, send_by as "dueAt", '' as recipient
    from document
    where agency = seen.agency collate "C" and send_by is not null and send_by <= ${nearBy}
      and (drafted_at, document_id) > (${since}, ${id})
    order by drafted_at, document_id limit ${rows}) as row
  order by since, "documentId" limit ${rows}`;

export const question: Question = {
  asks: [ask(operations.getTodo, ({ actor, body }) => new TodoOf(actor, body))],
  handlers: [TodoHandler],
};
