import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore, KeptStates } from '@adapters/event-store';
import { dossier } from '@domain/dossier';
import { asksAt, Clock, History, type ServiceContext, snapshotsOf } from '@runtime';
import { question as documentHistory } from './document-history/document-history.query';
import { question as dossierHistory } from './dossier-history/dossier-history.query';
import { question as legsHistory } from './legs-history/legs-history.query';
import { question as looks } from './looks/looks.query';
import { LooksTrail } from './record-looks/looks-trail';
import { RecordLooksHandler } from './record-looks/record-looks.command-handler';
import { RecordLooksController } from './record-looks/record-looks.controller';

type AuditContext = Pick<ServiceContext, 'store' | 'clock' | 'history' | 'configuration' | 'log' | 'metrics'>;

const questions = [documentHistory, dossierHistory, legsHistory, looks];

@Module({})
export class AuditModule {
  static forRoot(context: AuditContext): DynamicModule {
    const { store, clock, history, configuration } = context;
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
        { provide: KeptStates, useValue: snapshotsOf(context).of(dossier) },
        RecordLooksHandler,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }
}
