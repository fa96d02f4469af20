import type { NumberedDocument, RouteMode } from '@domain/codes';
import type { Period } from './dossier-rules';
import type { Whose } from './intake.events';

/** One agency's part, as it is planned when the route is fixed. */
export interface PlannedLeg {
  readonly agency: string;
  readonly task: string;
  readonly time: Period;
  /** Without its result the dossier is not consolidated. */
  readonly mandatory: boolean;
  /** By when it is done if everything before it is on time; inside the appointment. */
  readonly dueAt: string;
  /** Of an upward one: the agency whose one-stop unit watches over it. */
  readonly monitor?: string;
}

/** One result of several that make up the result of the whole. */
export interface LegResult {
  /** Of the leg in the route, counted from 1. */
  readonly order: number;
  readonly agency: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly symbol?: string;
  /** Which it is among the documents of the agency; absent of a hash that was told. */
  readonly document?: NumberedDocument;
}

/** What is decided on an interlinked dossier itself; each of its legs has a history of its own. */
export type LinkedEvent =
  | {
      readonly type: 'RouteFixed';
      readonly data: Whose & {
        readonly mode: RouteMode;
        /** The agency that answers for the whole. */
        readonly lead: string;
        /** In order; the first is leg 1. */
        readonly legs: readonly PlannedLeg[];
        readonly calendarVersion: string;
      };
    }
  | {
      /** The end of processing, as the result of one agency at the one-stop unit is. */
      readonly type: 'LinkedResultsConsolidated';
      readonly data: Whose & { readonly results: readonly LegResult[]; readonly finishedAt: string };
    }
  | {
      readonly type: 'LinkedDossierRefused';
      readonly data: Whose & {
        /** Of the leg that was refused. */
        readonly order: number;
        readonly reason: string;
        readonly finishedAt: string;
      };
    }
  | {
      readonly type: 'LinkedDossierContinued';
      readonly data: Whose & { readonly order: number; readonly reason: string };
    };
