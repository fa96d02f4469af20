import { join } from 'node:path';
import {
  type DynamicModule,
  Module,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { openReadStore, ReadStore } from '@adapters/read-store';
import { Terms } from '@domain/calendar';
import { Clock, parkedController, ParkedFacts, ReadinessProbe, type ServiceContext } from '@runtime';
import { Desk } from './asking/desk';
import { Parties } from './asking/parties';
import { Visibility } from './asking/visibility';
import { Changes } from './live/changes';
import { ParkedRows } from './projector/parked-rows';
import { Projector } from './projector/projector';
import { ProjectorReadiness } from './projector/projector-readiness';
import { controllers, handlers, projections } from './questions';

export const migrations = join(__dirname, 'migrations');

const ParkedController = parkedController('read-models');

@Module({})
export class ReadModelsModule implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly reads: ReadStore,
    private readonly projector: Projector,
  ) {}

  static forRoot(context: ServiceContext): DynamicModule {
    const { configuration, storeId } = context;
    const { databaseUrl, dataDir } = configuration;
    const parkedIn = (reads: ReadStore) => new ParkedRows({ ...context, reads, projections });
    const projectorOver = (reads: ReadStore, visibility: Visibility, changes: Changes, parked: ParkedRows) =>
      new Projector({ ...context, reads, visibility, changes, parked, projections });
    return {
      module: ReadModelsModule,
      imports: [CqrsModule.forRoot()],
      controllers: [...controllers, ParkedController],
      providers: [
        { provide: ReadStore, useFactory: () => openReadStore({ databaseUrl, dataDir }) },
        { provide: Visibility, useFactory: () => new Visibility(storeId) },
        { provide: ParkedRows, useFactory: parkedIn, inject: [ReadStore] },
        {
          provide: Projector,
          useFactory: projectorOver,
          inject: [ReadStore, Visibility, Changes, ParkedRows],
        },
        { provide: ReadinessProbe, useClass: ProjectorReadiness },
        {
          provide: ParkedFacts,
          useFactory: (parked: ParkedRows) => new ParkedFacts(context, [parked]),
          inject: [ParkedRows],
        },
        { provide: Clock, useValue: context.clock },
        { provide: Terms, useFactory: () => Terms.of(configuration) },
        Changes,
        Parties,
        Desk,
        ...handlers,
      ],
    };
  }

  /** Questions are taken only after this: rows are as far as they were when this process ended. */
  async onModuleInit(): Promise<void> {
    try {
      await this.reads.migrate(migrations);
      await this.projector.start();
    } catch (error) {
      await this.reads.close();
      throw error;
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.projector.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reads.close();
  }
}
