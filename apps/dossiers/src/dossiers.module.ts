import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import { Clock, ImporterGuard, type ServiceContext } from '@runtime';
import { AcceptHandoffController } from './accept-handoff/accept-handoff.controller';
import { CompleteDossierController } from './complete-dossier/complete-dossier.controller';
import { Directory } from './directory';
import { DossierCommandHandler } from './dossier.command-handler';
import { OfferHandoffController } from './offer-handoff/offer-handoff.controller';
import { OfferHandoffHandler } from './offer-handoff/offer-handoff.command-handler';
import { OpenDossierController } from './open-dossier/open-dossier.controller';
import { RecallHandoffController } from './recall-handoff/recall-handoff.controller';
import { RecordActivityController } from './record-activity/record-activity.controller';
import { Replies } from './replies';
import { ReturnHandoffController } from './return-handoff/return-handoff.controller';

@Module({})
export class DossiersModule {
  static forRoot(context: ServiceContext): DynamicModule {
    return {
      module: DossiersModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        OpenDossierController,
        OfferHandoffController,
        AcceptHandoffController,
        ReturnHandoffController,
        RecallHandoffController,
        RecordActivityController,
        CompleteDossierController,
      ],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: Directory, useValue: new Directory(new Requester(context.connection)) },
        { provide: APP_GUARD, useClass: ImporterGuard },
        DossierCommandHandler,
        OfferHandoffHandler,
      ],
    };
  }
}
