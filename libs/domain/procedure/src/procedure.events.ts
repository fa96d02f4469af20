import type {
  Channel,
  Convention,
  FeeMoment,
  OnlineLevel,
  PeriodUnit,
  RouteMode,
  SupplementClock,
} from '@domain/codes';

export interface Period {
  /** Whole, 1 and up. */
  readonly amount: number;
  readonly unit: PeriodUnit;
}

/** What an applicant hands in. */
interface Component {
  /** The same in every version: what was handed in keeps its meaning. */
  readonly key: string;
  readonly name: string;
  readonly mandatory: boolean;
  /** Paper originals wanted; 0 when a copy or a file does. */
  readonly originals: number;
  /** The form it is written on, by its symbol. */
  readonly form?: string;
}

interface Fee {
  readonly key: string;
  readonly name: string;
  readonly amountVnd: number;
  readonly moment: FeeMoment;
  readonly legalBasis: string;
}

/** One agency's part of an interlinked procedure. */
interface RouteLeg {
  readonly agency: string;
  readonly task: string;
  /** Inside the time of the whole; it never moves the end of that. */
  readonly time: Period;
  /** A dossier may go on without it once its agency refuses; absent: it may not. */
  readonly optional?: boolean;
}

/** Through which agencies a dossier goes, in order (Decree 61/2018 art. 19(6), (7)). */
interface Route {
  readonly mode: RouteMode;
  /** The agency that answers for the whole. */
  readonly lead: string;
  readonly legs: readonly RouteLeg[];
}

interface SupplementRule {
  readonly clock: SupplementClock;
  /** Requests at most in one stage. */
  readonly requestsMax: number;
  /** Working days the applicant is given to answer. */
  readonly answerDays: number;
}

/** What one version says, whole: nothing of the version before is carried over. */
export interface VersionContent {
  readonly name: string;
  readonly sector: string;
  /** First local day it is in force, YYYY-MM-DD. */
  readonly effectiveFromDate: string;
  /** What the law grants. */
  readonly legalTime: Period;
  /** What the province promises; never longer. */
  readonly publishedTime: Period;
  readonly convention: Convention;
  readonly channels: readonly Channel[];
  readonly components: readonly Component[];
  readonly fees: readonly Fee[];
  /** Absent: one agency does it alone. */
  readonly route?: Route;
  readonly onlineLevel: OnlineLevel;
  readonly supplement: SupplementRule;
  /** Its result is a document of the registers: numbered, signed and sealed there. Absent: it need not be. */
  readonly resultDocument?: boolean;
  /** Number and symbol of the decision that publishes it. */
  readonly legalBasis: string;
}

export interface ProcedureVersion extends VersionContent {
  /** `1`, `2`, … in the order in which they were issued. */
  readonly version: string;
}

export type ProcedureEvent =
  | {
      /** The first version of a procedure, or one that changes it. */
      readonly type: 'ProcedureVersionIssued';
      readonly data: ProcedureVersion & { readonly procedure: string; readonly at: string };
    }
  | {
      readonly type: 'ProcedureAbolished';
      readonly data: {
        readonly procedure: string;
        /** First local day on which no version is in force, YYYY-MM-DD. */
        readonly effectiveDate: string;
        readonly legalBasis: string;
        readonly at: string;
      };
    };
