import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const succession = table('succession', 'successor', 'predecessor');

/** One agency at a time: what the next one takes over may be what this one has. */
const closed = succession.shape({
  writes: [],
  sql: `insert into succession (successor, predecessor, effective_date)
    select heir.code, gone.code, greatest(heir.since, gone.since)
    from given
    cross join lateral (select given.successor as code, given.effective_date as since
      union all select successor, effective_date from succession where predecessor = given.successor) as heir
    cross join lateral (select given.predecessor as code, given.effective_date as since
      union all select predecessor, effective_date from succession where successor = given.predecessor) as gone
    on conflict (successor, predecessor) do nothing`,
});

/**
 * The first successor of a closed agency takes its mail, and with it what that agency had taken over before: every
 * chain is written out, so that a question looks one row deep.
 */
export const successions: Projection = {
  name: 'successions.v1',
  tables: [succession],
  on: {
    AgencyClosed: ({ agency, successors: [successor], effectiveDate }) =>
      successor === undefined
        ? []
        : [closed({ successor, predecessor: agency, effective_date: effectiveDate })],
  },
};
