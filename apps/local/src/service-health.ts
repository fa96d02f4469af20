import { type MessageSigner, type NatsConnection, Requester, ServiceUnavailable } from '@adapters/messaging';
import { healthSubject, type ServiceName } from '@contracts';
import { type HealthAnswer, houseCaller } from '@runtime';

export interface AskingHealth {
  readonly connection: NatsConnection;
  readonly signer: MessageSigner;
}

/** A service asked over NATS how it is: this takes no token. Nothing when none answers within `limitMs`. */
export async function healthOf(
  { connection, signer }: AskingHealth,
  service: ServiceName,
  limitMs: number,
): Promise<HealthAnswer | undefined> {
  const requester = new Requester(connection, signer, { timeoutMs: limitMs });
  try {
    const question = { target: {}, body: {} };
    return await requester.answer<HealthAnswer>(healthSubject(service), question, houseCaller('bus'));
  } catch (error) {
    if (error instanceof ServiceUnavailable) return undefined;
    throw error;
  }
}
