import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { Clock, ImporterGuard, ReadinessProbe, type ServiceContext } from '@runtime';
import { AgencyCommandHandler } from './agency.command-handler';
import { AppointOfficerController } from './appoint-officer/appoint-officer.controller';
import { FindAgenciesController } from './find-agencies/find-agencies.controller';
import { FindAgenciesHandler } from './find-agencies/find-agencies.query';
import { KnownAgencies } from './known-agencies';
import { ListAgenciesController } from './list-agencies/list-agencies.controller';
import { ListAgenciesHandler } from './list-agencies/list-agencies.query';
import { RegisterAgencyController } from './register-agency/register-agency.controller';
import { RegisterAgencyHandler } from './register-agency/register-agency.command-handler';
import { Replies } from './replies';

@Module({})
export class DirectoryModule {
  static forRoot(context: ServiceContext): DynamicModule {
    return {
      module: DirectoryModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        RegisterAgencyController,
        AppointOfficerController,
        FindAgenciesController,
        ListAgenciesController,
      ],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: Replies, useValue: new Replies(context) },
        { provide: KnownAgencies, useValue: new KnownAgencies(context.store, context.log) },
        { provide: ReadinessProbe, useExisting: KnownAgencies },
        { provide: APP_GUARD, useClass: ImporterGuard },
        AgencyCommandHandler,
        RegisterAgencyHandler,
        FindAgenciesHandler,
        ListAgenciesHandler,
      ],
    };
  }
}
