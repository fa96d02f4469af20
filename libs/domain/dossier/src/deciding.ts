import type { DossierStage } from '@domain/codes';
import { type Decision, type Refusal, refuse } from '@domain/decider';
import type { DossierEvent } from './dossier.events';
import type { DossierFile, Existing } from './dossier-state';

/** Who acts, and when. `by` is the agency, `officer` the person there. */
export interface Act {
  readonly by: string;
  readonly officer: string;
  readonly at: string;
}

export const ownRefusals = [
  'not-found',
  'not-the-holder',
  'handoff-already-pending',
  'not-at-this-stage',
  'only-the-one-stop',
  'unknown-component',
  'calendar-year-not-covered',
] as const;
export type OwnRefusal = (typeof ownRefusals)[number];

/** What a command of a region comes to, with the refusals of that region. */
export type DecidedAs<R extends string = never> = Decision<DossierEvent, OwnRefusal | R>;

/** How each command of a region is decided on a dossier that is there. */
export type DecisionsOf<C extends { readonly type: string }, R extends string = never> = {
  readonly [T in C as T['type']]: (command: T, state: Existing) => DecidedAs<R>;
};

/** Holder, stage and file of a dossier that one may work on, or why one may not. */
export function atStage(
  state: Existing,
  by: string,
  ...allowed: readonly DossierStage[]
): { readonly file: DossierFile; readonly stage: DossierStage } | Refusal<OwnRefusal> {
  const { stage, file } = state;
  if (state.holder !== by) return refuse('not-the-holder');
  if (file === undefined || !allowed.includes(stage)) return refuse('not-at-this-stage', { stage });
  if (state.status === 'offered') return refuse('handoff-already-pending');
  return { file, stage };
}

/** The same for what only the agency does that the dossier was handed in at, whoever holds it now. */
export function atOneStop(
  state: Existing,
  by: string,
  ...allowed: readonly DossierStage[]
): { readonly file: DossierFile; readonly stage: DossierStage } | Refusal<OwnRefusal> {
  return state.openedBy === by ? atStage(state, state.holder, ...allowed) : refuse('only-the-one-stop');
}

/** Every fact of the holder's own names its agency and officer. */
export const whose = ({ dossierId }: Existing, { by: agency, officer, at }: Act) => ({
  dossierId,
  agency,
  officer,
  at,
});

export const notCovered = ({ year }: { readonly year: number }) =>
  refuse('calendar-year-not-covered', { year: String(year) });
