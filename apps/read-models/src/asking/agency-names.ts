import { Injectable } from '@nestjs/common';
import { ReadStore, sql } from '@adapters/read-store';
import { localDate } from '@domain/codes';
import { Clock } from '@runtime';

/** What an agency was called on the local day of an instant; nothing of one that nobody registered. */
export type NameAt = (agency: string, at: string) => string | undefined;

interface Step {
  readonly agency: string;
  readonly fromDate: string;
  readonly name: string;
}

/** What agencies are called, and who follows those that are closed. */
@Injectable()
export class AgencyNames {
  constructor(
    private readonly reads: ReadStore,
    private readonly clock: Clock,
  ) {}

  async of(agencies: readonly string[]): Promise<NameAt> {
    const steps = await this.reads.query<Step>(sql`
      select agency, from_date as "fromDate", name from agency_name
      where agency in (select jsonb_array_elements_text(${JSON.stringify([...new Set(agencies)])}::jsonb))
      order by agency, from_date desc`);
    return (agency, at) => {
      const date = localDate(at);
      return steps.find((step) => step.agency === agency && step.fromDate <= date)?.name;
    };
  }

  /** Each agency itself while it is open, else the open one that took over from it; today, with its name of today. */
  async presently(agencies: readonly string[]): Promise<(agency: string) => Presently> {
    const now = this.clock.now();
    const today = localDate(now);
    const codes = [...new Set(agencies)];
    const heirs = await this.reads.query<{ predecessor: string; successor: string }>(sql`
      select predecessor, successor from succession as own
      where predecessor in (select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))
        and effective_date <= ${today} and not exists (
          select from succession as next
          where next.predecessor = own.successor and next.effective_date <= ${today})
      order by effective_date desc`);
    const heirOf = (agency: string): string =>
      heirs.find(({ predecessor }) => predecessor === agency)?.successor ?? agency;
    const nameAt = await this.of(codes.map(heirOf));
    return (agency) => {
      const [code, name] = [heirOf(agency), nameAt(heirOf(agency), now)];
      return name === undefined ? { agency: code } : { agency: code, name };
    };
  }
}

interface Presently {
  readonly agency: string;
  readonly name?: string;
}

interface Offer {
  readonly from: string;
  readonly to: string;
  readonly offeredAt: string;
}

/** What giver and recipient were called on the day of the offer. */
export function handoffNames(
  { from, to, offeredAt }: Offer,
  nameAt: NameAt,
): { readonly fromName?: string; readonly toName?: string } {
  const [fromName, toName] = [nameAt(from, offeredAt), nameAt(to, offeredAt)];
  return { ...(fromName === undefined ? {} : { fromName }), ...(toName === undefined ? {} : { toName }) };
}
