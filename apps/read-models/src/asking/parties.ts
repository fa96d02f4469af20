import { Injectable } from '@nestjs/common';
import { ReadStore, sql } from '@adapters/read-store';
import { localDate } from '@domain/codes';
import { Clock } from '@runtime';

/** For which agencies somebody reads: the own one, and those closed ones whose mail came over by today. */
@Injectable()
export class Parties {
  constructor(
    private readonly reads: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** The own agency first. */
  async of(agency: string): Promise<readonly string[]> {
    const today = localDate(this.clock.now());
    const found = await this.reads.query<{ predecessor: string }>(sql`
      select predecessor from succession
      where successor = ${agency} and effective_date <= ${today} order by predecessor`);
    return [agency, ...found.map(({ predecessor }) => predecessor)];
  }
}

/** What an answer says when a row belongs to another agency than the one that asks. */
export const forAgency = (owner: string, asker: string): { readonly forAgency?: string } =>
  owner === asker ? {} : { forAgency: owner };
