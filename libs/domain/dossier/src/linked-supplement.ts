import { type Refusal, refuse } from '@domain/decider';
import type { ClockEvent } from './clock.events';
import type { DossierRules } from './dossier-rules';
import { type DossierFile, type Existing, moved } from './dossier-state';
import type { LegStanding } from './linked';

/** What a request for a supplement is measured by. */
export interface Asking {
  readonly rules: DossierRules;
  /** When who lacks it received the dossier. */
  readonly receivedAt: string;
  /** How often it asked since. */
  readonly requests: number;
  readonly leg?: { readonly order: number; readonly agency: string };
}

export type OfSupplement = 'not-the-lead' | 'leg-not-at-work';

interface Request {
  readonly by: string;
  readonly order?: number;
  readonly standings?: readonly LegStanding[];
}

/**
 * While its legs are worked on the lead agency asks, for itself or for the agency of a leg, so that the applicant
 * hears one voice. Each may lack something once it has the dossier: the lead since the route was fixed, an agency
 * since it accepted its leg (Decree 61/2018 art. 19(4), 19(6)).
 */
export function askingWhileRouted(
  { status, stage, file }: Existing,
  { by, order, standings = [] }: Request,
): Asking | Refusal<OfSupplement | 'not-at-this-stage' | 'handoff-already-pending'> {
  const { link, rules } = file ?? {};
  if (link === undefined || rules === undefined) return refuse('not-at-this-stage', { stage });
  if (link.lead !== by) return refuse('not-the-lead', { lead: link.lead });
  if (stage !== 'Routed') return refuse('not-at-this-stage', { stage });
  // What is under way comes to rest first: a dossier that waits for its applicant is taken over by nobody.
  if (status === 'offered') return refuse('handoff-already-pending');
  if (order === undefined) {
    const own = link.asked.filter((each) => each.order === undefined);
    return { rules, receivedAt: link.fixedAt, requests: own.length };
  }
  const standing = standings.find((each) => each.order === order);
  if (standing?.state !== 'Active' || standing.acceptedAt === undefined) return refuse('leg-not-at-work');
  const { agency, acceptedAt: receivedAt } = standing;
  const before = link.asked.filter((each) => each.order === order && each.agency === agency);
  return { rules, receivedAt, requests: before.length, leg: { order, agency } };
}

type DataOf<T extends ClockEvent['type']> = Extract<ClockEvent, { type: T }>['data'];

/** Who asked, and that the legs stand still with it. */
export function askedOf(
  state: Existing,
  { agency, leg, at: pausedAt }: DataOf<'SupplementRequested'>,
): Existing {
  const { link, requests = 0 } = state.file ?? {};
  if (link === undefined) return moved(state, state.stage, { requests: requests + 1 });
  const asked = [...link.asked, leg ?? { agency }];
  return moved(state, state.stage, { link: { ...link, asked, stood: [...link.stood, { pausedAt }] } });
}

/** The legs go on with it after a supplement; a revised calendar is theirs to follow. */
export function wentOn(
  { file }: Existing,
  { clock, at: resumedAt }: DataOf<'DeadlineRecomputed'>,
): Pick<DossierFile, 'link'> {
  const link = file?.link;
  if (link === undefined || clock === undefined) return {};
  const stood = link.stood.map((each) =>
    each.resumedAt === undefined ? { ...each, resumedAt, clock } : each,
  );
  return { link: { ...link, stood } };
}
