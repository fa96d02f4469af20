import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  operations,
  type Page,
  type QueryReply,
  refusedBy,
  type SystemDetails,
  type SystemListed,
  type SystemsQuery,
} from '@contracts';
import { ask, type Question } from '@runtime';
import { Freshness } from '../freshness';
import { KnownSystems } from './known-systems';
import { SystemAnswers } from './system-answers';

interface Asker {
  readonly agency: string;
  readonly role: string;
}

/** An operator is told of every agency's. */
const sees = ({ agency, role }: Asker, owner: string): boolean => role === 'Operator' || agency === owner;

/** One page of the systems in the order of their ids; the cursor is the last id of the page before. */
class ListSystems extends Query<QueryReply<Page<SystemListed>>> {
  constructor(
    readonly asker: Asker,
    readonly asked: SystemsQuery,
  ) {
    super();
  }
}

@QueryHandler(ListSystems)
class ListSystemsHandler implements IQueryHandler<ListSystems> {
  constructor(
    private readonly systems: KnownSystems,
    private readonly freshness: Freshness,
    private readonly answers: SystemAnswers,
  ) {}

  async execute({ asker, asked }: ListSystems): Promise<QueryReply<Page<SystemListed>>> {
    const { after, limit = 50, cursor = '', status } = asked;
    const missing = await this.freshness.missing(after, this.systems);
    if (missing !== undefined) return missing;
    const wanted = this.systems
      .all()
      .filter((each) => each.systemId > cursor && sees(asker, each.owner))
      .filter((each) => status === undefined || each.status === status);
    const rows = wanted.slice(0, limit).map(this.answers.listed);
    const last = rows.at(-1);
    const isMore = last !== undefined && rows.length < wanted.length;
    return { ok: true, answer: isMore ? { rows, next: last.systemId } : { rows } };
  }
}

class FindSystem extends Query<QueryReply<SystemDetails>> {
  constructor(
    readonly asker: Asker,
    readonly systemId: string,
    readonly after: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindSystem)
class FindSystemHandler implements IQueryHandler<FindSystem> {
  constructor(
    private readonly systems: KnownSystems,
    private readonly freshness: Freshness,
    private readonly answers: SystemAnswers,
  ) {}

  async execute({ asker, systemId, after }: FindSystem): Promise<QueryReply<SystemDetails>> {
    const missing = await this.freshness.missing(after, this.systems);
    if (missing !== undefined) return missing;
    const found = await this.systems.upToDate(systemId);
    if (found === undefined || !sees(asker, found.owner)) return refusedBy('system', 'not-found');
    return { ok: true, answer: this.answers.details(found) };
  }
}

export const question: Question = {
  asks: [
    ask(operations.listSystems, ({ actor, body }) => new ListSystems(actor, body)),
    ask(
      operations.getSystem,
      ({ actor, target, body }) => new FindSystem(actor, target.systemId, body.after),
    ),
  ],
  handlers: [ListSystemsHandler, FindSystemHandler],
};
