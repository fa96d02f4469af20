import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { asksAt, Clock, History, type ServiceContext } from '@runtime';
import { question as documentHistory } from './document-history/document-history.query';
import { question as dossierHistory } from './dossier-history/dossier-history.query';
import { question as looks } from './looks/looks.query';
import { LooksTrail } from './record-looks/looks-trail';
import { RecordLooksHandler } from './record-looks/record-looks.command-handler';
import { RecordLooksController } from './record-looks/record-looks.controller';

type AuditContext = Pick<ServiceContext, 'store' | 'clock' | 'history' | 'configuration'>;

const questions = [documentHistory, dossierHistory, looks];

@Module({})
export class AuditModule {
  static forRoot({ store, clock, history, configuration }: AuditContext): DynamicModule {
    const trail = new LooksTrail(store, { keptDays: configuration.looksDays });
    return {
      module: AuditModule,
      imports: [CqrsModule.forRoot()],
      controllers: [asksAt(questions), RecordLooksController],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: Clock, useValue: clock },
        { provide: History, useValue: history },
        { provide: LooksTrail, useValue: trail },
        RecordLooksHandler,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }
}
