import type { NoticeKind, NoticeWay } from '@domain/codes';

/** Where an officer is reached, sealed as one text: addresses and numbers are personal data. */
export interface SealedAddresses {
  /** Id of the key in the key store; erased with the choice. */
  readonly kid: string;
  readonly alg: 'A256GCM';
  readonly iv: string;
  readonly ct: string;
}

/** Facts of one officer's wish to be told of what waits: of what, by which ways, and when not. */
export type NoticeEvent =
  | {
      /** Takes the place of what was chosen before, whole. */
      readonly type: 'NoticesChosen';
      readonly data: {
        /** UUID. */
        readonly noticeId: string;
        readonly agency: string;
        readonly officer: string;
        readonly kinds: readonly NoticeKind[];
        /** Those that an address was given for. */
        readonly ways: readonly NoticeWay[];
        readonly addresses: SealedAddresses;
        /** Local times HH:mm; over midnight where the first is the later one, none at all where they are the same. */
        readonly quietFrom: string;
        readonly quietUntil: string;
        /** Flash documents are told at any time. */
        readonly flashAtOnce: boolean;
        /** The other kinds are told on days off, too. */
        readonly onDaysOff: boolean;
        readonly at: string;
      };
    }
  | {
      readonly type: 'NoticesEnded';
      readonly data: {
        readonly noticeId: string;
        readonly agency: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      /** By the bus: whoever chose is in no post any more. */
      readonly type: 'NoticesLapsed';
      readonly data: { readonly noticeId: string; readonly at: string };
    }
  | {
      /** By the bus: the address of a way was refused for good. Nothing goes there until the officer chooses anew. */
      readonly type: 'NoticeAddressRefused';
      readonly data: {
        readonly noticeId: string;
        readonly way: NoticeWay;
        /** Of the choice that the address was in. */
        readonly kid: string;
        /** Code of the answer, such as `550 5.1.1`; never its text. */
        readonly reason: string;
        readonly at: string;
      };
    };
