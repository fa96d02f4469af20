import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type AgenciesFound,
  FindAgenciesBody,
  inside,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { localDate } from '@domain/codes';
import { ask, Clock, type Question } from '@runtime';
import { cardOf, cardsThatFit } from '../agency-card';
import { KnownAgencies } from '../known-agencies';
import { Tokens } from '../tokens';

/** Many agencies by their codes; `onlyUnknown` leaves the cards out and names only the codes nobody has. */
class FindAgencies extends Query<QueryReply<AgenciesFound>> {
  constructor(
    readonly codes: readonly string[],
    readonly onlyUnknown: boolean,
  ) {
    super();
  }
}

@QueryHandler(FindAgencies)
class FindAgenciesHandler implements IQueryHandler<FindAgencies> {
  constructor(
    private readonly agencies: KnownAgencies,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  async execute({ codes, onlyUnknown }: FindAgencies): Promise<QueryReply<AgenciesFound>> {
    const distinct = [...new Set(codes)];
    const found = onlyUnknown ? await this.unknown(distinct) : await this.cards(distinct);
    const { agencies } = found;
    if (cardsThatFit(agencies).length < agencies.length) {
      const detail = 'ask for fewer codes: their cards do not fit one message';
      return refusedBy('request', 'malformed', [{ pointer: '/body/codes', detail }]);
    }
    const directoryPosition = this.tokens.positionOf(this.agencies.newestFact);
    return { ok: true, answer: { ...found, directoryPosition } };
  }

  private async unknown(codes: readonly string[]) {
    return { agencies: [], closing: [], unknown: await this.agencies.unknownAmong(codes) };
  }

  private async cards(codes: readonly string[]) {
    const today = localDate(this.clock.now());
    const found = await this.agencies.allUpToDate(codes);
    const registered = found.filter((agency) => agency !== undefined);
    return {
      agencies: registered.map((agency) => cardOf(agency, today)),
      closing: registered.flatMap(({ code, closing }) =>
        closing === undefined ? [] : [{ code, effectiveDate: closing.effectiveDate }],
      ),
      unknown: codes.filter((_, index) => found[index] === undefined),
    };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.findAgencies, body: FindAgenciesBody }),
      ({ body }) => new FindAgencies(body.codes, body.only === 'unknown'),
    ),
  ],
  handlers: [FindAgenciesHandler],
};
