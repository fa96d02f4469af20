import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { parkedController, ParkedFacts, ReadinessProbe, type ServiceContext } from '@runtime';
import { RelayService } from './relay/relay-service';

const ParkedController = parkedController('bus');

@Module({})
export class BusModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly relay: RelayService) {}

  static forRoot(context: ServiceContext): DynamicModule {
    const probeOf = (relay: RelayService): ReadinessProbe => ({ probe: async () => relay.readiness() });
    return {
      module: BusModule,
      controllers: [ParkedController],
      providers: [
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
