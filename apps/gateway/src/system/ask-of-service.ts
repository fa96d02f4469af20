import type { Requester } from '@adapters/messaging';
import type { QueryReply, Subject } from '@contracts';
import { houseCaller } from '@runtime';

const answerLimitMs = 3_000;

const empty = { target: {}, body: {} };

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
    return await Promise.race([requester.query<A>(subject, empty, houseCaller('http')), limit]);
  } finally {
    clearTimeout(timer);
  }
}
