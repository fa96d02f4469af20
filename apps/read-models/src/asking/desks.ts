import { Injectable } from '@nestjs/common';
import { ReadStore, sql } from '@adapters/read-store';
import { localDate } from '@domain/codes';
import { Clock } from '@runtime';

/** At whose desks an officer works: the own one, and today those of colleagues who are away. */
@Injectable()
export class Desks {
  constructor(
    private readonly reads: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** The own desk first. */
  async of(agency: string, officer: string): Promise<readonly string[]> {
    const today = localDate(this.clock.now());
    const found = await this.reads.query<{ officer: string }>(sql`
      select distinct officer from desk_lent
      where agency = ${agency} and cover = ${officer} and from_date <= ${today} and to_date >= ${today}
        and (ended_date is null or ended_date > ${today})
      order by officer`);
    return [officer, ...found.map((lent) => lent.officer)];
  }
}
