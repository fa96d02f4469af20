import type { Requester } from '@adapters/messaging';
import type { QueryReply, Subject } from '@contracts';
import { houseCaller, within } from '@runtime';

const answerLimitMs = 3_000;

const empty = { target: {}, body: {} };

/**
 * Asks a service about itself.
 * @throws ServiceUnavailable, or Error after 3 s without an answer.
 */
export function askOfService<A>(requester: Requester, subject: Subject): Promise<QueryReply<A>> {
  return within(answerLimitMs, () => requester.query<A>(subject, empty, houseCaller('http')));
}
