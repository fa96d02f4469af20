/** Facts of one subscription: which system of an agency is sent the agency's public events, and to where. */
export type WebhookEvent =
  | {
      /** Nothing is sent there before it is proven. */
      readonly type: 'WebhookSubscribed';
      readonly data: {
        /** UUID. */
        readonly webhookId: string;
        /** Whose public events it gets. */
        readonly agency: string;
        readonly officer: string;
        /** As the URL standard writes it; no user information in it. */
        readonly url: string;
        /** CloudEvents types; none means every type that is public. */
        readonly types: readonly string[];
        /** Who is told of failures: an address of the system's keepers, no name. */
        readonly contact: string;
        /** Id of the key in the key store that what is sent is signed with; never the key. */
        readonly keyId: string;
        /** Number in the agency's feed after which it begins; absent: with what comes after the proof. */
        readonly afterNumber?: number;
        readonly at: string;
      };
    }
  | {
      /** The receiver gave back the challenge it was sent. */
      readonly type: 'WebhookProven';
      readonly data: {
        readonly webhookId: string;
        /** Number in the agency's feed after which it is sent events. */
        readonly afterNumber: number;
        readonly at: string;
      };
    }
  | {
      /** The one before still signs beside it for a while. */
      readonly type: 'WebhookKeyRotated';
      readonly data: {
        readonly webhookId: string;
        readonly keyId: string;
        /** Until when what is sent is signed with the key before, too; absent: no more from now on. */
        readonly overlapUntil?: string;
        readonly agency: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      /** One event of a test is wanted; of one that is not proven, the challenge once more. */
      readonly type: 'WebhookTestWanted';
      readonly data: Asked;
    }
  | {
      readonly type: 'WebhookPaused';
      readonly data: Asked & { readonly reason: string };
    }
  | {
      /** By the bus, when the receiver took nothing until the limit: nothing is sent until somebody resumes. */
      readonly type: 'WebhookParked';
      readonly data: {
        readonly webhookId: string;
        /** What the last try came to, such as `answered 500` or `reset`. */
        readonly reason: string;
        /** Of the event that was not taken, in the agency's feed. */
        readonly number: number;
        readonly eventId: string;
        readonly at: string;
      };
    }
  | {
      /** Sending goes on, from where it stood or after a number: then what was sent before comes again. */
      readonly type: 'WebhookResumed';
      readonly data: Asked & { readonly afterNumber?: number };
    }
  | {
      readonly type: 'WebhookEnded';
      readonly data: Asked & { readonly reason: string };
    }
  | {
      /** By the bus: the receiver answered 410. */
      readonly type: 'WebhookGone';
      readonly data: { readonly webhookId: string; readonly at: string };
    };

/** Which officer wanted it: of the owning agency, or an operator. */
interface Asked {
  readonly webhookId: string;
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}
