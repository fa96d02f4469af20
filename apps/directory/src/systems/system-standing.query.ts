import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  inside,
  type QueryReply,
  subjects,
  type SystemStanding,
  SystemStandingBody,
  SystemTarget,
} from '@contracts';
import { ask, type Question } from '@runtime';
import { KnownSystems } from './known-systems';

/** How a system is registered now, for the gateway, which takes its commands. */
class FindSystemStanding extends Query<QueryReply<SystemStanding>> {
  constructor(readonly systemId: string) {
    super();
  }
}

@QueryHandler(FindSystemStanding)
class FindSystemStandingHandler implements IQueryHandler<FindSystemStanding> {
  constructor(private readonly systems: KnownSystems) {}

  /** Read to the end of the stream: one that was revoked a moment ago, by whichever instance, sends nothing more. */
  async execute({ systemId }: FindSystemStanding): Promise<QueryReply<SystemStanding>> {
    const system = await this.systems.upToDate(systemId);
    if (system === undefined)
      return { ok: true, answer: { status: 'unknown', sendsFor: [], operations: [] } };
    const { status, sendsFor, operations } = system;
    return { ok: true, answer: { status, sendsFor, operations } };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.systemStanding, target: SystemTarget, body: SystemStandingBody }),
      ({ target }) => new FindSystemStanding(target.systemId),
    ),
  ],
  handlers: [FindSystemStandingHandler],
};
