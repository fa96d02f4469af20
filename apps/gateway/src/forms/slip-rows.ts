import type { ControlSlipRow, DossierFormData } from '@contracts';

type SlipHandoff = NonNullable<DossierFormData['handoffs']>[number];
type SlipLeg = NonNullable<DossierFormData['legs']>[number];

/** By which names a slip calls whom it tells of: those of the local day of an instant. */
export interface NamesOnSlip {
  agency(code: string, at: string): Promise<string>;
  /** An officer of an agency, given by its code. */
  officer(agency: string, id: string, at: string): Promise<string>;
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
    ...{ row, from: await names.agency(from, offeredAt), to: await names.agency(to, offeredAt) },
    ...{ giver: await names.officer(from, giver, offeredAt), offeredAt, outcome },
    ...(taker === undefined ? {} : { taker: await names.officer(to, taker, settledAt ?? offeredAt) }),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(timeliness === undefined ? {} : { timeliness }),
    note: handoff.settledReason ?? handoff.reason,
  };
}

/** Legs with the names of those whose codes and ids they come with; `issuedAt` of those not given to anybody yet. */
export async function legsOnSlip(
  legs: readonly SlipLeg[],
  names: NamesOnSlip,
  issuedAt: string,
): Promise<readonly SlipLeg[]> {
  const named: SlipLeg[] = [];
  for (const { officer, ...leg } of legs) {
    const at = leg.givenAt ?? issuedAt;
    const acted = leg.endedAt ?? at;
    const who = officer === undefined ? {} : { officer: await names.officer(leg.agency, officer, acted) };
    named.push({ ...leg, agency: await names.agency(leg.agency, at), ...who });
  }
  return named;
}
