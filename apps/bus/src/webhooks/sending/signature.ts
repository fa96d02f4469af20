import { createHmac } from 'node:crypto';

export interface Signed {
  /** The same in every repeat. */
  readonly id: string;
  readonly sentAt: string;
  readonly body: string;
  /** One signature for each. */
  readonly keys: readonly Buffer[];
}

/** As it is shown to whoever keeps the receiver, once. */
export const secretOf = (key: Buffer): string => `whsec_${key.toString('base64')}`;

/**
 * What a message of a system is known by: the id of the event alone would be the same in those of every system, and who
 * keeps two receivers must be able to tell a repeat.
 */
export const messageId = (eventId: string, webhookId: string): string => `${eventId}-${webhookId}`;

/** Headers of Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over id, second and body. */
export function signatureHeaders({ id, sentAt, body, keys }: Signed): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.parse(sentAt) / 1_000));
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
