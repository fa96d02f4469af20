import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { tell } from '@adapters/messaging';
import {
  type AgencyChanged,
  agencyOperations,
  calendarOperations,
  notices,
  procedureOperations,
} from '@contracts';
import {
  actsAt,
  asksAt,
  Clock,
  commandsOf,
  parkedController,
  ParkedFacts,
  Reactions,
  ReadinessProbe,
  Replies,
  type ServiceContext,
} from '@runtime';
import { agencyActs } from './agency.acts';
import { AgencyCommandHandler } from './agency.command-handler';
import { AgencyDesk } from './agency-desk';
import { calendarActs } from './calendar/calendar.acts';
import { CalendarCommandHandler } from './calendar/calendar.command-handler';
import { question as workCalendar } from './calendar/work-calendar.query';
import { question as checkRecipients } from './check-recipients/check-recipients.query';
import { question as coveredBy } from './covered-by/covered-by.query';
import { DeskLendingsReactor } from './desk-handover/desk-lendings.reactor';
import { question as findAgencies } from './find-agencies/find-agencies.query';
import { question as findAgency } from './find-agency/find-agency.query';
import { question as findAuthority } from './find-authority/find-authority.query';
import { Freshness } from './freshness';
import { KnownAgencies } from './known-agencies';
import { question as listAgencies } from './list-agencies/list-agencies.query';
import { question as mailOf } from './mail-of/mail-of.query';
import { MergeAgenciesHandler } from './merge-agencies/merge-agencies.command-handler';
import { question as namesOf } from './names-of/names-of.query';
import { Neighbours } from './neighbours';
import { AmongNeighboursHandler } from './neighbours.command-handler';
import { question as officerStanding } from './officer-standing/officer-standing.query';
import { OneAtATime } from './one-at-a-time';
import { OperatorDesk } from './operator-desk';
import { question as findProcedure } from './procedures/find-procedure.query';
import { KnownProcedures } from './procedures/known-procedures';
import { question as listProcedures } from './procedures/list-procedures.query';
import { procedureActs } from './procedures/procedure.acts';
import { ProcedureCommandHandler } from './procedures/procedure.command-handler';
import { PublicMappingExtension } from './public-mapping/extend-public-mapping';
import { HistoryKeeper } from './renew-history/history-keeper';
import { RenewHistoryController } from './renew-history/renew-history.controller';
import { SuccessionReactor } from './succession/succession.reactor';
import { Tokens } from './tokens';

const knownAgencies = ({ store, log, metrics, connection, signing }: ServiceContext): KnownAgencies => {
  const signer = signing.as('directory');
  return new KnownAgencies(store, log, {
    onParked: (count) => metrics.parkedStreams.set({ follower: 'known-agencies' }, count),
    onChanged: (agency) =>
      tell(connection, signer, notices.agencyChanged, { agency } satisfies AgencyChanged),
  });
};

const knownProcedures = ({ store, log, metrics }: ServiceContext): KnownProcedures =>
  new KnownProcedures(store, log, {
    onParked: (count) => metrics.parkedStreams.set({ follower: 'known-procedures' }, count),
  });

const questions = [
  checkRecipients,
  findAgencies,
  findAgency,
  findAuthority,
  listAgencies,
  mailOf,
  namesOf,
  officerStanding,
  workCalendar,
  findProcedure,
  listProcedures,
  coveredBy,
];

const controllers = [
  actsAt(AgencyDesk, commandsOf(agencyOperations), agencyActs),
  actsAt(OperatorDesk, commandsOf(calendarOperations), calendarActs),
  actsAt(OperatorDesk, commandsOf(procedureOperations), procedureActs),
  asksAt(questions),
  RenewHistoryController,
  parkedController('directory'),
];

@Module({})
export class DirectoryModule {
  static forRoot(context: ServiceContext): DynamicModule {
    return {
      module: DirectoryModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: HistoryKeeper, useValue: new HistoryKeeper(context) },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: Tokens, useValue: new Tokens(context.history) },
        { provide: KnownAgencies, useValue: knownAgencies(context) },
        { provide: KnownProcedures, useValue: knownProcedures(context) },
        {
          provide: Reactions,
          useFactory: (
            agencies: KnownAgencies,
            procedures: KnownProcedures,
            ...reactors: [SuccessionReactor, DeskLendingsReactor]
          ) => new Reactions(context, reactors, [], [agencies, procedures]),
          inject: [KnownAgencies, KnownProcedures, SuccessionReactor, DeskLendingsReactor],
        },
        { provide: ReadinessProbe, useExisting: Reactions },
        {
          provide: ParkedFacts,
          useFactory: (agencies: KnownAgencies, procedures: KnownProcedures, { parkings }: Reactions) =>
            new ParkedFacts(context, [...parkings, agencies.parked, procedures.parked]),
          inject: [KnownAgencies, KnownProcedures, Reactions],
        },
        { provide: OneAtATime, useValue: new OneAtATime() },
        AgencyDesk,
        OperatorDesk,
        Neighbours,
        Freshness,
        PublicMappingExtension,
        SuccessionReactor,
        DeskLendingsReactor,
        AgencyCommandHandler,
        AmongNeighboursHandler,
        MergeAgenciesHandler,
        CalendarCommandHandler,
        ProcedureCommandHandler,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }
}
