import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import {
  dossier,
  type DossierCommand,
  type DossierEvent,
  type DossierState,
  dossierStream,
} from '@domain/dossier';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory } from './directory';

type DossierOutcome = Outcome<DossierEvent, DossierState>;

/** A command before the directory was asked what it rests on. */
export type AskedOfDossier =
  | Exclude<DossierCommand, { type: 'OfferHandoff' }>
  | Omit<Extract<DossierCommand, { type: 'OfferHandoff' }>, 'recipientKnown'>;

/** Any command on one dossier. */
export class ActOnDossier extends Command<DossierOutcome> {
  constructor(
    readonly dossierId: string,
    readonly asked: AskedOfDossier,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ActOnDossier)
export class DossierCommandHandler implements ICommandHandler<ActOnDossier> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  async execute({ dossierId, asked, meta, caller }: ActOnDossier): Promise<DossierOutcome> {
    const command = await this.complete(asked, caller);
    const decided = await transact(this.store, dossier, dossierStream(dossierId), command, meta);
    return outcomeIn('dossier', decided);
  }

  private async complete(asked: AskedOfDossier, caller: Caller): Promise<DossierCommand> {
    if (asked.type !== 'OfferHandoff') return asked;
    return { ...asked, recipientKnown: await this.directory.knows(asked.to, caller) };
  }
}
