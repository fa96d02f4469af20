import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import { webhookOperations } from '@contracts';
import {
  actsAt,
  asksAt,
  Clock,
  commandsOf,
  History,
  parkedController,
  ParkedFacts,
  ReadinessProbe,
  Replies,
  type ServiceContext,
} from '@runtime';
import { AgencyEvents } from './feed/agency-events';
import { question as events } from './feed/events.query';
import { RelayService } from './relay/relay-service';
import { question as findWebhooks } from './webhooks/find-webhooks.query';
import { webhookActs } from './webhooks/webhook.acts';
import { WebhookCommandHandler } from './webhooks/webhook.command-handler';
import { WebhookDesk } from './webhooks/webhook-desk';
import { type WebhookOptions, WebhookService } from './webhooks/webhook-service';

const questions = [events, findWebhooks];

const controllers = [
  actsAt(WebhookDesk, commandsOf(webhookOperations), webhookActs),
  asksAt(questions),
  parkedController('bus'),
];

/** Webhooks never make the bus unready: what is not sent waits in the store. */
const probeOf = (relay: RelayService, webhooks: WebhookService): ReadinessProbe => ({
  probe: async () => {
    const { ready, details } = relay.readiness();
    return { ready, details: { ...details, ...webhooks.details } };
  },
});

@Module({})
export class BusModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly relay: RelayService,
    private readonly webhooks: WebhookService,
  ) {}

  static forRoot(context: ServiceContext, options: WebhookOptions = {}): DynamicModule {
    const { store, history, connection, signing } = context;
    const feed = new AgencyEvents({
      store,
      history,
      requester: new Requester(connection, signing.as('bus')),
    });
    return {
      module: BusModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [
        { provide: EventStore, useValue: store },
        { provide: Clock, useValue: context.clock },
        { provide: History, useValue: context.history },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: AgencyEvents, useValue: feed },
        { provide: RelayService, useFactory: () => new RelayService(context) },
        { provide: WebhookService, useFactory: () => new WebhookService(context, feed, options) },
        { provide: ReadinessProbe, useFactory: probeOf, inject: [RelayService, WebhookService] },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: RelayService, webhooks: WebhookService) =>
            new ParkedFacts(context, [...parkings, ...webhooks.parkings]),
          inject: [RelayService, WebhookService],
        },
        WebhookDesk,
        WebhookCommandHandler,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.relay.start();
    this.webhooks.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.relay.stop(), this.webhooks.stop()]);
  }
}
