import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ContentStore, openContentStore } from '@adapters/content-store';
import { EventStore, StreamCache } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import {
  clockOperations,
  dossierOperations,
  intakeOperations,
  legOperations,
  linkedOperations,
  resultOperations,
} from '@contracts';
import { Terms } from '@domain/calendar';
import { daybook, type DaybookState } from '@domain/daybook';
import type { DossierEvent } from '@domain/dossier/events';
import type { LegEvent } from '@domain/leg/events';
import {
  actsAt,
  asksAt,
  Clock,
  commandsOf,
  type Follower,
  parkedController,
  ParkedFacts,
  Reactions,
  ReadinessProbe,
  Replies,
  type ServiceContext,
  snapshotsOf,
  Turns,
} from '@runtime';
import { ActingFor } from './acting';
import { ApplicantModule } from './applicant/applicant.module';
import { ErasureReactor } from './applicant/erasure.reactor';
import { clockActs } from './clock.acts';
import { ComponentKeepingReactor } from './content-keeping/component-keeping.reactor';
import { deadlineWatch } from './deadlines/deadline-watch';
import { DeskHandoverReactor } from './desk/desk-handover.reactor';
import { question as dossiersOnDesk } from './desk/dossiers-on-desk.query';
import { Documents } from './documents';
import { DossierCommandHandler } from './dossier.command-handler';
import { DossierDesk } from './dossier-desk';
import { dossierActs } from './dossiers.acts';
import { question as dossierForm } from './forms/dossier-form.query';
import { question as dossierRegister } from './forms/dossier-register.query';
import { Gathering } from './gathering';
import { GivenComponents } from './given-components';
import { HandOverDossiersHandler } from './hand-over/hand-over-dossiers.command-handler';
import { intakeActs } from './intake.acts';
import { LateApologies } from './late-apologies';
import { legActs } from './legs/leg.acts';
import { LegCommandHandler } from './legs/leg.command-handler';
import { LegReactor } from './legs/leg.reactor';
import { legWatch } from './legs/leg-watch';
import { linkedActs } from './linked.acts';
import { resultActs } from './result.acts';

const questions = [dossierForm, dossierRegister, dossiersOnDesk];

const controllers = [
  asksAt(questions),
  actsAt(DossierDesk, commandsOf(dossierOperations), dossierActs),
  actsAt(DossierDesk, commandsOf(intakeOperations), intakeActs),
  actsAt(DossierDesk, commandsOf(clockOperations), clockActs),
  actsAt(DossierDesk, commandsOf(resultOperations), resultActs),
  actsAt(DossierDesk, commandsOf(linkedOperations), linkedActs),
  actsAt(DossierDesk, commandsOf(legOperations), legActs),
];

/** Day books held in memory: one for each agency that accepts dossiers, and some of yesterday. */
const daybooksMax = 1_000;

function watchOf(context: ServiceContext): Follower {
  const terms = new Terms(context.calendar, context.configuration);
  const onParked = (count: number) =>
    context.metrics.parkedStreams.set({ follower: 'deadline-watch' }, count);
  const onRecorded = ({ type: alarm }: DossierEvent) => context.metrics.dossierAlarms.inc({ alarm });
  return deadlineWatch({ ...context, terms, onRecorded, onParked });
}

function legWatchOf(context: ServiceContext): Follower {
  const terms = new Terms(context.calendar, context.configuration);
  const onParked = (count: number) => context.metrics.parkedStreams.set({ follower: 'leg-watch' }, count);
  const onRecorded = ({ type: alarm }: LegEvent) => context.metrics.dossierAlarms.inc({ alarm });
  return legWatch({ ...context, terms, onRecorded, onParked });
}

@Module({})
export class DossiersModule {
  static forRoot(context: ServiceContext): DynamicModule {
    const requester = new Requester(context.connection, context.signing.as('dossiers'));
    const daybooks = { streamsMax: daybooksMax, kept: snapshotsOf(context).of(daybook) };
    return {
      module: DossiersModule,
      imports: [CqrsModule.forRoot(), ApplicantModule.forRoot(context)],
      controllers: [...controllers, parkedController('dossiers')],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: Documents, useValue: new Documents(requester) },
        {
          provide: Reactions,
          useFactory: (
            ...reactors: [ErasureReactor, DeskHandoverReactor, LegReactor, ComponentKeepingReactor]
          ) => new Reactions(context, reactors, [watchOf(context), legWatchOf(context)]),
          inject: [ErasureReactor, DeskHandoverReactor, LegReactor, ComponentKeepingReactor],
        },
        { provide: ReadinessProbe, useExisting: Reactions },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: Reactions) => new ParkedFacts(context, parkings),
          inject: [Reactions],
        },
        { provide: Terms, useValue: new Terms(context.calendar, context.configuration) },
        { provide: StreamCache, useValue: new StreamCache<DaybookState>(daybooks) },
        { provide: LateApologies, useValue: new LateApologies(context) },
        { provide: ContentStore, useFactory: () => openContentStore(context.configuration) },
        GivenComponents,
        Turns,
        ActingFor,
        Gathering,
        DossierDesk,
        DossierCommandHandler,
        HandOverDossiersHandler,
        DeskHandoverReactor,
        ComponentKeepingReactor,
        ...questions.flatMap(({ handlers }) => handlers),
        LegCommandHandler,
        LegReactor,
      ],
    };
  }
}
