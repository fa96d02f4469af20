import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { ContentStore, openContentStore } from '@adapters/content-store';
import { EventStore, StreamCache, type Reactor } from '@adapters/event-store';
import { Requester } from '@adapters/messaging';
import { Terms } from '@domain/calendar';
import type { Silence } from '@domain/delivery/events';
import type { RegisterState } from '@domain/register';
import {
  Clock,
  FileSums,
  ImporterGuard,
  parkedController,
  ParkedFacts,
  Reactions,
  ReadinessProbe,
  type Follower,
  type ServiceContext,
} from '@runtime';
import { AcceptReceiptController } from './accept-receipt/accept-receipt.controller';
import { AcceptReceiptHandler } from './accept-receipt/accept-receipt.command-handler';
import { AssignProcessingController } from './assign-processing/assign-processing.controller';
import { AssignProcessingHandler } from './assign-processing/assign-processing.command-handler';
import { CarriedAgencies } from './carried-agencies';
import { CompleteProcessingController } from './complete-processing/complete-processing.controller';
import { ContentKeepingReactor } from './content-keeping/content-keeping.reactor';
import { CountRefusedSecretController } from './count-refused-secret/count-refused-secret.controller';
import { DeliveryArrivalReactor } from './delivery-arrival/delivery-arrival.reactor';
import { WholeContents } from './delivery-arrival/whole-contents';
import { DeliveryCommandHandler } from './delivery.command-handler';
import { DeliveryRequestReactor } from './delivery-request/delivery-request.reactor';
import { Directory } from './directory';
import { DocumentCommandHandler } from './document.command-handler';
import { DocumentSupersessionReactor } from './document-supersession/document-supersession.reactor';
import { DraftDocumentController } from './draft-document/draft-document.controller';
import { DraftDocumentHandler } from './draft-document/draft-document.command-handler';
import { IssueDocumentController } from './issue-document/issue-document.controller';
import { IssueDocumentHandler } from './issue-document/issue-document.command-handler';
import { legControllers, legProviders } from './leg-parts';
import { NumberDocumentController } from './number-document/number-document.controller';
import { NumberDocumentHandler } from './number-document/number-document.command-handler';
import { outgoingControllers, outgoingProviders, outgoingReactors } from './outgoing-parts';
import { Reconciler } from './reconciler/reconciler';
import { RefuseReceiptController } from './refuse-receipt/refuse-receipt.controller';
import { RegisterCommandHandler } from './register.command-handler';
import { RegisterCompletionReactor } from './register-completion/register-completion.reactor';
import { Replies } from './replies';
import { SecrecyCommandHandler } from './secrecy.command-handler';
import { signatureProviders } from './signatures/signature-parts';
import { SignDocumentController } from './sign-document/sign-document.controller';
import { SignDocumentHandler } from './sign-document/sign-document.command-handler';
import { SilenceWatch } from './silence/silence-watch';
import { StartProcessingController } from './start-processing/start-processing.controller';
import { Turns } from './turns';

function followersOf(context: ServiceContext, request: Reactor, arrival: Reactor): readonly Follower[] {
  const carried = new CarriedAgencies(context.configuration.carriedAgencies);
  const { oldestUnsettledSeconds, silences, parkedStreams } = context.metrics;
  const counted = (follower: string) => (count: number) => parkedStreams.set({ follower }, count);
  const onLooked = (seconds: number) => oldestUnsettledSeconds.set({ what: 'delivery' }, seconds);
  const onRecorded = (silence: Silence) => silences.inc({ silence });
  return [
    new Reconciler({ ...context, request, arrival, carried, onLooked, onParked: counted('reconciler') }),
    new SilenceWatch({
      ...context,
      terms: Terms.of(context.configuration),
      onRecorded,
      onParked: counted('silence-watch'),
    }),
  ];
}

/** Books held in memory, two for each agency and year. */
const booksMax = 1_000;

const controllers = [
  DraftDocumentController,
  SignDocumentController,
  NumberDocumentController,
  ...outgoingControllers,
  IssueDocumentController,
  RefuseReceiptController,
  AcceptReceiptController,
  AssignProcessingController,
  StartProcessingController,
  CompleteProcessingController,
  ...legControllers,
  CountRefusedSecretController,
  parkedController('exchange'),
] as const;

const contentProviders = ({ configuration, metrics, log }: ServiceContext): Provider[] => [
  { provide: FileSums, useFactory: () => new FileSums(configuration, metrics, log) },
  {
    provide: ContentStore,
    useFactory: (sums: FileSums) => openContentStore(configuration, sums.sum),
    inject: [FileSums],
  },
];

@Module({})
export class ExchangeModule {
  static forRoot(context: ServiceContext): DynamicModule {
    return {
      module: ExchangeModule,
      imports: [CqrsModule.forRoot()],
      controllers: [...controllers],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: Terms, useFactory: () => Terms.of(context.configuration) },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: Directory, useValue: new Directory(new Requester(context.connection)) },
        ...contentProviders(context),
        { provide: StreamCache, useValue: new StreamCache<RegisterState>({ streamsMax: booksMax }) },
        { provide: APP_GUARD, useClass: ImporterGuard },
        { provide: CarriedAgencies, useValue: new CarriedAgencies(context.configuration.carriedAgencies) },
        ...signatureProviders(context),
        ...legProviders,
        ...outgoingProviders,
        Turns,
        WholeContents,
        DocumentCommandHandler,
        DeliveryCommandHandler,
        RegisterCommandHandler,
        SecrecyCommandHandler,
        DraftDocumentHandler,
        SignDocumentHandler,
        NumberDocumentHandler,
        IssueDocumentHandler,
        AcceptReceiptHandler,
        AssignProcessingHandler,
        DeliveryRequestReactor,
        DeliveryArrivalReactor,
        ContentKeepingReactor,
        RegisterCompletionReactor,
        DocumentSupersessionReactor,
        {
          provide: Reactions,
          useFactory: (request: Reactor, arrival: Reactor, ...others: readonly Reactor[]) =>
            new Reactions(context, [request, arrival, ...others], followersOf(context, request, arrival)),
          inject: [
            DeliveryRequestReactor,
            DeliveryArrivalReactor,
            ContentKeepingReactor,
            RegisterCompletionReactor,
            DocumentSupersessionReactor,
            ...outgoingReactors,
          ],
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
