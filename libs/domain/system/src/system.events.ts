import type { FeedPart } from '@domain/codes';

/** What a system may do: only for its owner and agencies below it. */
export interface Grant {
  /** Agencies whose public facts it reads. */
  readonly readsFor: readonly string[];
  /** Which of their public facts. */
  readonly reads: FeedPart;
  /** Agencies it sends commands for. */
  readonly sendsFor: readonly string[];
  /** Names of the operations it sends. */
  readonly operations: readonly string[];
}

export type SystemEvent =
  | {
      readonly type: 'SystemRegistered';
      readonly data: Grant & {
        readonly systemId: string;
        /** Code of the agency that answers for it. */
        readonly owner: string;
        readonly name: string;
        /** A function mailbox or telephone, told of failures; never a person's own. */
        readonly contact: string;
        /** Officer of the owner who registered it. */
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'SystemApproved';
      readonly data: { readonly systemId: string; readonly at: string };
    }
  | {
      readonly type: 'SystemRejected';
      readonly data: { readonly systemId: string; readonly reason: string; readonly at: string };
    }
  | {
      /** From now on never again, whatever key it shows. */
      readonly type: 'SystemRevoked';
      readonly data: { readonly systemId: string; readonly reason: string; readonly at: string };
    }
  | {
      readonly type: 'SystemKeyIssued';
      readonly data: {
        readonly systemId: string;
        readonly keyId: string;
        /** NATS user nkey, `U…`; the secret half is nowhere in this house. */
        readonly publicKey: string;
        readonly at: string;
      };
    }
  | {
      /** Another key in place of one that stays good for a while. */
      readonly type: 'SystemKeyRotated';
      readonly data: {
        readonly systemId: string;
        readonly keyId: string;
        readonly publicKey: string;
        readonly replacedKeyId: string;
        /** Instant from which the replaced one is good no more. */
        readonly replacedUntil: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'SystemKeyRevoked';
      readonly data: {
        readonly systemId: string;
        readonly keyId: string;
        readonly reason: string;
        readonly at: string;
      };
    };
