import { type NatsConnection, Requester, ServiceUnavailable } from '@adapters/messaging';
import { healthSubject, type ServiceName } from '@contracts';
import { type HealthAnswer, houseCaller } from '@runtime';

/** A service asked over NATS how it is: this takes no token. Nothing when none answers within `limitMs`. */
export async function healthOf(
  connection: NatsConnection,
  service: ServiceName,
  limitMs: number,
): Promise<HealthAnswer | undefined> {
  const requester = new Requester(connection, { timeoutMs: limitMs });
  try {
    const question = { target: {}, body: {} };
    return await requester.answer<HealthAnswer>(healthSubject(service), question, houseCaller('bus'));
  } catch (error) {
    if (error instanceof ServiceUnavailable) return undefined;
    throw error;
  }
}
