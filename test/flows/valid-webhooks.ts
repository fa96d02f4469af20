import { type EventStore, transact } from '@adapters/event-store';
import { webhook, webhookStream } from '@domain/webhook';
import { metaOf } from './scribe';

interface Sent {
  readonly agency: string;
  readonly role: 'Leader';
  readonly path: string;
  readonly body: object;
}

/**
 * Commands on webhooks of an agency, with every field given. Nobody is at their address: who is proven is written down
 * as the bus does it.
 */
export function webhookTwins(
  store: EventStore,
  agency: string,
  subscribed: (body: object) => Promise<{ readonly webhookId: string }>,
) {
  const said = {
    url: 'https://webhook.invalid/lienthong',
    types: ['vn.lienthong.exchange.document-arrived.v1'],
    contact: 'vanhanh-qlvb@stc.example.vn',
    afterNumber: 0,
  };
  const reason = { reason: 'Lý do thử nghiệm' };
  const at = new Date().toISOString();
  const by = { agency, officer: `leader.${agency}`, isOperator: false, at };
  const sent = (path: string, body: object): Sent => ({ agency, role: 'Leader', path, body });
  const on =
    (what: string, body: object, prepare: (webhookId: string) => Promise<unknown> = async () => undefined) =>
    async () => {
      const { webhookId } = await subscribed(said);
      await prepare(webhookId);
      return sent(`/webhooks/${webhookId}/${what}`, body);
    };
  const act = (webhookId: string, command: Parameters<typeof webhook.decider.decide>[0]) =>
    transact(store, webhook, webhookStream(webhookId), command, metaOf(agency));
  const proven = (webhookId: string) => act(webhookId, { type: 'ProveWebhook', afterNumber: 0, at });
  const paused = async (webhookId: string) => {
    await proven(webhookId);
    await act(webhookId, { type: 'PauseWebhook', ...reason, ...by });
  };
  return {
    subscribeWebhook: [async () => Promise.resolve(sent('/webhooks', said))],
    rotateWebhookKey: [on('keys', { overlapHours: 24 })],
    testWebhook: [on('tests', {})],
    pauseWebhook: [on('pause', reason, proven)],
    resumeWebhook: [on('resumption', { afterNumber: 0 }, paused)],
    endWebhook: [on('end', reason)],
  };
}
