import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  operations,
  type Page,
  type ProcedureListed,
  type ProceduresQuery,
  type QueryReply,
} from '@contracts';
import { localDate } from '@domain/codes';
import { type IssuedProcedure, newestVersion, versionInForce } from '@domain/procedure';
import { ask, Clock, type Question } from '@runtime';
import { Freshness } from '../freshness';
import { plainLetters } from '../list-agencies/plain-letters';
import { KnownProcedures } from './known-procedures';

/** One page of the procedures that fit, in the order of their codes; the cursor is the last code of the page before. */
class ListProcedures extends Query<QueryReply<Page<ProcedureListed>>> {
  constructor(readonly asked: ProceduresQuery) {
    super();
  }
}

@QueryHandler(ListProcedures)
class ListProceduresHandler implements IQueryHandler<ListProcedures> {
  constructor(
    private readonly procedures: KnownProcedures,
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  async execute({ asked }: ListProcedures): Promise<QueryReply<Page<ProcedureListed>>> {
    const missing = await this.freshness.missing(asked.after, this.procedures);
    if (missing !== undefined) return missing;
    const { limit = 50, cursor = '', onDate = localDate(this.clock.now()) } = asked;
    const wanted: ProcedureListed[] = [];
    for (const procedure of this.procedures.all()) {
      if (procedure.procedure <= cursor) continue;
      const listed = listedOf(procedure, onDate);
      if (fits(listed, asked)) wanted.push(listed);
      if (wanted.length > limit) break;
    }
    const rows = wanted.slice(0, limit);
    const last = rows.at(-1);
    const more = last !== undefined && rows.length < wanted.length;
    return { ok: true, answer: more ? { rows, next: last.procedure } : { rows } };
  }
}

function listedOf(issued: IssuedProcedure, date: string): ProcedureListed {
  const inForce = versionInForce(issued, date);
  const shown = inForce ?? newestVersion(issued);
  const { version, name, sector, effectiveFromDate, legalTime, publishedTime, onlineLevel } = shown;
  const { procedure, abolition } = issued;
  return {
    ...{ procedure, inForce: inForce !== undefined, version, name, sector, effectiveFromDate },
    ...{ legalTime, publishedTime, onlineLevel },
    ...(abolition === undefined ? {} : { abolition }),
  };
}

function fits(listed: ProcedureListed, { search, state }: ProceduresQuery): boolean {
  if (state !== undefined && listed.inForce !== (state === 'in-force')) return false;
  if (search === undefined) return true;
  const words = plainLetters(`${listed.procedure} ${listed.sector} ${listed.name}`);
  return plainLetters(search)
    .split(/\s+/)
    .every((word) => words.includes(word));
}

export const question: Question = {
  asks: [ask(operations.listProcedures, ({ body }) => new ListProcedures(body))],
  handlers: [ListProceduresHandler],
};
