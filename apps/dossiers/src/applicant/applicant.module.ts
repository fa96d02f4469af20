import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import { openKeyStore } from '@adapters/key-store';
import { Requester } from '@adapters/messaging';
import { applicantOperations } from '@contracts';
import { actsAt, asksAt, Clock, commandsOf, Replies, type ServiceContext } from '@runtime';
import { Directory } from '../directory';
import { applicantActs } from './applicant.acts';
import { ApplicantCommandHandler } from './applicant.command-handler';
import { ApplicantDesk } from './applicant-desk';
import { ApplicantReach } from './applicant-reach';
import { Applicants } from './applicants';
import { eraseAgain } from './erase-again';
import { ErasureReactor } from './erasure.reactor';
import { question } from './find-applicant.query';
import { NumberInForce } from './number-in-force';
import { Persons } from './persons';
import { ReadModels } from './read-models';

const persons = async (context: ServiceContext): Promise<Persons> => {
  const store = await openKeyStore(context.configuration);
  const known = new Persons(store);
  if (await store.wasRestored()) await eraseAgain(context, store, known);
  return known;
};

/** Who applies: personal data, sealed. */
@Module({})
export class ApplicantModule {
  static forRoot(context: ServiceContext): DynamicModule {
    const requester = new Requester(context.connection, context.signing.as('dossiers'));
    return {
      module: ApplicantModule,
      imports: [CqrsModule],
      controllers: [
        actsAt(ApplicantDesk, commandsOf(applicantOperations), applicantActs),
        asksAt([question]),
      ],
      providers: [
        { provide: EventStore, useValue: context.store },
        { provide: Clock, useValue: context.clock },
        { provide: Replies, useValue: new Replies(context.history) },
        { provide: ReadModels, useValue: new ReadModels(requester) },
        { provide: Persons, useFactory: () => persons(context) },
        { provide: Directory, useValue: new Directory(requester) },
        ApplicantDesk,
        ApplicantReach,
        ApplicantCommandHandler,
        Applicants,
        ErasureReactor,
        NumberInForce,
        ...question.handlers,
      ],
      exports: [ErasureReactor, ApplicantReach, Directory, Applicants, ReadModels],
    };
  }
}
