import type { LegState as LegStatus, NumberedDocument, SupplementClock } from '@domain/codes';
import type { LegPlan, OfLeg } from './leg.events';

export type { LegStatus };

interface Rerouting {
  readonly to: string;
  readonly reason: string;
}

/** A stretch in which its dossier stood still, and what the clock did when it went on; absent until then. */
export interface StoodStill {
  readonly pausedAt: string;
  readonly resumedAt?: string;
  readonly clock?: SupplementClock;
}

export type LegState =
  | { readonly status: 'absent' }
  | (Pick<OfLeg, 'dossierId' | 'order' | 'agency' | 'oneStop' | 'lead'> & {
      readonly status: Exclude<LegStatus, 'Planned'>;
      readonly plan: LegPlan;
      /** Agencies that have or had it, the one-stop unit, the lead agency and who watches over it. */
      readonly parties: readonly string[];
      /** When its turn came. */
      readonly beganAt: string;
      /** Stretches that it stood still in with its dossier since; oldest first. */
      readonly stood: readonly StoodStill[];
      /** From when the time of the agency that has it is counted; absent as long as no agency has it. */
      readonly startedAt?: string;
      /** When the agency that has it accepted it. */
      readonly acceptedAt?: string;
      /** Another agency has it than was planned: it has its own time, and nothing was promised. */
      readonly isRerouted?: true;
      /** Absent as long as no agency has it. */
      readonly dueAt?: string;
      /** Told of the agency that has it now. */
      readonly isOverdue?: true;
      readonly proposed?: Rerouting;
      readonly result?: {
        readonly sha256: string;
        readonly symbol?: string;
        readonly document?: NumberedDocument;
      };
    });
export type ExistingLeg = Exclude<LegState, { status: 'absent' }>;
