import { join } from 'node:path';
import {
  type DynamicModule,
  Module,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { tell } from '@adapters/messaging';
import { PostgresReadStore, ReadStore } from '@adapters/read-store';
import { notices } from '@contracts';
import { Terms } from '@domain/calendar';
import { asksAt, Clock, parkedController, ParkedFacts, ReadinessProbe, type ServiceContext } from '@runtime';
import { RowsWhole } from './agency-feed/rows-whole';
import { AgencyNames } from './asking/agency-names';
import { Desk } from './asking/desk';
import { Desks } from './asking/desks';
import { Parties } from './asking/parties';
import { Visibility } from './asking/visibility';
import { RowsNews } from './live/rows-news';
import { ParkedRows } from './projector/parked-rows';
import { ProjectorReadiness } from './projector/projector-readiness';
import { RowsWriter, type RowsWriterParts } from './projector/rows-writer';
import { projections, questions } from './questions';

export const migrations = join(__dirname, 'migrations');

const ParkedController = parkedController('read-models');
const QuestionsController = asksAt(questions, Desk);

/** What another version of this program would bring, for specs. */
export type Program = Pick<RowsWriterParts, 'migrations' | 'end'>;

/** As any other error that nobody caught. */
const endProcess = (error: Error): void => {
  setImmediate(() => {
    throw error;
  });
};

@Module({})
export class ReadModelsModule implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly reads: ReadStore,
    private readonly writer: RowsWriter,
  ) {}

  static forRoot(context: ServiceContext, program: Partial<Program> = {}): DynamicModule {
    const { configuration, history } = context;
    const { databaseUrl } = configuration;
    const signer = context.signing.as('read-models');
    const parkedIn = (reads: ReadStore) => new ParkedRows({ ...context, reads, projections });
    const newsOf = (visibility: Visibility) =>
      new RowsNews(visibility, (news) => tell(context.connection, signer, notices.rowsWritten, news));
    const writerOf = (reads: ReadStore, visibility: Visibility, parked: ParkedRows) =>
      new RowsWriter({
        ...{ migrations, end: endProcess, ...program },
        ...{ ...context, reads, visibility, news: newsOf(visibility), parked, projections },
      });
    return {
      module: ReadModelsModule,
      imports: [CqrsModule.forRoot()],
      controllers: [QuestionsController, ParkedController],
      providers: [
        { provide: ReadStore, useFactory: () => PostgresReadStore.open(databaseUrl) },
        { provide: Visibility, useFactory: () => new Visibility(history) },
        { provide: ParkedRows, useFactory: parkedIn, inject: [ReadStore] },
        {
          provide: RowsWriter,
          useFactory: writerOf,
          inject: [ReadStore, Visibility, ParkedRows],
        },
        {
          provide: RowsWhole,
          useFactory: (writer: RowsWriter) => new RowsWhole(writer),
          inject: [RowsWriter],
        },
        { provide: ReadinessProbe, useClass: ProjectorReadiness },
        {
          provide: ParkedFacts,
          useFactory: (parked: ParkedRows) => new ParkedFacts(context, [parked]),
          inject: [ParkedRows],
        },
        { provide: Clock, useValue: context.clock },
        { provide: Terms, useValue: new Terms(context.calendar, configuration) },
        Parties,
        AgencyNames,
        Desks,
        Desk,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }

  /** Questions are taken only after this: the tables are those that this program knows. */
  async onModuleInit(): Promise<void> {
    try {
      await this.writer.start();
    } catch (error) {
      await this.reads.close();
      throw error;
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reads.close();
  }
}
