import { randomUUID } from 'node:crypto';
import { type EventStore, transact } from '@adapters/event-store';
import type { KeyStore } from '@adapters/key-store';
import { webhook, type WebhookCommand, type WebhookEvent, webhookStream } from '@domain/webhook';
import { secretOf } from '../../apps/bus/src/webhooks/sending/signature';
import { metaOf } from '../flows/scribe';
import type { Receiver } from './receivers';

/** Of a leader of the agency, at an instant. */
export const byLeader = (agency: string, at: string) => ({ agency, officer: 'gd.01', isOperator: false, at });

/** Decides on a webhook without an edge before it. */
export const actOn = (store: EventStore, webhookId: string, command: WebhookCommand, agency: string) =>
  transact(store, webhook, webhookStream(webhookId), command, metaOf(agency));

export interface Subscribing {
  readonly store: EventStore;
  readonly keys: Pick<KeyStore, 'make'>;
  readonly agency: string;
  readonly at: string;
}

/** A webhook of an agency to a receiver, and the secret of its key. */
export async function subscribed(
  { store, keys, agency, at }: Subscribing,
  { url }: Pick<Receiver, 'url'>,
  over: object = {},
) {
  const [webhookId, keyId] = [randomUUID(), randomUUID()];
  const key = await keys.make(keyId);
  const said = { webhookId, keyId, url, types: [], contact: 'qlvb@example.vn' };
  const gathered = { unknownTypes: [], standing: 0 };
  const command = {
    type: 'SubscribeWebhook',
    ...said,
    ...gathered,
    ...byLeader(agency, at),
    ...over,
  } as const;
  await actOn(store, webhookId, command, agency);
  return { webhookId, keyId, secret: secretOf(key) };
}

/** Resolves when such a fact is recorded of the webhook. */
export async function recordedOf(
  store: EventStore,
  webhookId: string,
  type: WebhookEvent['type'],
): Promise<WebhookEvent> {
  const ended = new AbortController();
  for await (const event of store.subscribeStream(webhookStream(webhookId), { signal: ended.signal })) {
    const fact = webhook.codec.decode(event);
    if (typeof fact === 'string' || fact.type !== type) continue;
    ended.abort();
    return fact;
  }
  throw new Error(`no ${type}`);
}
