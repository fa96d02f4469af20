import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import {
  Clock,
  ImporterGuard,
  parkedController,
  ParkedFacts,
  Reactions,
  ReadinessProbe,
  type ServiceContext,
} from '@runtime';
import { Agencies } from './agencies';
import { AgencyCommandHandler } from './agency.command-handler';
import { AppointOfficerController } from './appoint-officer/appoint-officer.controller';
import { AssignCodeController } from './assign-code/assign-code.controller';
import { CheckRecipientsController } from './check-recipients/check-recipients.controller';
import { CheckRecipientsHandler } from './check-recipients/check-recipients.query';
import { DelegateAuthorityController } from './delegate-authority/delegate-authority.controller';
import { DismissOfficerController } from './dismiss-officer/dismiss-officer.controller';
import { FindAgenciesController } from './find-agencies/find-agencies.controller';
import { FindAgenciesHandler } from './find-agencies/find-agencies.query';
import { FindAgencyController } from './find-agency/find-agency.controller';
import { FindAgencyHandler } from './find-agency/find-agency.query';
import { FindAuthorityController } from './find-authority/find-authority.controller';
import { FindAuthorityHandler } from './find-authority/find-authority.query';
import { Freshness } from './freshness';
import { KnownAgencies } from './known-agencies';
import { ListAgenciesController } from './list-agencies/list-agencies.controller';
import { ListAgenciesHandler } from './list-agencies/list-agencies.query';
import { MailOfController } from './mail-of/mail-of.controller';
import { FindMailOfHandler } from './mail-of/mail-of.query';
import { MergeAgenciesController } from './merge-agencies/merge-agencies.controller';
import { MergeAgenciesHandler } from './merge-agencies/merge-agencies.command-handler';
import { Neighbours } from './neighbours';
import { AmongNeighboursHandler } from './neighbours.command-handler';
import { OneAtATime } from './one-at-a-time';
import { RegisterAgencyController } from './register-agency/register-agency.controller';
import { RegisterCertificateController } from './register-certificate/register-certificate.controller';
import { HistoryKeeper } from './renew-history/history-keeper';
import { RenewHistoryController } from './renew-history/renew-history.controller';
import { Replies } from './replies';
import { RestructureAgencyController } from './restructure-agency/restructure-agency.controller';
import { SuccessionReactor } from './succession/succession.reactor';

const ParkedController = parkedController('directory');

const counted =
  ({ metrics }: ServiceContext) =>
  (count: number): void =>
    metrics.parkedStreams.set({ follower: 'known-agencies' }, count);

@Module({})
export class DirectoryModule {
  static forRoot(context: ServiceContext): DynamicModule {
    const onParked = counted(context);
    return {
      module: DirectoryModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        RegisterAgencyController,
        RestructureAgencyController,
        MergeAgenciesController,
        AssignCodeController,
        AppointOfficerController,
        DismissOfficerController,
        DelegateAuthorityController,
        RegisterCertificateController,
        FindAgenciesController,
        FindAgencyController,
        ListAgenciesController,
        CheckRecipientsController,
        FindAuthorityController,
        MailOfController,
        RenewHistoryController,
        ParkedController,
      ],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: HistoryKeeper, useValue: new HistoryKeeper(context) },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: KnownAgencies, useValue: new KnownAgencies(context.store, context.log, onParked) },
        {
          provide: Reactions,
          useFactory: (agencies: KnownAgencies, reactor: SuccessionReactor) =>
            new Reactions(context, [reactor], [], [agencies]),
          inject: [KnownAgencies, SuccessionReactor],
        },
        { provide: ReadinessProbe, useExisting: Reactions },
        {
          provide: ParkedFacts,
          useFactory: ({ parked }: KnownAgencies, { parkings }: Reactions) =>
            new ParkedFacts(context, [...parkings, parked]),
          inject: [KnownAgencies, Reactions],
        },
        { provide: APP_GUARD, useClass: ImporterGuard },
        { provide: OneAtATime, useValue: new OneAtATime() },
        Agencies,
        Neighbours,
        Freshness,
        SuccessionReactor,
        AgencyCommandHandler,
        AmongNeighboursHandler,
        MergeAgenciesHandler,
        FindAgenciesHandler,
        FindAgencyHandler,
        ListAgenciesHandler,
        CheckRecipientsHandler,
        FindAuthorityHandler,
        FindMailOfHandler,
      ],
    };
  }
}
