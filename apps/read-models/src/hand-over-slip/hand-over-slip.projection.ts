import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const slip = table('hand_over_slip', 'slip_id');

export const handOverSlips: Projection = {
  name: 'hand-over-slips.v1',
  tables: [slip],
  on: {
    HandOverSlipIssued: ({ slipId, number, localDate, agency, to, officer, reason, at }) => [
      slip.insert({
        ...{ slip_id: slipId, number, local_date: localDate, sender: agency, recipient: to },
        ...{ giver: officer, reason, issued_at: at },
      }),
    ],
  },
};
