import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql, type SqlStatement } from '@adapters/read-store';
import {
  inside,
  type NoticeMatter,
  type NoticeMatters,
  NoticeMattersBody,
  type QueryReply,
  subjects,
} from '@contracts';
import { ask } from '@runtime';
import { Desks } from '../asking/desks';
import { withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';

export class NoticeMattersOf extends Query<QueryReply<NoticeMatters>> {
  constructor(readonly asked: NoticeMattersBody) {
    super();
  }
}

/** Of each kind, oldest first: an answer is one message. */
const mattersMax = 200;

type Row = NoticeMatter & { readonly since: string };

interface Asked extends NoticeMattersBody {
  readonly agencies: string;
  readonly desks: string;
  readonly limit: number;
}

/**
 * What waits for an officer that a notice may tell: what lists of tasks have for the roles of the officer, from an
 * instant on. Titles, names and applicants are not read.
 */
@QueryHandler(NoticeMattersOf)
export class NoticeMattersHandler implements IQueryHandler<NoticeMattersOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly desks: Desks,
  ) {}

  async execute({ asked }: NoticeMattersOf): Promise<QueryReply<NoticeMatters>> {
    const { agency, officer, roles, kinds } = asked;
    const agencies = JSON.stringify(await this.parties.of(agency));
    const desks = JSON.stringify(await this.desks.of(agency, officer));
    const limited = { ...asked, agencies, desks, limit: mattersMax };
    const statements = kinds.flatMap((kind) => [
      ...(kind === 'flash' ? [flash(limited)] : []),
      ...(kind === 'due' ? [dueDocuments(limited), dueDossiers(limited)] : []),
      ...(kind === 'due' && roles.includes('OneStopHead') ? [lateDossiers(limited)] : []),
      ...(kind === 'failed' && roles.includes('Clerk') ? [failed(limited)] : []),
    ]);
    const found = await Promise.all(statements.map((each) => this.reads.query<Row>(each)));
    return { ok: true, answer: { matters: distinct(found.flat()) } };
  }
}

/** An officer may have a dossier both as its processor and as the head who is told what is late. */
const distinct = (found: readonly Row[]): readonly NoticeMatter[] => [
  ...new Map(
    found.map(({ since: _, ...matter }) => [`${matter.kind} ${matter.matter}`, withoutNulls(matter)]),
  ).values(),
];

/** To be received by clerks, assigned by leaders, worked on by whom they are given to. */
const flash = ({ agencies, desks, roles, from, limit }: Asked): SqlStatement => sql`
  select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
  cross join lateral (
    select 'flash' as kind, document_id || '.' || recipient as matter, symbol, document_id as "documentId",
      arrived_at as since
    from leg
    where recipient = seen.agency collate "C" and urgency = 'flash' and urgency <> 'normal' and arrived_at >= ${from}
      and arrived_at is not null
      and (state = 'Arrived' and ${roles.includes('Clerk')}::boolean
        or state = 'Accepted' and ${roles.includes('Leader')}::boolean
        or state in ('Assigned', 'InProcess')
          and assignee in (
            select officer collate "C" from jsonb_array_elements_text(${desks}::jsonb) as desk (officer)))
    order by arrived_at, document_id limit ${limit}) as row
  order by since, "documentId" limit ${limit}`;

const dueDocuments = ({ agencies, desks, from, dueBy, limit }: Asked): SqlStatement => sql`
  select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
  cross join jsonb_array_elements_text(${desks}::jsonb) as desk (officer)
  cross join lateral (
    select 'due' as kind, document_id || '.' || recipient || ' ' || due_date as matter, symbol,
      document_id as "documentId", due_date as since
    from leg
    where recipient = seen.agency collate "C" and assignee = desk.officer collate "C"
      and state in ('Assigned', 'InProcess') and due_date <= ${dueBy} and due_date >= ${from.slice(0, 10)}
    order by due_date, document_id limit ${limit}) as row
  order by since, "documentId" limit ${limit}`;

/** `place` is the instant of the appointment, milliseconds. */
const dueDossiers = ({ agencies, desks, from, dueBy, limit }: Asked): SqlStatement => sql`
  select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
  cross join lateral (
    select 'due' as kind, dossier_id || ' ' || dossier.due_at as matter, codes -> 0 ->> 'value' as symbol,
      dossier_id as "dossierId", dossier.due_at as since
    from dossier_party as party join dossier using (dossier_id)
    where party.agency = seen.agency collate "C" and party.box = 'held'
      and party.place between ${Date.parse(from)}::double precision and ${endOfDayMs(dueBy)}::double precision
      and dossier.state <> 'completed'
      and dossier.processor in (
        select officer collate "C" from jsonb_array_elements_text(${desks}::jsonb) as desk (officer))
    order by party.place, dossier_id limit ${limit}) as row
  where symbol is not null
  order by since, "dossierId" limit ${limit}`;

/** Decree 61/2018 art. 19(9): the head of the one-stop unit is told what is late or about to be. */
const lateDossiers = ({ agencies, from, limit }: Asked): SqlStatement => sql`
  select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
  cross join (values ('apology-needed'), ('dossier-overdue'), ('overdue-predicted')) as late (task)
  cross join lateral (
    select 'due' as kind, dossier_id || ' ' || dossier.due_at as matter, codes -> 0 ->> 'value' as symbol,
      dossier_id as "dossierId", each.since
    from dossier_task as each join dossier using (dossier_id)
    where each.agency = seen.agency collate "C" and each.task = late.task and each.since >= ${from}
      and dossier.due_at is not null
    order by each.since, dossier_id limit ${limit}) as row
  where symbol is not null
  order by since, "dossierId" limit ${limit}`;

const failed = ({ agencies, from, limit }: Asked): SqlStatement => sql`
  select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
  cross join lateral (
    select 'failed' as kind, document_id || '.' || recipient || ' ' || since as matter, symbol,
      document_id as "documentId", queued_at as since
    from leg
    where sender = seen.agency collate "C" and state = 'Failed' and state in ('Failed', 'RecallDisputed')
      and queued_at >= ${from}
    order by queued_at, document_id, recipient limit ${limit}) as row
  order by since, "documentId" limit ${limit}`;

const dayMs = 24 * 60 * 60 * 1_000;
const endOfDayMs = (date: string): number => Date.parse(`${date}T00:00:00.000+07:00`) + dayMs - 1;

export const question: ProjectedQuestion = {
  asks: [
    ask(
      inside({ subject: subjects.noticeMatters, body: NoticeMattersBody }),
      ({ body }) => new NoticeMattersOf(body),
    ),
  ],
  handlers: [NoticeMattersHandler],
};
