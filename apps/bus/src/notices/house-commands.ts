import { type EventStore, transact } from '@adapters/event-store';
import { type ChosenNotices, notice, type NoticeCommand, noticeStream } from '@domain/notice';
import { idOf } from '@runtime';
import { metaOfBus } from '../meta-of-bus';

type OfBus = Extract<NoticeCommand, { type: 'LapseNotices' | 'RefuseAddress' }>;

/**
 * Records what the bus found out of an officer's notices; once for each choice, however often it is found out.
 * @throws StoreUnavailable
 */
export async function record(store: EventStore, chosen: ChosenNotices, command: OfBus): Promise<void> {
  const { noticeId, agency, addresses } = chosen;
  const way = command.type === 'RefuseAddress' ? command.way : '';
  const about = { noticeId, type: command.type, kid: addresses.kid, way };
  const meta = metaOfBus({
    ...{ agency, about },
    commandId: idOf('notice', noticeId, command.type, addresses.kid, way),
    causationId: idOf('notice-choice', noticeId, addresses.kid),
  });
  await transact(store, notice, noticeStream(noticeId), command, meta);
}
