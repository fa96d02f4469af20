import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  DossierRegisterQuery,
  inside,
  type Page,
  type QueryReply,
  refusedBy,
  registerDaysMax,
  subjects,
  type TrackedDossier,
} from '@contracts';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { instantsOf } from '../asking/local-days';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { dossiersTracked } from './dossiers-tracked.projection';

const dayMs = 24 * 60 * 60 * 1000;

class DossiersTracked extends Query<QueryReply<Page<TrackedDossier>>> {
  constructor(
    readonly agency: string,
    readonly asked: DossierRegisterQuery,
  ) {
    super();
  }
}

/** In the order of receipt, over the own agency and those it reads on for: each is one walk along an index. */
@QueryHandler(DossiersTracked)
class DossiersTrackedHandler implements IQueryHandler<DossiersTracked> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency, asked }: DossiersTracked): Promise<QueryReply<Page<TrackedDossier>>> {
    const { fromDate, toDate = fromDate, limit = rowsByDefault, cursor } = asked;
    const days = (Date.parse(toDate) - Date.parse(fromDate)) / dayMs + 1;
    if (days < 1) return wrongDays('lies before `fromDate`');
    if (days > registerDaysMax) return wrongDays(`is more than ${registerDaysMax} days after \`fromDate\``);
    const key = readCursor(cursor, ['', '']);
    if (key === undefined) return malformedCursor();
    const { from, before } = instantsOf({ fromDate, toDate });
    const agencies = JSON.stringify(await this.parties.of(agency));
    const found = await this.reads.query<TrackedDossier>(sql`
      select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
      cross join lateral (
        select dossier_id as "dossierId", nullif(agency, ${agency}) as "forAgency", applicant_ref as "applicantRef",
          code, procedure, procedure_name as "procedureName", channel, received_at as "receivedAt",
          due_at as "dueAt", finished_at as "finishedAt", returned_at as "returnedAt", returned_by as "returnedBy",
          degree
        from dossier_tracked
        where agency = seen.agency collate "C" and received_at >= ${from} and received_at < ${before}
          and (received_at, dossier_id) > (${key[0]}, ${key[1]})
        order by received_at, dossier_id limit ${limit + 1}
      ) as row
      order by "receivedAt", "dossierId" limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.receivedAt, row.dossierId]) };
  }
}

const wrongDays = (detail: string) =>
  refusedBy('request', 'malformed', [{ pointer: '/body/toDate', detail }]);

export const question: ProjectedQuestion = {
  asks: [
    ask(
      inside({ subject: subjects.dossiersTracked, body: DossierRegisterQuery }),
      ({ agency, body }) => new DossiersTracked(agency, body),
    ),
  ],
  handlers: [DossiersTrackedHandler],
  projections: [dossiersTracked],
};
