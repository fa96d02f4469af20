import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const named = table('agency_name', 'agency', 'from_date');

/** A name holds until the next one; the first holds from the beginning of time. */
export const agencyNames: Projection = {
  name: 'agency-names.v1',
  tables: [named],
  on: {
    AgencyRegistered: ({ code, name }) => [named.insert({ agency: code, from_date: '', name })],
    AgencyRenamed: ({ agency, effectiveDate, name }) => [
      named.insert({ agency, from_date: effectiveDate, name }, 'do update set name = excluded.name'),
    ],
  },
};
