import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Metadata } from '@contracts';
import { dossier, dossierStream, type DossierCommand } from '@domain/dossier';
import { EventStore, transact } from '@adapters/event-store';
import type { DossierOutcome } from './replies';

/** Any command whose facts are all at hand. */
export class DirectDossier extends Command<DossierOutcome> {
  constructor(
    readonly dossierId: string,
    readonly command: DossierCommand,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectDossier)
export class DossierCommandHandler implements ICommandHandler<DirectDossier> {
  constructor(private readonly store: EventStore) {}

  execute({ dossierId, command, meta }: DirectDossier): Promise<DossierOutcome> {
    return transact(this.store, dossier, dossierStream(dossierId), command, meta);
  }
}
