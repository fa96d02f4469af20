import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

/** Officers whose work became a task of their leaders. */
export const officersLeft: Projection = {
  name: 'officers-left.v1',
  tables: ['officer_left'],
  on: {
    OfficerDismissed: ({ agency, officer, at }) => [
      sql`insert into officer_left (agency, officer, left_at) values (${agency}, ${officer}, ${at})
          on conflict (agency, officer) do nothing`,
    ],
    OfficerAppointed: ({ agency, officer }) => [
      sql`delete from officer_left where agency = ${agency} and officer = ${officer}`,
    ],
  },
};
