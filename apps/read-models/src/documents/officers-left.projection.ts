import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const left = table('officer_left', 'agency', 'officer');

/** Officers whose work became a task of their leaders. */
export const officersLeft: Projection = {
  name: 'officers-left.v1',
  tables: [left],
  on: {
    OfficerDismissed: ({ agency, officer, at }) => [left.insert({ agency, officer, left_at: at })],
    OfficerAppointed: ({ agency, officer }) => [left.delete({ agency, officer })],
  },
};
