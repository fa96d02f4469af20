import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import { commitIn, noticeOperations, type NoticesView, type QueryReply, refusedBy } from '@contracts';
import { notice, noticeStream } from '@domain/notice';
import { ask, History, type Question } from '@runtime';
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

/** Read to the end of its one stream, so that nothing has to be waited for but the store itself. */
@QueryHandler(FindNotices)
class FindNoticesHandler implements IQueryHandler<FindNotices> {
  constructor(
    private readonly store: EventStore,
    private readonly addresses: AddressBook,
    private readonly notices: NoticeService,
    private readonly history: History,
  ) {}

  async execute({ agency, officer, after }: FindNotices): Promise<QueryReply<NoticesView>> {
    if (after !== undefined) {
      const commit = commitIn(this.history, after);
      if (commit === undefined)
        return refusedBy('request', 'malformed', [{ pointer: '/body/after', detail: 'is no position' }]);
      if (typeof commit !== 'bigint') return commit;
      if ((await this.store.headPosition()) < commit) return refusedBy('position', 'not-visible-yet');
    }
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
