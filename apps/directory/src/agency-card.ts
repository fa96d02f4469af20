import type { AgencyCard } from '@contracts';
import type { AgencyState } from '@domain/agency';

export type Registered = Extract<AgencyState, { status: 'registered' }>;

/** Bytes of cards that fit one message beside its envelope. */
export const cardBytesMax = 384 * 1024;

/** An agency as others see it: officers in the order of their ids. */
export function cardOf({ status: _, officers, ...agency }: Registered): AgencyCard {
  const byId = Object.entries(officers).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...agency, officers: byId.map(([officer, held]) => ({ officer, ...held })) };
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
