import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ContentStore, openContentStore } from '@adapters/content-store';
import { EventStore, StreamCache } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import { Terms } from '@domain/calendar';
import { register, type RegisterState } from '@domain/register';
import { Clock, FileSums, OwnDesk, Replies, type ServiceContext, snapshotsOf, Turns } from '@runtime';
import { ActingFor } from './acting';
import { CarriedAgencies } from './delivery/carried-agencies';
import { Directory } from './directory';
import { Dossiers } from './dossiers';
import { LeaveCover } from './leave-cover';
import { RecordedNumbers } from './register/recorded-numbers';
import { Whereabouts } from './whereabouts';

/** Books held in memory, two for each agency and year. */
const booksMax = 1_000;

/** What every aggregate of this service works with. */
@Module({})
export class ExchangeContextModule {
  static forRoot(context: ServiceContext): DynamicModule {
    const { store, clock, history, connection, signing, configuration, calendar, metrics, log } = context;
    const requester = new Requester(connection, signing.as('exchange'));
    const books = { streamsMax: booksMax, kept: snapshotsOf(context).of(register) };
    const providers = [
      { provide: EventStore, useValue: store },
      { provide: Clock, useValue: clock },
      { provide: Terms, useValue: new Terms(calendar, configuration) },
      { provide: Replies, useValue: new Replies(history) },
      { provide: Directory, useValue: new Directory(requester) },
      { provide: Dossiers, useValue: new Dossiers(requester) },
      { provide: FileSums, useFactory: () => new FileSums(configuration, metrics, log) },
      {
        provide: ContentStore,
        useFactory: (sums: FileSums) => openContentStore(configuration, sums.sum),
        inject: [FileSums],
      },
      { provide: StreamCache, useValue: new StreamCache<RegisterState>(books) },
      { provide: CarriedAgencies, useValue: new CarriedAgencies(configuration.carriedAgencies) },
      ActingFor,
      LeaveCover,
      OwnDesk,
      RecordedNumbers,
      Turns,
      Whereabouts,
    ];
    return {
      module: ExchangeContextModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      providers,
      exports: providers.map((each) => ('provide' in each ? each.provide : each)),
    };
  }
}
