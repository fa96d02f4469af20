import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  inside,
  type QueryReply,
  subjects,
  type SystemOfKey,
  SystemOfKeyBody,
  SystemTarget,
} from '@contracts';
import { goodKeys } from '@domain/system';
import { ask, Clock, type Question } from '@runtime';
import { KnownSystems } from './known-systems';
import { SystemAnswers } from './system-answers';

/** What a system may read that shows this key. */
class FindSystemOfKey extends Query<QueryReply<SystemOfKey>> {
  constructor(
    readonly systemId: string,
    readonly publicKey: string,
  ) {
    super();
  }
}

@QueryHandler(FindSystemOfKey)
class FindSystemOfKeyHandler implements IQueryHandler<FindSystemOfKey> {
  constructor(
    private readonly systems: KnownSystems,
    private readonly answers: SystemAnswers,
    private readonly clock: Clock,
  ) {}

  /** Read to the end of the stream: whoever was revoked a moment ago, by whichever instance, reads nothing. */
  async execute({ systemId, publicKey }: FindSystemOfKey): Promise<QueryReply<SystemOfKey>> {
    const { audience } = this.answers;
    const system = await this.systems.upToDate(systemId);
    const good = system === undefined ? [] : goodKeys(system, this.clock.now());
    if (system === undefined || !good.some((key) => key.publicKey === publicKey))
      return { ok: true, answer: { audience } };
    const { owner, readsFor, reads } = system;
    return { ok: true, answer: { audience, granted: { owner, readsFor, reads } } };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.systemOfKey, target: SystemTarget, body: SystemOfKeyBody }),
      ({ target, body }) => new FindSystemOfKey(target.systemId, body.publicKey),
    ),
  ],
  handlers: [FindSystemOfKeyHandler],
};
