import { randomUUID } from 'node:crypto';
import { type EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { type ChosenNotices, notice, type NoticeCommand, noticeStream } from '@domain/notice';
import { canonicalHash, idOf } from '@runtime';

type OfBus = Extract<NoticeCommand, { type: 'LapseNotices' | 'RefuseAddress' }>;

/**
 * Records what the bus found out of an officer's notices; once for each choice, however often it is found out.
 * @throws StoreUnavailable
 */
export async function record(store: EventStore, chosen: ChosenNotices, command: OfBus): Promise<void> {
  const { noticeId, agency, addresses } = chosen;
  const way = command.type === 'RefuseAddress' ? command.way : '';
  const about = { noticeId, type: command.type, kid: addresses.kid, way };
  const meta: Metadata = {
    v: 1,
    commandId: idOf('notice', noticeId, command.type, addresses.kid, way),
    commandHash: canonicalHash(about),
    $correlationId: randomUUID(),
    $causationId: idOf('notice-choice', noticeId, addresses.kid),
    actor: { agency, officer: 'System', role: 'System' },
    source: 'reactor',
  };
  await transact(store, notice, noticeStream(noticeId), command, meta);
}
