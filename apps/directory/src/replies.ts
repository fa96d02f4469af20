import {
  commitIn,
  refusedBy,
  tokenAt,
  type CommandReply,
  type KnownHistory,
  type Nothing,
  type Refused,
} from '@contracts';
import type { AgencyEvent, AgencyRefusal, AgencyState } from '@domain/agency';
import type { Transacted, TransactRefusal } from '@adapters/event-store';
import { done } from '@runtime';

/** What a command on one agency comes to. */
export type AgencyOutcome =
  Transacted<AgencyEvent, AgencyState> | { readonly refused: AgencyRefusal | TransactRefusal };

/** Outcomes as they are told to the caller; a refusal carries the context that owns its name. */
export class Replies {
  constructor(private readonly history: KnownHistory) {}

  agency(outcome: AgencyOutcome): CommandReply<Nothing>;
  agency<A>(outcome: AgencyOutcome, answer: A): CommandReply<A>;
  agency(outcome: AgencyOutcome, answer: object = {}): CommandReply<object> {
    return 'refused' in outcome ? refusedBy('agency', outcome.refused) : done(this.history, outcome, answer);
  }

  /** The token of a position in this store. */
  positionOf(commit: bigint): string {
    return tokenAt(this.history, commit);
  }

  /** The position behind a token, or why it is none of this history; nothing when it is no token. */
  commitIn(token: string): bigint | Refused | undefined {
    return commitIn(this.history, token);
  }
}
