import type {
  Convention,
  LegEnd,
  NumberedDocument,
  PeriodUnit,
  RouteMode,
  SupplementClock,
} from '@domain/codes';

/** Every fact of a leg names whom it concerns: the agency that has it, the one-stop unit and the lead agency. */
export interface OfLeg {
  readonly dossierId: string;
  /** Place in the route, counted from 1. */
  readonly order: number;
  readonly agency: string;
  readonly oneStop: string;
  readonly lead: string;
  readonly at: string;
}

interface OfOfficer extends OfLeg {
  readonly officer: string;
}

/** A component that lacks something, by its key in the procedure. */
export interface Lacking {
  readonly key: string;
  readonly detail: string;
}

/** What an agency is to do in an interlinked dossier. */
export interface LegPlan {
  readonly mode: RouteMode;
  readonly task: string;
  readonly time: { readonly amount: number; readonly unit: PeriodUnit };
  readonly convention: Convention;
  readonly mandatory: boolean;
  /** By when it was to be done when the route was fixed; of a begun one, with what its dossier stood still since. */
  readonly plannedDueAt: string;
  /** The agency of the next leg, which gets the result; absent: the lead agency does. */
  readonly next?: string;
  /** Lower-case hex of the result that it rests on; absent of a first leg and of parallel ones. */
  readonly input?: string;
  /** Of an upward one: the agency whose one-stop unit watches over it. */
  readonly monitor?: string;
  /** Its result is a document of the registers; absent: it need not be. */
  readonly resultDocument?: boolean;
}

interface ResultOfLeg {
  /** Lower-case hex of the signed result. */
  readonly sha256: string;
  readonly symbol?: string;
  /** Which it is among the documents of the agency; absent of a hash that was told. */
  readonly document?: NumberedDocument;
}

interface LegDeadline {
  readonly dueAt: string;
  readonly calendarVersion: string;
}

export type LegEvent =
  | { readonly type: 'LegOpened'; readonly data: OfLeg & LegPlan & LegDeadline }
  | {
      /** Its agency is closed on the day it would begin: it waits for another one. */
      readonly type: 'LegNotOpened';
      readonly data: OfLeg & LegPlan;
    }
  | { readonly type: 'LegMonitoringShared'; readonly data: OfLeg & { readonly monitor: string } }
  | { readonly type: 'LegAccepted'; readonly data: OfOfficer }
  | { readonly type: 'LegReturned'; readonly data: OfOfficer & { readonly reason: string } }
  | {
      readonly type: 'LegResultDelivered';
      readonly data: OfOfficer &
        ResultOfLeg & {
          /** Who uses it next, and the one-stop unit. */
          readonly to: readonly string[];
        };
    }
  | { readonly type: 'LegResultReturnedDown'; readonly data: OfOfficer & ResultOfLeg }
  | { readonly type: 'LegRefused'; readonly data: OfOfficer & { readonly reason: string } }
  | {
      /** Charged to the agency that has the leg, and to no other one. */
      readonly type: 'LegOverdueDeclared';
      readonly data: OfLeg & LegDeadline;
    }
  | {
      /** Its agency tells the lead agency what lacks; the lead asks the applicant for it, or does not. */
      readonly type: 'LegSupplementProposed';
      readonly data: OfOfficer & { readonly wanting: readonly Lacking[]; readonly reason: string };
    }
  | {
      /** Its dossier stands still since then, for a supplement: its time stands still with it. */
      readonly type: 'LegPaused';
      readonly data: OfLeg & { readonly since: string };
    }
  | {
      /** Its dossier went on at that instant, and what the clock did then. */
      readonly type: 'LegResumed';
      readonly data: OfLeg & {
        readonly since: string;
        readonly resumedAt: string;
        readonly clock: SupplementClock;
      };
    }
  | {
      /** Another end of its time: it stood still, or the calendar was revised. */
      readonly type: 'LegDeadlineRecomputed';
      readonly data: OfLeg &
        LegDeadline & {
          readonly before: string;
          readonly startedAt: string;
          /** The version of the calendar that moved it, and its decision; absent after a supplement. */
          readonly revision?: { readonly version: number; readonly source: string };
        };
    }
  | {
      readonly type: 'LegReroutingProposed';
      readonly data: OfOfficer & { readonly to: string; readonly reason: string };
    }
  | {
      readonly type: 'LegRerouted';
      readonly data: OfOfficer & { readonly to: string; readonly reason: string } & LegDeadline;
    }
  | { readonly type: 'LegClosed'; readonly data: OfLeg & { readonly end: LegEnd } };
