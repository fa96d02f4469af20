import { type DynamicModule, Module } from '@nestjs/common';
import type { Reactor } from '@adapters/event-store';
import { Terms } from '@domain/calendar';
import type { DeliveryEvent } from '@domain/delivery/events';
import {
  type Follower,
  parkedController,
  ParkedFacts,
  Reactions,
  ReadinessProbe,
  type ServiceContext,
} from '@runtime';
import { CarriedAgencies } from './delivery/carried-agencies';
import { DeliveryModule, deliveryReactors } from './delivery/delivery.module';
import { Reconciler } from './delivery/reconciler/reconciler';
import { silenceWatch } from './delivery/silence/silence-watch';
import { DeskModule } from './desk/desk.module';
import { DocumentModule, documentReactors } from './document/document.module';
import { ExchangeContextModule } from './exchange-context.module';
import { RegisterModule } from './register/register.module';
import { RegisterCompletionReactor } from './register-completion/register-completion.reactor';
import { SecrecyModule } from './secrecy/secrecy.module';
import { SignaturesModule } from './signatures/signatures.module';

function followersOf(context: ServiceContext, request: Reactor, arrival: Reactor): readonly Follower[] {
  const carried = new CarriedAgencies(context.configuration.carriedAgencies);
  const { oldestUnsettledSeconds, silences, parkedStreams } = context.metrics;
  const counted = (follower: string) => (count: number) => parkedStreams.set({ follower }, count);
  const onLooked = (seconds: number) => oldestUnsettledSeconds.set({ what: 'delivery' }, seconds);
  const onRecorded = ({ type: silence }: DeliveryEvent) => silences.inc({ silence });
  return [
    new Reconciler({ ...context, request, arrival, carried, onLooked, onParked: counted('reconciler') }),
    silenceWatch({
      ...context,
      terms: new Terms(context.calendar, context.configuration),
      onRecorded,
      onParked: counted('silence-watch'),
    }),
  ];
}

const ParkedController = parkedController('exchange');

@Module({})
export class ExchangeModule {
  static forRoot(context: ServiceContext): DynamicModule {
    return {
      module: ExchangeModule,
      imports: [
        ExchangeContextModule.forRoot(context),
        SignaturesModule.forRoot(context),
        DocumentModule,
        DeliveryModule,
        DeskModule,
        RegisterModule,
        SecrecyModule,
      ],
      controllers: [ParkedController],
      providers: [
        RegisterCompletionReactor,
        {
          provide: Reactions,
          useFactory: (request: Reactor, arrival: Reactor, ...others: readonly Reactor[]) =>
            new Reactions(context, [request, arrival, ...others], followersOf(context, request, arrival)),
          inject: [...deliveryReactors, ...documentReactors, RegisterCompletionReactor],
        },
        { provide: ReadinessProbe, useExisting: Reactions },
        {
          provide: ParkedFacts,
          useFactory: ({ parkings }: Reactions) => new ParkedFacts(context, parkings),
          inject: [Reactions],
        },
      ],
    };
  }
}
