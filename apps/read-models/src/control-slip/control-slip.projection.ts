import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

interface Settled {
  readonly dossierId: string;
  readonly handoffId: string;
  readonly officer: string;
  readonly reason: string;
  readonly at: string;
}

const settled = (outcome: 'returned' | 'recalled') => (handoff: Settled) => [
  sql`update control_slip_row set outcome = ${outcome}, settled_by = ${handoff.officer},
        settled_at = ${handoff.at}, settled_reason = ${handoff.reason}
      where dossier_id = ${handoff.dossierId} and handoff_id = ${handoff.handoffId}`,
];

export const controlSlip: Projection = {
  name: 'control-slip.v1',
  tables: ['control_slip', 'control_slip_row'],
  on: {
    DossierOpened: ({ dossierId, agency, at }) => [
      sql`insert into control_slip (dossier_id, opened_by, opened_at, holder)
          values (${dossierId}, ${agency}, ${at}, ${agency})
          on conflict (dossier_id) do nothing`,
    ],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, at }) => [
      sql`insert into control_slip_row
            (dossier_id, row_number, handoff_id, sender, recipient, giver, offered_at, outcome, reason)
          select ${dossierId}::text, coalesce(max(row_number), 0) + 1, ${handoffId}::text, ${from}::text, ${to}::text,
            ${giver}::text, ${at}::text, 'pending', ${reason}::text
          from control_slip_row where dossier_id = ${dossierId}
          on conflict (dossier_id, handoff_id) do nothing`,
    ],
    HandoffAccepted: ({ dossierId, handoffId, to, taker, at }) => [
      sql`update control_slip set holder = ${to} where dossier_id = ${dossierId}`,
      sql`update control_slip_row set outcome = 'accepted', taker = ${taker}, settled_by = ${taker}, settled_at = ${at}
          where dossier_id = ${dossierId} and handoff_id = ${handoffId}`,
    ],
    HandoffReturned: settled('returned'),
    HandoffRecalled: settled('recalled'),
  },
};
