import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact, type Transacted } from '@adapters/event-store';
import { type FieldError, type Metadata, type Refused, refusedBy } from '@contracts';
import {
  type KnownWebhook,
  webhook,
  type WebhookCommand,
  type WebhookEvent,
  type WebhookState,
  webhookStream,
} from '@domain/webhook';
import { outcomeIn } from '@runtime';
import { publicTypes } from './public-types';
import { secretOf } from './sending/signature';
import { type UrlFault, urlFault } from './sending/webhook-url';
import { WebhookService } from './webhook-service';

interface Acting {
  readonly agency: string;
  readonly officer: string;
  readonly isOperator: boolean;
  readonly at: string;
}

type OfOfficer = Extract<WebhookCommand, { officer: string }>;
type Without<C> = C extends unknown
  ? Omit<C, keyof Acting | 'urlFault' | 'unknownTypes' | 'standing' | 'newest'>
  : never;

/** A command before anybody looked at the address, the types and what else there is. */
export type AskedOfWebhook = Without<OfOfficer>;

export interface WebhookOutcome extends Transacted<WebhookEvent, WebhookState> {
  /** Of the key that this very command had made. */
  readonly secret?: string;
}

/** Any command of an officer on one webhook. */
export class ActOnWebhook extends Command<WebhookOutcome | Refused> {
  constructor(
    readonly webhookId: string,
    readonly asked: AskedOfWebhook,
    readonly who: Acting,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(ActOnWebhook)
export class WebhookCommandHandler implements ICommandHandler<ActOnWebhook> {
  constructor(
    private readonly store: EventStore,
    private readonly webhooks: WebhookService,
  ) {}

  async execute({ webhookId, asked, who, meta }: ActOnWebhook): Promise<WebhookOutcome | Refused> {
    let before: WebhookState = { phase: 'absent' };
    const gather = (state: WebhookState): Promise<WebhookCommand> => {
      before = state;
      return this.complete(asked, who, state);
    };
    const outcome = outcomeIn(
      'webhook',
      await transact(this.store, webhook, webhookStream(webhookId), gather, meta),
    );
    if ('refused' in outcome) return this.explained(outcome, asked);
    if (outcome.replayed || outcome.events.length === 0) return outcome;
    await this.eraseRetired(before, outcome.state);
    if (!('keyId' in asked)) return outcome;
    return { ...outcome, secret: secretOf(await this.webhooks.keys.make(asked.keyId)) };
  }

  private async complete(asked: AskedOfWebhook, who: Acting, state: WebhookState): Promise<WebhookCommand> {
    const { known, feed, keys, allowed } = this.webhooks;
    switch (asked.type) {
      case 'SubscribeWebhook': {
        const fault = urlFault(asked.url, allowed);
        const unknownTypes = asked.types.filter((type) => !publicTypes.includes(type));
        const standing = [...known.all].filter(
          ({ agency, phase }) => agency === who.agency && phase !== 'ended',
        ).length;
        // Durable before a fact names it.
        if (fault === undefined && unknownTypes.length === 0) await keys.make(asked.keyId);
        return {
          ...asked,
          ...who,
          unknownTypes,
          standing,
          ...(fault === undefined ? {} : { urlFault: fault }),
        };
      }
      case 'RotateWebhookKey':
        if (state.phase !== 'absent') await keys.make(asked.keyId);
        return { ...asked, ...who };
      case 'ResumeWebhook': {
        if (asked.afterNumber === undefined || state.phase === 'absent') return { ...asked, ...who };
        return { ...asked, ...who, newest: await feed.newest(state.agency) };
      }
      default:
        return { ...asked, ...who };
    }
  }

  /** Nothing is signed with them any more. One that still signs for a while goes with the next rotation or the end. */
  private async eraseRetired(before: WebhookState, after: WebhookState): Promise<void> {
    if (before.phase === 'absent' || after.phase === 'absent') return;
    const kept = after.phase === 'ended' ? [] : keyIds(after);
    for (const keyId of keyIds(before)) if (!kept.includes(keyId)) await this.webhooks.keys.erase(keyId);
  }

  private explained(refused: Refused, asked: AskedOfWebhook): Refused {
    const errors = asked.type === 'SubscribeWebhook' ? this.errorsIn(refused.refused, asked) : [];
    return errors.length === 0 ? refused : refusedBy('webhook', refused.refused, errors);
  }

  private errorsIn(
    refused: string,
    asked: Extract<AskedOfWebhook, { type: 'SubscribeWebhook' }>,
  ): readonly FieldError[] {
    if (refused === 'url-not-allowed') {
      const fault = urlFault(asked.url, this.webhooks.allowed);
      return fault === undefined ? [] : [{ pointer: '/body/url', detail: wrongWith[fault] }];
    }
    if (refused !== 'unknown-type') return [];
    return asked.types.flatMap((type, index) =>
      publicTypes.includes(type)
        ? []
        : [{ pointer: `/body/types/${index}`, detail: 'is the type of no public message' }],
    );
  }
}

const keyIds = ({ keys }: KnownWebhook): readonly string[] => keys.map(({ keyId }) => keyId);

const wrongWith: Readonly<Record<UrlFault, string>> = {
  'not-a-url': 'is no URL',
  scheme: 'is not https',
  'user-info': 'holds user information; messages are signed instead',
  fragment: 'holds a fragment',
  'odd-spelling':
    'has a host that is not written plainly: lower case, xn-- for other letters, addresses in full',
  port: 'names a port other than 443 that the operator has not allowed',
  address: 'is an address that nothing is sent to unless the operator allows it',
};
