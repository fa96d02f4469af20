import { refusedBy, type CommandReply, type KnownHistory } from '@contracts';
import type { DossierEvent, DossierRefusal, DossierState } from '@domain/dossier';
import type { Transacted, TransactRefusal } from '@adapters/event-store';
import { done } from '@runtime';

/** What a command on one dossier comes to. */
export type DossierOutcome =
  Transacted<DossierEvent, DossierState> | { readonly refused: DossierRefusal | TransactRefusal };

/** Outcomes as they are told to the caller; a refusal carries the context that owns its name. */
export class Replies {
  constructor(private readonly history: KnownHistory) {}

  dossier<A>(outcome: DossierOutcome, answer: A): CommandReply<A> {
    return 'refused' in outcome ? refusedBy('dossier', outcome.refused) : done(this.history, outcome, answer);
  }
}
