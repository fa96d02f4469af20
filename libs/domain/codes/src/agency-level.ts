import { schemeOf } from './agency-code';
import { type Tier, tiers } from './vocabulary';

/** Levels of state agencies, the highest first. */
export const agencyLevels = ['central', ...tiers] as const;
export type AgencyLevel = (typeof agencyLevels)[number];

/**
 * `G..` are ministries and what belongs to them, `H..` provinces and what belongs to them: what an agency of a province
 * is there says its tier. Nothing of the other letters of Decision 20/2020 Annex I, whose level nobody told us.
 */
export function levelOf(code: string, tier: Tier): AgencyLevel | undefined {
  const groups = code.split('.');
  const first = schemeOf(code) === 'qcvn102' ? groups.at(-1) : groups[0];
  if (first?.startsWith('G') === true) return 'central';
  return first?.startsWith('H') === true ? tier : undefined;
}

export const isAbove = (level: AgencyLevel, other: AgencyLevel): boolean =>
  agencyLevels.indexOf(level) < agencyLevels.indexOf(other);
