import type { webhookOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { WebhookOutcome } from './webhook.command-handler';
import type { AtWebhooks } from './webhook-desk';

const hourMs = 60 * 60 * 1_000;
const overlapHoursByDefault = 24;

const secretIn = ({ secret }: WebhookOutcome) => (secret === undefined ? {} : { secret });

const overlapEnd = (at: string, hours: number) =>
  hours === 0 ? {} : { overlapUntil: new Date(Date.parse(at) + hours * hourMs).toISOString() };

/** As recorded, which a repeat of the command does not change. */
function overlapIn({ state }: WebhookOutcome): { readonly overlapUntil?: string } {
  const until = state.phase === 'absent' ? undefined : state.keys[1]?.until;
  return until === undefined ? {} : { overlapUntil: until };
}

/** What each operation on webhooks comes to. */
export const webhookActs: Acts<CommandsOf<typeof webhookOperations>, AtWebhooks> = {
  subscribeWebhook: ({ on, newId, body: { types = [], ...said } }) => {
    const webhookId = newId('webhook');
    const keyId = newId('webhook-key');
    return on(webhookId, { type: 'SubscribeWebhook', webhookId, keyId, types, ...said }, (outcome) => ({
      webhookId,
      ...secretIn(outcome),
    }));
  },
  rotateWebhookKey: ({ on, newId, at, target, body: { overlapHours = overlapHoursByDefault } }) =>
    on(
      target.webhookId,
      { type: 'RotateWebhookKey', keyId: newId('webhook-key'), ...overlapEnd(at, overlapHours) },
      (outcome) => ({ ...secretIn(outcome), ...overlapIn(outcome) }),
    ),
  testWebhook: ({ on, target }) => on(target.webhookId, { type: 'TestWebhook' }),
  pauseWebhook: ({ on, target, body }) => on(target.webhookId, { type: 'PauseWebhook', ...body }),
  resumeWebhook: ({ on, target, body }) => on(target.webhookId, { type: 'ResumeWebhook', ...body }),
  endWebhook: ({ on, target, body }) => on(target.webhookId, { type: 'EndWebhook', ...body }),
};
