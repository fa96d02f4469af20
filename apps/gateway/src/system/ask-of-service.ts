import { randomUUID } from 'node:crypto';
import type { Caller, QueryReply, Subject } from '@contracts';
import type { Requester } from '@adapters/messaging';

const answerLimitMs = 3_000;

const empty = { target: {}, body: {} };

/** The gateway itself asks, for no agency. */
const asker = (): Caller => ({
  actor: { agency: 'H00', officer: 'System', role: 'System' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'http',
});

/**
 * Asks a service about itself.
 * @throws ServiceUnavailable, or Error after 3 s without an answer.
 */
export async function askOfService<A>(requester: Requester, subject: Subject): Promise<QueryReply<A>> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), answerLimitMs);
  });
  try {
    return await Promise.race([requester.query<A>(subject, empty, asker()), limit]);
  } finally {
    clearTimeout(timer);
  }
}
