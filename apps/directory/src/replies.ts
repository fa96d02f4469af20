import { positionToken, refusedBy, type CommandReply, type Nothing } from '@contracts';
import type { AgencyEvent, AgencyRefusal, AgencyState } from '@domain/agency';
import type { Transacted, TransactRefusal } from '@adapters/event-store';
import { done } from '@runtime';

/** What a command on one agency comes to. */
export type AgencyOutcome =
  Transacted<AgencyEvent, AgencyState> | { readonly refused: AgencyRefusal | TransactRefusal };

/** Outcomes as they are told to the caller; a refusal carries the context that owns its name. */
export class Replies {
  constructor(private readonly store: { readonly storeId: string }) {}

  agency(outcome: AgencyOutcome): CommandReply<Nothing>;
  agency<A>(outcome: AgencyOutcome, answer: A): CommandReply<A>;
  agency(outcome: AgencyOutcome, answer: object = {}): CommandReply<object> {
    return 'refused' in outcome ? refusedBy('agency', outcome.refused) : done(this.store, outcome, answer);
  }

  /** The token of a position in this store. */
  positionOf(commit: bigint): string {
    return positionToken({ storeId: this.store.storeId, commit });
  }

  isOfThisStore(storeId: string): boolean {
    return storeId === this.store.storeId;
  }
}
