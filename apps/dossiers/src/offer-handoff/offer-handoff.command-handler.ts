import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Caller, Metadata } from '@contracts';
import { dossier, dossierStream, type DossierCommand } from '@domain/dossier';
import { EventStore, transact } from '@adapters/event-store';
import { Directory } from '../directory';
import type { DossierOutcome } from '../replies';

type Offer = Omit<Extract<DossierCommand, { type: 'OfferHandoff' }>, 'recipientKnown'>;

/** An offer before the directory was asked whether its recipient exists. */
export class OfferHandoff extends Command<DossierOutcome> {
  constructor(
    readonly dossierId: string,
    readonly offer: Offer,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(OfferHandoff)
export class OfferHandoffHandler implements ICommandHandler<OfferHandoff> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  async execute({ dossierId, offer, meta, caller }: OfferHandoff): Promise<DossierOutcome> {
    const recipientKnown = await this.directory.knows(offer.to, caller);
    return transact(this.store, dossier, dossierStream(dossierId), { ...offer, recipientKnown }, meta);
  }
}
