import type { ControlSlipRow, DossierFormData } from '@contracts';

type SlipHandoff = NonNullable<DossierFormData['handoffs']>[number];
type SlipLeg = NonNullable<DossierFormData['legs']>[number];

/** By which names a slip calls whom it tells of. */
export interface NamesOnSlip {
  agency(code: string): Promise<string>;
  /** An officer of an agency, given by its code. */
  officer(agency: string, id: string): Promise<string>;
}

/** The first hand-offs of a slip, and whether there are more of them than may be printed. */
export async function handoffsOnSlip(
  rows: AsyncIterable<ControlSlipRow>,
  names: NamesOnSlip,
  max: number,
): Promise<Pick<DossierFormData, 'handoffs' | 'moreHandoffs'>> {
  const handoffs: SlipHandoff[] = [];
  for await (const row of rows) {
    if (handoffs.length === max) return { handoffs, moreHandoffs: true };
    handoffs.push(await handoffOnSlip(row, names));
  }
  return { handoffs };
}

async function handoffOnSlip(handoff: ControlSlipRow, names: NamesOnSlip): Promise<SlipHandoff> {
  const { row, from, to, giver, taker, offeredAt, settledAt, outcome, timeliness } = handoff;
  return {
    ...{ row, from: await names.agency(from), to: await names.agency(to) },
    ...{ giver: await names.officer(from, giver), offeredAt, outcome },
    ...(taker === undefined ? {} : { taker: await names.officer(to, taker) }),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(timeliness === undefined ? {} : { timeliness }),
    note: handoff.settledReason ?? handoff.reason,
  };
}

/** Legs with the names of those whose codes and ids they come with. */
export async function legsOnSlip(legs: readonly SlipLeg[], names: NamesOnSlip): Promise<readonly SlipLeg[]> {
  const named: SlipLeg[] = [];
  for (const { officer, ...leg } of legs) {
    const who = officer === undefined ? {} : { officer: await names.officer(leg.agency, officer) };
    named.push({ ...leg, agency: await names.agency(leg.agency), ...who });
  }
  return named;
}
