import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import { dossierOperations } from '@contracts';
import {
  actsAt,
  Clock,
  commandsOf,
  parkedController,
  ParkedFacts,
  Reactions,
  ReadinessProbe,
  Replies,
  type ServiceContext,
} from '@runtime';
import { ApplicantModule } from './applicant/applicant.module';
import { ErasureReactor } from './applicant/erasure.reactor';
import { Directory } from './directory';
import { DossierCommandHandler } from './dossier.command-handler';
import { DossierDesk } from './dossier-desk';
import { dossierActs } from './dossiers.acts';

const ActsController = actsAt(DossierDesk, commandsOf(dossierOperations), dossierActs);

@Module({})
export class DossiersModule {
  static forRoot(context: ServiceContext): DynamicModule {
    return {
      module: DossiersModule,
      imports: [CqrsModule.forRoot(), ApplicantModule.forRoot(context)],
      controllers: [ActsController, parkedController('dossiers')],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: Directory, useValue: new Directory(new Requester(context.connection)) },
        {
          provide: Reactions,
          useFactory: (erasure: ErasureReactor) => new Reactions(context, [erasure]),
          inject: [ErasureReactor],
        },
        { provide: ReadinessProbe, useExisting: Reactions },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: Reactions) => new ParkedFacts(context, parkings),
          inject: [Reactions],
        },
        DossierDesk,
        DossierCommandHandler,
      ],
    };
  }
}
