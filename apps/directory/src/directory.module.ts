import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { tell } from '@adapters/messaging';
import { AccountKeys } from '@adapters/messaging/access';
import {
  type AgencyChanged,
  agencyOperations,
  calendarOperations,
  connectedSystemOperations,
  notices,
  procedureOperations,
} from '@contracts';
import type { Fact } from '@domain/decider';
import {
  actsAt,
  asksAt,
  Clock,
  commandsOf,
  OwnDesk,
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
import { Catalogue, type CatalogueKind } from './catalogue';
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
import { question as findProcedure } from './procedures/find-procedure.query';
import { KnownProcedures, procedureCatalogue } from './procedures/known-procedures';
import { question as listProcedures } from './procedures/list-procedures.query';
import { procedureActs } from './procedures/procedure.acts';
import { ProcedureCommandHandler } from './procedures/procedure.command-handler';
import { PublicMappingExtension } from './public-mapping/extend-public-mapping';
import { HistoryKeeper } from './renew-history/history-keeper';
import { RenewHistoryController } from './renew-history/renew-history.controller';
import { SuccessionReactor } from './succession/succession.reactor';
import { GiveKeyHandler } from './systems/give-key.command-handler';
import { KnownSystems, systemCatalogue } from './systems/known-systems';
import { question as listSystems } from './systems/list-systems.query';
import { systemActs } from './systems/system.acts';
import { SystemCommandHandler } from './systems/system.command-handler';
import { SystemAnswers } from './systems/system-answers';
import { question as systemOfKey } from './systems/system-of-key.query';
import { SystemRefusals } from './systems/system-refusals';
import { question as systemStanding } from './systems/system-standing.query';
import { Tokens } from './tokens';

const knownAgencies = ({ store, log, metrics, connection, signing }: ServiceContext): KnownAgencies => {
  const signer = signing.as('directory');
  return new KnownAgencies(store, log, {
    onParked: (count) => metrics.parkedStreams.set({ follower: 'known-agencies' }, count),
    onChanged: (agency) =>
      tell(connection, signer, notices.agencyChanged, { agency } satisfies AgencyChanged),
  });
};

const catalogue = <E extends Fact, S, Entry>(
  { store, log, metrics }: ServiceContext,
  kind: CatalogueKind<E, S, Entry>,
): Catalogue<E, S, Entry> =>
  new Catalogue(store, log, kind, {
    onParked: (count) => metrics.parkedStreams.set({ follower: kind.name }, count),
  });

const systemAnswers = async (
  { clock, history, configuration }: ServiceContext,
  refusals: SystemRefusals,
): Promise<SystemAnswers> => {
  const { natsKeysDir } = configuration;
  const keys = natsKeysDir === undefined ? undefined : await AccountKeys.open(natsKeysDir);
  return new SystemAnswers(clock, history, keys, refusals);
};

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
  listSystems,
  systemStanding,
  systemOfKey,
];

const controllers = [
  actsAt(AgencyDesk, commandsOf(agencyOperations), agencyActs),
  actsAt(OwnDesk, commandsOf(calendarOperations), calendarActs),
  actsAt(OwnDesk, commandsOf(procedureOperations), procedureActs),
  actsAt(OwnDesk, commandsOf(connectedSystemOperations), systemActs),
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
        { provide: KnownProcedures, useValue: catalogue(context, procedureCatalogue) },
        { provide: KnownSystems, useValue: catalogue(context, systemCatalogue) },
        { provide: SystemRefusals, useValue: new SystemRefusals(context) },
        {
          provide: SystemAnswers,
          useFactory: (refusals: SystemRefusals) => systemAnswers(context, refusals),
          inject: [SystemRefusals],
        },
        {
          provide: Reactions,
          useFactory: (
            agencies: KnownAgencies,
            procedures: KnownProcedures,
            systems: KnownSystems,
            ...reactors: [SuccessionReactor, DeskLendingsReactor]
          ) => new Reactions(context, reactors, [], [agencies, procedures, systems]),
          inject: [KnownAgencies, KnownProcedures, KnownSystems, SuccessionReactor, DeskLendingsReactor],
        },
        { provide: ReadinessProbe, useExisting: Reactions },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: Reactions, ...known: [KnownAgencies, KnownProcedures, KnownSystems]) =>
            new ParkedFacts(context, [...parkings, ...known.map(({ parked }) => parked)]),
          inject: [Reactions, KnownAgencies, KnownProcedures, KnownSystems],
        },
        { provide: OneAtATime, useValue: new OneAtATime() },
        AgencyDesk,
        OwnDesk,
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
        SystemCommandHandler,
        GiveKeyHandler,
        ...questions.flatMap(({ handlers }) => handlers),
      ],
    };
  }
}
