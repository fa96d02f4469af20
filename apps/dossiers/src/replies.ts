import { refusedBy, type CommandReply } from '@contracts';
import type { DossierEvent, DossierRefusal, DossierState } from '@domain/dossier';
import type { Transacted, TransactRefusal } from '@adapters/event-store';
import { done } from '@runtime';

/** What a command on one dossier comes to. */
export type DossierOutcome =
  Transacted<DossierEvent, DossierState> | { readonly refused: DossierRefusal | TransactRefusal };

/** Outcomes as they are told to the caller; a refusal carries the context that owns its name. */
export class Replies {
  constructor(private readonly store: { readonly storeId: string }) {}

  dossier<A>(outcome: DossierOutcome, answer: A): CommandReply<A> {
    return 'refused' in outcome ? refusedBy('dossier', outcome.refused) : done(this.store, outcome, answer);
  }
}
