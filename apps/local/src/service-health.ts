import { randomUUID } from 'node:crypto';

import { ServiceUnavailable, Requester, type NatsConnection } from '@adapters/messaging';
import { healthSubject, type Caller, type ServiceName } from '@contracts';
import type { HealthAnswer } from '@runtime';

const caller = (): Caller => ({
  actor: { agency: 'H00', officer: 'System', role: 'System' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'bus',
});

/** A service asked over NATS how it is: this takes no token. Nothing when none answers within `limitMs`. */
export async function healthOf(
  connection: NatsConnection,
  service: ServiceName,
  limitMs: number,
): Promise<HealthAnswer | undefined> {
  const requester = new Requester(connection, { timeoutMs: limitMs });
  try {
    const question = { target: {}, body: {} };
    return await requester.answer<HealthAnswer>(healthSubject(service), question, caller());
  } catch (error) {
    if (error instanceof ServiceUnavailable) return undefined;
    throw error;
  }
}
