import type { LegState as LegStatus } from '@domain/codes';
import type { LegPlan, OfLeg } from './leg.events';

export type { LegStatus };

interface Rerouting {
  readonly to: string;
  readonly reason: string;
}

export type LegState =
  | { readonly status: 'absent' }
  | (Pick<OfLeg, 'dossierId' | 'order' | 'agency' | 'oneStop' | 'lead'> & {
      readonly status: Exclude<LegStatus, 'Planned'>;
      readonly plan: LegPlan;
      /** Agencies that have or had it, the one-stop unit, the lead agency and who watches over it. */
      readonly parties: readonly string[];
      /** Absent as long as no agency has it. */
      readonly dueAt?: string;
      /** Told of the agency that has it now. */
      readonly isOverdue?: true;
      readonly proposed?: Rerouting;
      readonly result?: { readonly sha256: string; readonly symbol?: string };
    });
export type ExistingLeg = Exclude<LegState, { status: 'absent' }>;
