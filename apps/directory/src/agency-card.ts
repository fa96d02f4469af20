import type { AgencyCard } from '@contracts';
import { isInPost, nameOn, parentOn, type RegisteredAgency } from '@domain/agency';

/** Bytes of cards that fit one message beside its envelope. */
export const cardBytesMax = 384 * 1024;

/** An agency as others see it on a local date: those in post then, in the order of their ids. */
export function cardOf(agency: RegisteredAgency, date: string): AgencyCard {
  const { code, scheme, tier } = agency;
  const { name, abbreviation } = nameOn(agency, date);
  const { parent } = parentOn(agency, date);
  const officers = Object.entries(agency.officers)
    .filter(([officer]) => isInPost(agency, officer, date))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([officer, { displayName, roles }]) => ({ officer, displayName, roles }));
  return { code, scheme, name, abbreviation, tier, ...(parent === undefined ? {} : { parent }), officers };
}

/** The first cards that fit one message together; at least one, so that a list always moves on. */
export function cardsThatFit(cards: Iterable<AgencyCard>): AgencyCard[] {
  const fitting: AgencyCard[] = [];
  let bytes = 0;
  for (const card of cards) {
    bytes += Buffer.byteLength(JSON.stringify(card)) + 1;
    if (bytes > cardBytesMax && fitting.length > 0) break;
    fitting.push(card);
  }
  return fitting;
}
