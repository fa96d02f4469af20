import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

/**
 * The first successor of a closed agency takes its mail, and with it what that agency had taken over before: every
 * chain is written out, so that a question looks one row deep.
 */
export const successions: Projection = {
  name: 'successions.v1',
  tables: ['succession'],
  on: {
    AgencyClosed: ({ agency, successors: [successor], effectiveDate }) =>
      successor === undefined
        ? []
        : [
            sql`insert into succession (successor, predecessor, effective_date)
                select heir.code, gone.code, greatest(heir.since, gone.since)
                from (select ${successor}::text collate "C" as code, ${effectiveDate}::text collate "C" as since
                  union all select successor, effective_date from succession where predecessor = ${successor}) as heir
                cross join (select ${agency}::text collate "C" as code, ${effectiveDate}::text collate "C" as since
                  union all select predecessor, effective_date from succession where successor = ${agency}) as gone
                on conflict (successor, predecessor) do nothing`,
          ],
  },
};
