import type { AgencyCard, AgencyDetails, AgencyListed } from '@contracts';
import { isInPost, isOpenOn, nameOn, parentOn, type RegisteredAgency } from '@domain/agency';

/** Bytes of cards that fit one message beside its envelope. */
const cardBytesMax = 384 * 1024;

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

export const listedOf = (agency: RegisteredAgency, date: string): AgencyListed => ({
  ...cardOf(agency, date),
  open: isOpenOn(agency, date),
});

/** @param mailGoesTo where the mail of a closed agency goes on that date */
export function detailsOf(agency: RegisteredAgency, date: string, mailGoesTo?: string): AgencyDetails {
  const { names, parents, codes, predecessors, delegations, lendings, certificates, closing } = agency;
  const closed = closing === undefined || mailGoesTo === undefined ? closing : { ...closing, mailGoesTo };
  return {
    ...listedOf(agency, date),
    names,
    parents,
    codes: [...codes].sort((a, b) => (a.validFromDate < b.validFromDate ? -1 : 1)),
    predecessors,
    ...(closed === undefined ? {} : { closing: closed }),
    deskLendings: Object.entries(lendings).map(([lendingId, lent]) => ({ lendingId, ...lent })),
    delegations: Object.entries(delegations).map(([delegationId, given]) => ({ delegationId, ...given })),
    certificates: Object.entries(certificates).map(([certificate, held]) => ({ certificate, ...held })),
  };
}

/** The first cards that fit one message together; at least one, so that a list always moves on. */
export function cardsThatFit<T extends AgencyCard>(cards: Iterable<T>): T[] {
  const fitting: T[] = [];
  let bytes = 0;
  for (const card of cards) {
    bytes += Buffer.byteLength(JSON.stringify(card)) + 1;
    if (bytes > cardBytesMax && fitting.length > 0) break;
    fitting.push(card);
  }
  return fitting;
}
