import type { GivenComponent } from './dossier-rules';
import type { Wanting, Whose } from './intake.events';

/** What the house records by itself names the agency that holds the dossier, and no officer. */
interface Late {
  readonly dossierId: string;
  readonly agency: string;
  readonly dueAt: string;
  readonly calendarVersion: string;
  readonly at: string;
}

interface Consultation {
  readonly dossierId: string;
  readonly consultationId: string;
  readonly from: string;
  readonly to: string;
  readonly officer: string;
  readonly at: string;
}

export type ClockEvent =
  | { readonly type: 'ProcessorAssigned'; readonly data: Whose & { readonly assignee: string } }
  | {
      /** From one desk of the holder to another, at whatever stage it stands. */
      readonly type: 'ProcessorReplaced';
      readonly data: Whose & {
        readonly from: string;
        readonly assignee: string;
        readonly reason: string;
        /** Of the list that it stands on. */
        readonly handoverId: string;
      };
    }
  | {
      readonly type: 'ConsultationRequested';
      readonly data: Consultation & {
        readonly content: string;
        readonly answerBy: string;
        /** The closed agency that was to be asked, when its successor is. */
        readonly insteadOf?: string;
      };
    }
  | { readonly type: 'ConsultationAnswered'; readonly data: Consultation & { readonly answer: string } }
  | {
      readonly type: 'ConsultationLapsed';
      readonly data: Omit<Consultation, 'officer'> & { readonly answerBy: string };
    }
  | {
      readonly type: 'VerificationRecorded';
      readonly data: Whose & {
        readonly verifiedAt: string;
        readonly place: string;
        /** Ids of the officers who were there; no names. */
        readonly participants: readonly string[];
        readonly content: string;
      };
    }
  | {
      /** The clock stands still from now on. */
      readonly type: 'SupplementRequested';
      readonly data: Whose & {
        readonly wanting: readonly Wanting[];
        readonly reason: string;
        readonly answerByDate: string;
        readonly calendarVersion: string;
        /** Of an interlinked one: the leg whose agency lacks it, and that agency. Absent: who asks lacks it. */
        readonly leg?: { readonly order: number; readonly agency: string };
      };
    }
  | {
      readonly type: 'SupplementSubmitted';
      readonly data: Whose & { readonly components: readonly GivenComponent[] };
    }
  | { readonly type: 'SupplementAccepted'; readonly data: Whose }
  | {
      readonly type: 'DeadlineRecomputed';
      readonly data: Omit<Whose, 'officer'> & {
        /** Absent of what the house recorded by itself. */
        readonly officer?: string;
        /** What the clock did, after a supplement. */
        readonly clock?: 'restart' | 'resume';
        /** The version of the calendar that moved it, and its decision. */
        readonly revision?: { readonly version: number; readonly source: string };
        readonly before: string;
        readonly legalBefore?: string;
        readonly startedAt: string;
        readonly dueAt: string;
        readonly legalDueAt: string;
        readonly calendarVersion: string;
      };
    }
  | { readonly type: 'SupplementLapsed'; readonly data: Whose & { readonly answerByDate: string } }
  | {
      readonly type: 'ProcessingStopped';
      readonly data: Whose & { readonly reason: string; readonly legalBasis: string };
    }
  | { readonly type: 'WithdrawalRequested'; readonly data: Whose & { readonly reason: string } }
  | { readonly type: 'DossierWithdrawn'; readonly data: Whose }
  | { readonly type: 'WithdrawalRejected'; readonly data: Whose & { readonly reason: string } }
  | { readonly type: 'OverduePredicted'; readonly data: Late & { readonly workingDaysLeft: number } }
  | { readonly type: 'OverdueDeclared'; readonly data: Late }
  | {
      /** An apology was wanted when it was too late for one: a breach that is told, once for each appointment. */
      readonly type: 'LateApologyRefused';
      readonly data: Whose & { readonly dueAt: string };
    }
  | { readonly type: 'ApologyIssued'; readonly data: Whose & { readonly reason: string } }
  | {
      readonly type: 'AppointmentMoved';
      readonly data: Whose & {
        readonly before: string;
        readonly dueAt: string;
        readonly calendarVersion: string;
      };
    };
