import type { Channel } from '@domain/codes';
import type { ClockEvent } from './clock.events';
import type { IntakeEvent } from './intake.events';
import type { LinkedEvent } from './linked.events';
import type { ResultEvent } from './result.events';

export type DossierOutcome = 'granted' | 'refused' | 'withdrawn' | 'other';

/** What the recipient says of one component of a dossier that is offered. */
export interface ItemAnswer {
  readonly key: string;
  readonly answer: 'accepted' | 'missing' | 'wrong';
  /** Paper originals that the recipient counted. */
  readonly originals: number;
  readonly note?: string;
}

/** Every fact of a hand-off names both agencies, so that a reader of one fact knows whom it concerns. */
interface Handoff {
  readonly dossierId: string;
  readonly handoffId: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
}

export type DossierEvent =
  | IntakeEvent
  | ClockEvent
  | ResultEvent
  | LinkedEvent
  | {
      readonly type: 'DossierOpened';
      readonly data: {
        readonly dossierId: string;
        /** The agency that opened it and holds it first. */
        readonly agency: string;
        readonly officer: string;
        readonly procedure: string;
        readonly channel: Channel;
        /** Reference of the applicant, a UUID; personal data of citizens stays outside. */
        readonly applicantRef: string;
        readonly codes: readonly { readonly scheme: string; readonly value: string }[];
        /** Instant the statutory period began. */
        readonly startedAt: string;
        readonly dueAt?: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'HandoffOffered';
      readonly data: Handoff & {
        readonly giver: string;
        readonly reason: string;
        /** The slip it was handed over with, among others. */
        readonly slipId?: string;
        /** The closed agency that it was offered to, or that the route names, when its successor gets it. */
        readonly insteadOf?: string;
        /** Until when the giver is to hand it over; absent when nothing says so. */
        readonly handOverBy?: string;
        /** Paper originals that are offered, as the giver has them. */
        readonly originals?: readonly { readonly key: string; readonly count: number }[];
      };
    }
  | {
      readonly type: 'HandoffAccepted';
      readonly data: Handoff & {
        readonly giver: string;
        readonly taker: string;
        readonly items?: readonly ItemAnswer[];
        /** Until when the taker is to hand it on; absent when nothing says so. */
        readonly handOverBy?: string;
      };
    }
  | {
      readonly type: 'HandoffReturned';
      readonly data: Handoff & {
        readonly officer: string;
        readonly reason: string;
        readonly items?: readonly ItemAnswer[];
      };
    }
  | {
      readonly type: 'HandoffRecalled';
      readonly data: Handoff & { readonly officer: string; readonly reason: string };
    }
  | {
      /** Nobody took it over or returned it in time; said once, by the house itself. */
      readonly type: 'HandoffOverdue';
      readonly data: Handoff & { readonly dueAt: string; readonly calendarVersion: string };
    }
  | {
      /** Another officer of the giver answers for what is offered and not settled yet. */
      readonly type: 'HandoffGiverReplaced';
      readonly data: {
        readonly dossierId: string;
        readonly handoffId: string;
        readonly agency: string;
        readonly officer: string;
        readonly giver: string;
        readonly formerGiver: string;
        readonly reason: string;
        /** Of the list that it stands on. */
        readonly handoverId: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'ActivityRecorded';
      readonly data: {
        readonly dossierId: string;
        readonly agency: string;
        readonly officer: string;
        readonly activity: string;
        /** Id of this activity in the system it was done in. */
        readonly instance?: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'DossierCompleted';
      readonly data: {
        readonly dossierId: string;
        readonly agency: string;
        readonly officer: string;
        readonly outcome: DossierOutcome;
        /** Instant the procedure ended; it may lie before the instant of recording. */
        readonly endedAt: string;
        readonly at: string;
      };
    };
