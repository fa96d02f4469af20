import { type EventStore, transact } from '@adapters/event-store';
import { type KnownWebhook, webhook, type WebhookCommand, webhookStream } from '@domain/webhook';
import { idOf } from '@runtime';
import { metaOfBus } from '../../meta-of-bus';

type OfBus = Extract<WebhookCommand, { type: 'ProveWebhook' | 'ParkWebhook' | 'NoteWebhookGone' }>;

/**
 * Records what the bus found out of a webhook; once for each run of it, however often it is found out.
 * @throws StoreUnavailable
 */
export async function record(store: EventStore, known: KnownWebhook, command: OfBus): Promise<void> {
  const { webhookId, agency, runs } = known;
  const meta = metaOfBus({
    agency,
    commandId: idOf('webhook', webhookId, command.type, runs),
    about: { webhookId, type: command.type, runs },
    causationId: idOf('webhook-run', webhookId, runs),
  });
  await transact(store, webhook, webhookStream(webhookId), command, meta);
}
