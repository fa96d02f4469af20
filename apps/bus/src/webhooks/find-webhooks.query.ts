import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import {
  type Caller,
  type Page,
  type QueryReply,
  refusedBy,
  type WebhookListed,
  webhookOperations,
  type WebhooksQuery,
  type WebhookView,
} from '@contracts';
import { isSeenBy, keysAt, type KnownWebhook, webhook, webhookStream } from '@domain/webhook';
import { ask, Clock, History, type Question } from '@runtime';
import { missingUntil, reachedBy } from '../missing-until';
import { WebhookService } from './webhook-service';

const visibleWithinMs = 5_000;
const deliveriesShown = 20;

type Asker = Pick<Caller['actor'], 'agency' | 'role'>;
const askedBy = ({ agency, role }: Asker) => ({ agency, isOperator: role === 'Operator' });

class ListWebhooks extends Query<QueryReply<Page<WebhookListed>>> {
  constructor(
    readonly asked: WebhooksQuery,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** By the instant of their subscription; the cursor is that of the last one and its id. */
@QueryHandler(ListWebhooks)
class ListWebhooksHandler implements IQueryHandler<ListWebhooks> {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly history: History,
  ) {}

  async execute({ asked, asker }: ListWebhooks): Promise<QueryReply<Page<WebhookListed>>> {
    const { known } = this.webhooks;
    const see = (commit: bigint) => known.see(commit, visibleWithinMs);
    const missing = await missingUntil(asked.after, this.history, see);
    if (missing !== undefined) return missing;
    const { limit = 50, cursor = '', agency } = asked;
    const by = askedBy(asker);
    const fitting = [...known.all]
      .filter((each) => isSeenBy(each, by) && (agency === undefined || each.agency === agency))
      .map((each) => ({ key: `${each.subscribedAt} ${each.webhookId}`, each }))
      .filter(({ key }) => key > cursor)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const shown = fitting.slice(0, limit);
    const rows = shown.map(({ each }) => listed(each));
    const last = shown.at(-1);
    return { ok: true, answer: last && fitting.length > shown.length ? { rows, next: last.key } : { rows } };
  }
}

class FindWebhook extends Query<QueryReply<WebhookView>> {
  constructor(
    readonly webhookId: string,
    readonly after: string | undefined,
    readonly asker: Asker,
  ) {
    super();
  }
}

@QueryHandler(FindWebhook)
class FindWebhookHandler implements IQueryHandler<FindWebhook> {
  constructor(
    private readonly store: EventStore,
    private readonly webhooks: WebhookService,
    private readonly history: History,
    private readonly clock: Clock,
  ) {}

  async execute({ webhookId, after, asker }: FindWebhook): Promise<QueryReply<WebhookView>> {
    const missing = await missingUntil(after, this.history, reachedBy(this.store));
    if (missing !== undefined) return missing;
    const { state } = await stateOf(this.store, webhook, webhookStream(webhookId));
    if (!isSeenBy(state, askedBy(asker))) return refusedBy('webhook', 'not-found');
    return { ok: true, answer: await this.viewOf(state) };
  }

  private async viewOf(state: KnownWebhook): Promise<WebhookView> {
    const { rows } = this.webhooks;
    const { webhookId, types, contact, keys } = state;
    const [cursor, deliveries] = await Promise.all([
      rows.cursor(webhookId),
      rows.deliveries(webhookId, deliveriesShown),
    ]);
    const signing = keysAt(state, this.clock.now());
    return {
      ...listed(state),
      ...{ types, contact },
      keys: keys
        .filter(({ keyId }) => signing.includes(keyId))
        .map(({ keyId, until }) => ({ keyId, ...(until === undefined ? {} : { until }) })),
      ...(cursor === undefined || cursor.number === 0 ? {} : { number: cursor.number }),
      ...(cursor === undefined || cursor.tries === 0 ? {} : { tries: cursor.tries }),
      ...(cursor === undefined || cursor.nextAt === null ? {} : { nextTryAt: cursor.nextAt }),
      deliveries: deliveries.map(({ webhookId: _, number, ...told }) => ({
        ...(number === null ? {} : { number }),
        ...told,
      })),
    };
  }
}

const listed = ({ webhookId, agency, url, phase, reason, subscribedAt }: KnownWebhook): WebhookListed => ({
  ...{ webhookId, agency, url, phase, subscribedAt },
  ...(reason === undefined ? {} : { reason }),
});

export const question: Question = {
  asks: [
    ask(webhookOperations.listWebhooks, ({ body, actor }) => new ListWebhooks(body, actor)),
    ask(
      webhookOperations.getWebhook,
      ({ target, body, actor }) => new FindWebhook(target.webhookId, body.after, actor),
    ),
  ],
  handlers: [ListWebhooksHandler, FindWebhookHandler],
};
