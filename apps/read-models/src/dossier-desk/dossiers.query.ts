import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, type SqlStatement } from '@adapters/read-store';
import {
  type DossierBox,
  dossierBoxes,
  type DossierRow,
  type DossiersOnDesk,
  type DossiersQuery,
  type DossierTotal,
  operations,
  type QueryReply,
} from '@contracts';
import { ask, Clock } from '@runtime';
import { AgencyNames } from '../asking/agency-names';
import { readCursor } from '../asking/cursor';
import { instantsOf } from '../asking/local-days';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { DossierByPartyHandler, getDossier } from './dossier-by-party.query';
import { dossierContent, DossierContentHandler } from './dossier-content.query';
import { dossierDesk } from './dossier-desk.projection';
import { dossierTasks } from './dossier-tasks.projection';
import { dossiersOfCode, DossiersOfCodeHandler } from './dossiers-of-code.query';

export class DossiersOf extends Query<QueryReply<DossiersOnDesk>> {
  constructor(
    readonly agency: string,
    readonly page: DossiersQuery,
  ) {
    super();
  }
}

/** Of each box at most so many are counted. */
const countMax = 10_000;

type Place = readonly [place: number, dossierId: string, agency: string];
export const first: Place = [-Number.MAX_SAFE_INTEGER, '', ''];
type Row = Omit<DossierRow, 'presentHolder'> & { readonly place: number; readonly heldSince: string };

/** Open ones by when they are due, done ones newest first; the totals are of what the filters leave in each box. */
@QueryHandler(DossiersOf)
export class DossiersHandler implements IQueryHandler<DossiersOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly clock: Clock,
    private readonly names: AgencyNames,
  ) {}

  async execute({ agency, page }: DossiersOf): Promise<QueryReply<DossiersOnDesk>> {
    const { limit = rowsByDefault, cursor, box = 'held' } = page;
    const place = readCursor(cursor, first);
    if (place === undefined) return malformedCursor();
    const agencies = await this.parties.of(agency);
    const filters = filtersOf(page, agencies, Date.parse(this.clock.now()));
    const counted = await this.reads.query<DossierTotal & { box: DossierBox }>(totals(filters));
    const found = await this.reads.query<Row>(boxPage(filters, box, agency, place, limit + 1));
    const keyOf = (row: Row) => [row.place, row.dossierId, row.forAgency ?? agency];
    const { rows, next } = pageOf(found.map(withoutNulls), limit, keyOf);
    const counts = (name: DossierBox): DossierTotal => {
      const { count = 0, late = 0 } = counted.find((each) => each.box === name) ?? {};
      return { count, late };
    };
    const answer = {
      box,
      totals: {
        held: counts('held'),
        offered: counts('offered'),
        given: counts('given'),
        done: counts('done'),
      },
      rows: await this.named(rows),
    };
    return { ok: true, answer: next === undefined ? answer : { ...answer, next } };
  }

  private async named(rows: readonly Row[]): Promise<readonly DossierRow[]> {
    const holders = rows.map(({ holder }) => holder);
    const nameAt = await this.names.of(holders);
    const presently = await this.names.presently(holders);
    return rows.map(({ place: _, heldSince, ...row }) => {
      const holderName = nameAt(row.holder, heldSince);
      const named = holderName === undefined ? {} : { holderName };
      return { ...row, ...named, presentHolder: presently(row.holder) };
    });
  }
}

/** In the order of the statements below; what is absent leaves everything. */
export function filtersOf(
  page: DossiersQuery,
  agencies: readonly string[],
  nowMs: number,
): readonly unknown[] {
  const { code, applicantRef = null, procedure = null, stage = null, channel = null } = page;
  const { agency: other = null, officer = null, late = null } = page;
  const { dueFromDate: fromDate, dueToDate: toDate } = page;
  const period = instantsOf(page);
  const due = instantsOf({ ...(fromDate && { fromDate }), ...(toDate && { toDate }) });
  const isDue = fromDate !== undefined || toDate !== undefined;
  const codes = code === undefined ? null : JSON.stringify([{ value: code }]);
  return [
    ...[
      JSON.stringify(agencies),
      nowMs,
      codes,
      applicantRef,
      procedure,
      stage,
      channel,
      other,
      officer,
      late,
    ],
    ...[period.from, period.before, isDue, due.from, due.before],
  ];
}

const isLate = `(overdue or (party.box <> 'done' and place < $2::float8))`;

/** Rows of one box of one agency that the filters leave. */
const filteredOf = (box: string): string => `dossier_party as party join dossier using (dossier_id)
  where party.agency = seen.agency collate "C" and party.box = ${box}
    and ($3::jsonb is null or codes @> $3::jsonb)
    and ($4::text is null or dossier_id in (select dossier_id from applicant_dossier where applicant_ref = $4))
    and ($5::text is null or procedure = $5) and ($6::text is null or stage = $6)
    and ($7::text is null or channel = $7)
    and ($8::text is null
      or $8 in (opened_by, holder, given_to, pending_handoff ->> 'from', pending_handoff ->> 'to'))
    and ($9::text is null or $9 in (party.officer, processor))
    and ($10::boolean is null or ${isLate} = $10)
    and since >= $11::text and since < $12::text
    and (not $13::boolean or (due_at >= $14::text and due_at < $15::text))`;

const seen = `jsonb_array_elements_text($1::jsonb) as seen (agency)`;

export const boxPage = (
  filters: readonly unknown[],
  box: DossierBox,
  agency: string,
  place: Place,
  rows: number,
): SqlStatement => ({
  values: [...filters, box, agency, ...place, rows],
  text: `
    select row.* from ${seen} cross join lateral (
      select dossier_id as "dossierId", nullif(party.agency, $17) as "forAgency", codes -> 0 ->> 'value' as code,
        procedure, channel, stage, state, holder, opened_by as "openedBy", since, given_to as "givenTo",
        opened_at as "openedAt",
        due_at as "dueAt", ${isLate} as late, processor, pending_handoff - 'dossierId' as offer,
        linked_to as "linkedTo", place, held_since as "heldSince"
      from ${filteredOf('$16')} and (place, dossier_id, party.agency) > ($18::float8, $19, $20)
      order by place, dossier_id limit $21
    ) as row
    order by place, "dossierId", coalesce("forAgency", $17) collate "C" limit $21`,
});

/** Linked ones are one: of those with the same root one is counted. */
const totalOf = (box: DossierBox): string => `
  select '${box}' as box, count(distinct root_id)::integer as count,
    count(distinct root_id) filter (where late)::integer as late
  from (select each.* from ${seen} cross join lateral (
      select root_id, ${isLate} as late from ${filteredOf(`'${box}'`)} limit ${countMax}
    ) as each limit ${countMax}) as counted`;

/** Each box by a statement that names it, so that the planner knows how many lie there. */
const totalsText = dossierBoxes.map(totalOf).join(' union all ');

export const totals = (filters: readonly unknown[]): SqlStatement => ({ values: filters, text: totalsText });

export const question: ProjectedQuestion = {
  asks: [
    ask(operations.getDossiers, ({ agency, body }) => new DossiersOf(agency, body)),
    getDossier,
    dossiersOfCode,
    dossierContent,
  ],
  handlers: [DossiersHandler, DossierByPartyHandler, DossiersOfCodeHandler, DossierContentHandler],
  projections: [dossierDesk, dossierTasks],
};
