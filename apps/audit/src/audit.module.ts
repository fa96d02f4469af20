import { EventStore } from '@adapters/event-store';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Clock, History, type ServiceContext } from '@runtime';
import { DocumentHistoryController } from './document-history/document-history.controller';
import { DocumentHistoryHandler } from './document-history/document-history.query';
import { DossierHistoryController } from './dossier-history/dossier-history.controller';
import { DossierHistoryHandler } from './dossier-history/dossier-history.query';
import { LooksController } from './looks/looks.controller';
import { LooksHandler } from './looks/looks.query';
import { LooksTrail } from './record-looks/looks-trail';
import { RecordLooksHandler } from './record-looks/record-looks.command-handler';
import { RecordLooksController } from './record-looks/record-looks.controller';

type AuditContext = Pick<ServiceContext, 'store' | 'clock' | 'history' | 'configuration'>;

@Module({})
export class AuditModule {
  static forRoot({ store, clock, history, configuration }: AuditContext): DynamicModule {
    const trail = new LooksTrail(store, { keptDays: configuration.looksDays });
    return {
      module: AuditModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        DocumentHistoryController,
        DossierHistoryController,
        RecordLooksController,
        LooksController,
      ],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: Clock, useValue: clock },
        { provide: History, useValue: history },
        { provide: LooksTrail, useValue: trail },
        DocumentHistoryHandler,
        DossierHistoryHandler,
        RecordLooksHandler,
        LooksHandler,
      ],
    };
  }
}
