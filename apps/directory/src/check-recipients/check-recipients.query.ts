import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CheckRecipientsBody, inside, type QueryReply, type RecipientsChecked, subjects } from '@contracts';
import { isOpenOn } from '@domain/agency';
import { ask, type Question } from '@runtime';
import { KnownAgencies } from '../known-agencies';
import { mailGoesTo, tookOverFrom } from '../mail.policy';
import { Tokens } from '../tokens';

/** Which of many agencies nobody has, and which are closed on a date, with where their mail goes. */
class CheckRecipients extends Query<QueryReply<RecipientsChecked>> {
  constructor(
    readonly codes: readonly string[],
    readonly onDate: string,
  ) {
    super();
  }
}

@QueryHandler(CheckRecipients)
class CheckRecipientsHandler implements IQueryHandler<CheckRecipients> {
  constructor(
    private readonly agencies: KnownAgencies,
    private readonly tokens: Tokens,
  ) {}

  async execute({ codes, onDate }: CheckRecipients): Promise<QueryReply<RecipientsChecked>> {
    const distinct = [...new Set(codes)];
    const unknown = await this.agencies.unknownAmong(distinct);
    const closed = distinct.flatMap((code) => this.closed(code, onDate));
    const directoryPosition = this.tokens.positionOf(this.agencies.newestFact);
    return { ok: true, answer: { unknown, closed, directoryPosition } };
  }

  private closed(code: string, date: string): RecipientsChecked['closed'] {
    const agency = this.agencies.registered(code);
    if (agency === undefined || isOpenOn(agency, date)) return [];
    const registered = (next: string) => this.agencies.registered(next);
    const successor = mailGoesTo(code, date, registered);
    const successors = tookOverFrom(code, date, registered);
    return [{ code, successors, ...(successor === undefined ? {} : { successor }) }];
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.checkRecipients, body: CheckRecipientsBody }),
      ({ body }) => new CheckRecipients(body.codes, body.onDate),
    ),
  ],
  handlers: [CheckRecipientsHandler],
};
