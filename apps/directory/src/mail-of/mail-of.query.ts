import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AgencyTarget, inside, type MailOf, MailOfBody, type QueryReply, subjects } from '@contracts';
import { ask, type Question } from '@runtime';
import { KnownAgencies } from '../known-agencies';
import { mailGoesTo } from '../mail.policy';

/** The closed agencies whose mail goes to an agency on a date, however many closed one into the other before. */
class FindMailOf extends Query<QueryReply<MailOf>> {
  constructor(
    readonly agency: string,
    readonly onDate: string,
  ) {
    super();
  }
}

@QueryHandler(FindMailOf)
class FindMailOfHandler implements IQueryHandler<FindMailOf> {
  constructor(private readonly agencies: KnownAgencies) {}

  execute({ agency, onDate }: FindMailOf): Promise<QueryReply<MailOf>> {
    const registered = (code: string) => this.agencies.registered(code);
    const before = new Set<string>();
    for (const waiting = [agency]; waiting.length > 0;) {
      const next = registered(waiting.pop() as string);
      const unseen = (next?.predecessors ?? [])
        .map((known) => known.agency)
        .filter((code) => !before.has(code));
      for (const code of unseen) before.add(code);
      waiting.push(...unseen);
    }
    const codes = [...before].filter((code) => mailGoesTo(code, onDate, registered) === agency).sort();
    return Promise.resolve({ ok: true, answer: { codes: codes.filter((code) => code !== agency) } });
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.mailOf, target: AgencyTarget, body: MailOfBody }),
      ({ target, body }) => new FindMailOf(target.agency, body.onDate),
    ),
  ],
  handlers: [FindMailOfHandler],
};
