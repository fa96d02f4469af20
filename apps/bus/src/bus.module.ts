import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Requester } from '@adapters/messaging';
import { asksAt, parkedController, ParkedFacts, ReadinessProbe, type ServiceContext } from '@runtime';
import { AgencyEvents } from './feed/agency-events';
import { question as events } from './feed/events.query';
import { RelayService } from './relay/relay-service';

const ParkedController = parkedController('bus');
const QuestionsController = asksAt([events]);

@Module({})
export class BusModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly relay: RelayService) {}

  static forRoot(context: ServiceContext): DynamicModule {
    const probeOf = (relay: RelayService): ReadinessProbe => ({ probe: async () => relay.readiness() });
    return {
      module: BusModule,
      imports: [CqrsModule.forRoot()],
      controllers: [QuestionsController, ParkedController],
      providers: [
        {
          provide: AgencyEvents,
          useValue: new AgencyEvents({
            store: context.store,
            history: context.history,
            requester: new Requester(context.connection, context.signing.as('bus')),
          }),
        },
        ...events.handlers,
        { provide: RelayService, useFactory: () => new RelayService(context) },
        { provide: ReadinessProbe, useFactory: probeOf, inject: [RelayService] },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: RelayService) => new ParkedFacts(context, parkings),
          inject: [RelayService],
        },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.relay.stop();
  }
}
