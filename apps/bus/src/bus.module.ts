import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import { noticeOperations, webhookOperations } from '@contracts';
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
import { AddressBook } from './notices/address-book';
import { question as findNotices } from './notices/find-notices.query';
import { noticeActs } from './notices/notice.acts';
import { NoticeCommandHandler } from './notices/notice.command-handler';
import { NoticeDesk } from './notices/notice-desk';
import { type NoticeOptions, NoticeService } from './notices/notice-service';
import { RelayService } from './relay/relay-service';
import { question as findWebhooks } from './webhooks/find-webhooks.query';
import { webhookActs } from './webhooks/webhook.acts';
import { WebhookCommandHandler } from './webhooks/webhook.command-handler';
import { WebhookDesk } from './webhooks/webhook-desk';
import { type WebhookOptions, WebhookService } from './webhooks/webhook-service';

const questions = [events, findWebhooks, findNotices];

const controllers = [
  actsAt(WebhookDesk, commandsOf(webhookOperations), webhookActs),
  actsAt(NoticeDesk, commandsOf(noticeOperations), noticeActs),
  asksAt(questions),
  parkedController('bus'),
];

/** Webhooks and notices never make the bus unready: what is not sent waits in the store, or in lists of tasks. */
const probeOf = (relay: RelayService, webhooks: WebhookService, notices: NoticeService): ReadinessProbe => ({
  probe: async () => {
    const { ready, details } = relay.readiness();
    return { ready, details: { ...details, ...webhooks.details, ...notices.details } };
  },
});

/** What a spec does otherwise. */
export interface BusOptions {
  readonly webhooks?: WebhookOptions;
  readonly notices?: NoticeOptions;
}

@Module({})
export class BusModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly relay: RelayService,
    private readonly webhooks: WebhookService,
    private readonly notices: NoticeService,
  ) {}

  static forRoot(context: ServiceContext, options: BusOptions = {}): DynamicModule {
    const { store, history, connection, signing } = context;
    const feed = new AgencyEvents({
      store,
      history,
      requester: new Requester(connection, signing.as('bus')),
    });
    const webhooks: WebhookService = new WebhookService(context, feed, options.webhooks, (reads, over) =>
      notices.tellOver(reads, over),
    );
    const addresses = new AddressBook(webhooks.keys);
    const notices = new NoticeService(
      context,
      addresses,
      (heard) => webhooks.feed.listen(heard),
      options.notices,
    );
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
        { provide: WebhookService, useValue: webhooks },
        { provide: NoticeService, useValue: notices },
        { provide: AddressBook, useValue: addresses },
        {
          provide: ReadinessProbe,
          useFactory: probeOf,
          inject: [RelayService, WebhookService, NoticeService],
        },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: RelayService) =>
            new ParkedFacts(context, [...parkings, ...webhooks.parkings, ...notices.parkings]),
          inject: [RelayService],
        },
        WebhookDesk,
        WebhookCommandHandler,
        NoticeDesk,
        NoticeCommandHandler,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.relay.start();
    this.webhooks.start();
    this.notices.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.relay.stop(), this.webhooks.stop(), this.notices.stop()]);
  }
}
