import { randomUUID } from 'node:crypto';
import { type EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { type KnownWebhook, webhook, type WebhookCommand, webhookStream } from '@domain/webhook';
import { canonicalHash, idOf } from '@runtime';

type OfBus = Extract<WebhookCommand, { type: 'ProveWebhook' | 'ParkWebhook' | 'NoteWebhookGone' }>;

/**
 * Records what the bus found out of a webhook; once for each run of it, however often it is found out.
 * @throws StoreUnavailable
 */
export async function record(store: EventStore, known: KnownWebhook, command: OfBus): Promise<void> {
  const { webhookId, agency, runs } = known;
  const { at: _, ...said } = command;
  const meta: Metadata = {
    v: 1,
    commandId: idOf('webhook', webhookId, command.type, runs),
    commandHash: canonicalHash({ webhookId, type: said.type, runs }),
    $correlationId: randomUUID(),
    $causationId: idOf('webhook-run', webhookId, runs),
    actor: { agency, officer: 'System', role: 'System' },
    source: 'reactor',
  };
  await transact(store, webhook, webhookStream(webhookId), command, meta);
}
