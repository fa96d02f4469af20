import { Injectable } from '@nestjs/common';
import type { Caller, Message, Nothing, Subject } from '@contracts';
import { Clock, commandMeta, type Desk, type Doing, doing, entityId } from '@runtime';
import { ActOnWebhook, type AskedOfWebhook, type WebhookOutcome } from './webhook.command-handler';

/** Who acts on a webhook, and when. */
export interface AtWebhooks {
  readonly at: string;
  readonly newId: (kind: string) => string;
  readonly on: {
    (webhookId: string, asked: AskedOfWebhook): Doing<Nothing>;
    <A>(webhookId: string, asked: AskedOfWebhook, answer: (outcome: WebhookOutcome) => A): Doing<A>;
  };
}

@Injectable()
export class WebhookDesk implements Desk<AtWebhooks> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtWebhooks> {
    const { meta, commandId, at } = commandMeta(caller, subject, message, this.clock);
    const { agency, officer, role } = caller.actor;
    const who = { agency, officer, isOperator: role === 'Operator', at };
    const on = (
      webhookId: string,
      asked: AskedOfWebhook,
      answer: (outcome: WebhookOutcome) => object = () => ({}),
    ): Doing<never> =>
      doing(new ActOnWebhook(webhookId, asked, who, meta), (outcome) => answer(outcome) as never);
    return Promise.resolve({ at, newId: (kind) => entityId(commandId, kind), on });
  }
}
