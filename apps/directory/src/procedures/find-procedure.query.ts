import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  inside,
  operations,
  type ProcedureDetails,
  type ProcedureInForce,
  ProcedureInForceBody,
  type ProcedureQuery,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { localDate } from '@domain/codes';
import { type IssuedProcedure, versionInForce } from '@domain/procedure';
import { ask, Clock, type Question } from '@runtime';
import { Freshness } from '../freshness';
import { KnownProcedures } from './known-procedures';

/** One procedure with the version in force on the date. */
class FindProcedure extends Query<QueryReply<ProcedureDetails>> {
  constructor(
    readonly code: string,
    readonly asked: ProcedureQuery,
  ) {
    super();
  }
}

@QueryHandler(FindProcedure)
class FindProcedureHandler implements IQueryHandler<FindProcedure> {
  constructor(
    private readonly procedures: KnownProcedures,
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  async execute({ code, asked: { onDate, after } }: FindProcedure): Promise<QueryReply<ProcedureDetails>> {
    const missing = await this.freshness.missing(after, this.procedures);
    if (missing !== undefined) return missing;
    const found = await this.procedures.upToDate(code);
    if (found === undefined) return refusedBy('procedure', 'not-found');
    return { ok: true, answer: detailsOf(found, onDate ?? localDate(this.clock.now())) };
  }
}

function detailsOf(found: IssuedProcedure, date: string): ProcedureDetails {
  const { procedure, versions, abolition } = found;
  const inForce = versionInForce(found, date);
  return {
    procedure,
    ...(inForce === undefined ? {} : { inForce }),
    versions: versions
      .map(({ version, name, effectiveFromDate, legalBasis }) => ({
        ...{ version, name, effectiveFromDate, legalBasis },
      }))
      .reverse(),
    ...(abolition === undefined ? {} : { abolition }),
  };
}

/** What a dossier that comes in on the date is held to. */
class FindProcedureInForce extends Query<QueryReply<ProcedureInForce>> {
  constructor(readonly asked: ProcedureInForceBody) {
    super();
  }
}

@QueryHandler(FindProcedureInForce)
class FindProcedureInForceHandler implements IQueryHandler<FindProcedureInForce> {
  constructor(private readonly procedures: KnownProcedures) {}

  /** Read to the end of the stream: a dossier keeps for ever the version that is answered here. */
  async execute({ asked }: FindProcedureInForce): Promise<QueryReply<ProcedureInForce>> {
    const found = await this.procedures.upToDate(asked.procedure);
    const version = found && versionInForce(found, asked.onDate);
    return { ok: true, answer: version === undefined ? {} : { version } };
  }
}

export const question: Question = {
  asks: [
    ask(operations.getProcedure, ({ target, body }) => new FindProcedure(target.procedure, body)),
    ask(
      inside({ subject: subjects.procedureInForce, body: ProcedureInForceBody }),
      ({ body }) => new FindProcedureInForce(body),
    ),
  ],
  handlers: [FindProcedureHandler, FindProcedureInForceHandler],
};
