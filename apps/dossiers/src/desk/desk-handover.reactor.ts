import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { dossier, dossierStream } from '@domain/dossier';
import { handoverCodec } from '@domain/handover/events';
import { atMost, reactionMeta } from '@runtime';

const atOnce = 4;

/**
 * DeskHandedOver: each dossier of the list goes to the other desk. All of them lay on the desk when the list was given;
 * one that has left it since, or has come to its end, stays where it is.
 */
@Injectable()
export class DeskHandoverReactor {
  readonly name = 'desk-handover';
  readonly streamPrefixes = ['handover-'];

  constructor(private readonly store: EventStore) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(handoverCodec, event);
    if (fact?.type !== 'DeskHandedOver') return;
    const { handoverId, agency: by, officer, from, to, dossiers, reason, at } = fact.data;
    const command = { type: 'HandOverDossier', handoverId, by, officer, from, to, reason, at } as const;
    const { meta } = reactionMeta(event, this.name);
    await atMost(atOnce, dossiers, (dossierId) =>
      transact(this.store, dossier, dossierStream(dossierId), command, meta),
    );
  }
}
