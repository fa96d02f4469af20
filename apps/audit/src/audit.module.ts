import { EventStore } from '@adapters/event-store';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { ServiceContext } from '@runtime';
import { DocumentHistoryController } from './document-history/document-history.controller';
import { DocumentHistoryHandler } from './document-history/document-history.query';
import { DossierHistoryController } from './dossier-history/dossier-history.controller';
import { DossierHistoryHandler } from './dossier-history/dossier-history.query';

@Module({})
export class AuditModule {
  static forRoot({ store }: Pick<ServiceContext, 'store'>): DynamicModule {
    return {
      module: AuditModule,
      imports: [CqrsModule.forRoot()],
      controllers: [DocumentHistoryController, DossierHistoryController],
      providers: [{ provide: EventStore, useValue: store }, DocumentHistoryHandler, DossierHistoryHandler],
    };
  }
}
