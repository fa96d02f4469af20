import { sql } from '@adapters/read-store';
import { localDate } from '@domain/codes';
import type { ItemAnswer } from '@domain/dossier/events';
import type { Projection } from '../projector/projection';

interface Settled {
  readonly dossierId: string;
  readonly handoffId: string;
  readonly officer: string;
  readonly reason: string;
  readonly items?: readonly ItemAnswer[];
  readonly at: string;
}

/** On a day before the day of the limit, by the limit, or later. */
function timeliness(at: string, limit: string): 'early' | 'on-time' | 'late' {
  if (localDate(at) < localDate(limit)) return 'early';
  return at <= limit ? 'on-time' : 'late';
}

const settled = (outcome: 'returned' | 'recalled') => (handoff: Settled) => [
  sql`update control_slip_row set outcome = ${outcome}, settled_by = ${handoff.officer},
        settled_at = ${handoff.at}, settled_reason = ${handoff.reason},
        items = ${handoff.items === undefined ? null : JSON.stringify(handoff.items)}::jsonb
      where dossier_id = ${handoff.dossierId} and handoff_id = ${handoff.handoffId}`,
];

const begun = ({ dossierId, agency, at }: { dossierId: string; agency: string; at: string }) => [
  sql`insert into control_slip (dossier_id, opened_by, opened_at, holder)
      values (${dossierId}, ${agency}, ${at}, ${agency})
      on conflict (dossier_id) do nothing`,
];

export const controlSlip: Projection = {
  name: 'control-slip.v1',
  tables: ['control_slip', 'control_slip_row', 'control_slip_consulted'],
  on: {
    DossierOpened: begun,
    DossierSubmitted: begun,
    ConsultationRequested: ({ dossierId, to }) => [
      sql`insert into control_slip_consulted (dossier_id, agency) values (${dossierId}, ${to})
          on conflict (dossier_id, agency) do nothing`,
    ],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, handOverBy, at }) => [
      sql`insert into control_slip_row
            (dossier_id, row_number, handoff_id, sender, recipient, giver, offered_at, outcome, reason, hand_over_by,
              timeliness)
          select ${dossierId}::text, coalesce(max(row_number), 0) + 1, ${handoffId}::text, ${from}::text, ${to}::text,
            ${giver}::text, ${at}::text, 'pending', ${reason}::text, ${handOverBy ?? null}::text,
            ${handOverBy === undefined ? null : timeliness(at, handOverBy)}::text
          from control_slip_row where dossier_id = ${dossierId}
          on conflict (dossier_id, handoff_id) do nothing`,
    ],
    HandoffAccepted: ({ dossierId, handoffId, to, taker, items, at }) => [
      sql`update control_slip set holder = ${to} where dossier_id = ${dossierId}`,
      sql`update control_slip_row set outcome = 'accepted', taker = ${taker}, settled_by = ${taker}, settled_at = ${at},
            items = ${items === undefined ? null : JSON.stringify(items)}::jsonb
          where dossier_id = ${dossierId} and handoff_id = ${handoffId}`,
    ],
    HandoffReturned: settled('returned'),
    HandoffRecalled: settled('recalled'),
  },
};
