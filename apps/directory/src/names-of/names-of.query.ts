import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type AgencyNames,
  inside,
  type NamesFound,
  NamesOfBody,
  type QueryReply,
  subjects,
} from '@contracts';
import type { RegisteredAgency } from '@domain/agency';
import { ask, type Question } from '@runtime';
import { KnownAgencies } from '../known-agencies';

/** Every name of agencies and officers, so that whoever prints the past asks once for all its dates. */
class FindNamesOf extends Query<QueryReply<NamesFound>> {
  constructor(
    readonly codes: readonly string[],
    readonly officers: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(FindNamesOf)
class FindNamesOfHandler implements IQueryHandler<FindNamesOf> {
  constructor(private readonly agencies: KnownAgencies) {}

  async execute({ codes, officers }: FindNamesOf): Promise<QueryReply<NamesFound>> {
    const found = await this.agencies.allUpToDate([...new Set(codes)]);
    const registered = found.filter((agency) => agency !== undefined);
    return { ok: true, answer: { agencies: registered.map((agency) => namesOf(agency, officers)) } };
  }
}

function namesOf({ code, names, officers }: RegisteredAgency, asked: readonly string[]): AgencyNames {
  const known = asked.filter((officer) => Object.hasOwn(officers, officer));
  return {
    code,
    names: names.map(({ name, fromDate }) => since(name, fromDate)),
    officers: known.map((officer) => ({
      officer,
      names: (officers[officer]?.displayNames ?? []).map(({ displayName, fromDate }) =>
        since(displayName, fromDate),
      ),
    })),
  };
}

const since = (name: string, fromDate: string | undefined) =>
  fromDate === undefined ? { name } : { name, fromDate };

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.namesOf, body: NamesOfBody }),
      ({ body: { codes, officers = [] } }) => new FindNamesOf(codes, officers),
    ),
  ],
  handlers: [FindNamesOfHandler],
};
