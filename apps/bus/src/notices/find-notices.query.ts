import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import { noticeOperations, type NoticesView, type QueryReply } from '@contracts';
import { notice, noticeStream } from '@domain/notice';
import { ask, History, type Question } from '@runtime';
import { missingUntil, reachedBy } from '../missing-until';
import { AddressBook } from './address-book';
import { noticeIdOf } from './notice.command-handler';
import { NoticeService } from './notice-service';

class FindNotices extends Query<QueryReply<NoticesView>> {
  constructor(
    readonly agency: string,
    readonly officer: string,
    readonly after: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindNotices)
class FindNoticesHandler implements IQueryHandler<FindNotices> {
  constructor(
    private readonly store: EventStore,
    private readonly addresses: AddressBook,
    private readonly notices: NoticeService,
    private readonly history: History,
  ) {}

  async execute({ agency, officer, after }: FindNotices): Promise<QueryReply<NoticesView>> {
    const missing = await missingUntil(after, this.history, reachedBy(this.store));
    if (missing !== undefined) return missing;
    const noticeId = noticeIdOf(agency, officer);
    const { offered } = this.notices;
    const { state } = await stateOf(this.store, notice, noticeStream(noticeId));
    if (state.phase !== 'chosen') return { ok: true, answer: { chosen: false, offered } };
    const { kinds, quietFrom, quietUntil, flashAtOnce, onDaysOff, chosenAt, refused } = state;
    const known = await this.addresses.open(state.addresses, noticeId);
    const ways = state.ways.map((way) => ({
      way,
      ...(known[way] === undefined ? {} : { address: known[way] }),
      ...(refused[way] === undefined ? {} : { refused: refused[way] }),
    }));
    const when = { quietFrom, quietUntil, flashAtOnce, onDaysOff };
    return { ok: true, answer: { chosen: true, offered, kinds, ways, ...when, chosenAt } };
  }
}

export const question: Question = {
  asks: [
    ask(
      noticeOperations.getNotices,
      ({ body, actor }) => new FindNotices(actor.agency, actor.officer, body.after),
    ),
  ],
  handlers: [FindNoticesHandler],
};
