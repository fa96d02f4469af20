import { timelinessOf } from '@domain/codes';
import type { ItemAnswer } from '@domain/dossier/events';
import { partiesOf } from '../legs/parties';
import type { Projection } from '../projector/projection';
import { json } from '../projector/row-write';
import { table } from '../projector/table';

const slip = table('control_slip', 'dossier_id');
const slipRow = table('control_slip_row', 'dossier_id', 'handoff_id');
const consulted = table('control_slip_consulted', 'dossier_id', 'agency');

interface Settled {
  readonly dossierId: string;
  readonly handoffId: string;
  readonly officer: string;
  readonly reason: string;
  readonly items?: readonly ItemAnswer[];
  readonly at: string;
}

const settled =
  (outcome: 'returned' | 'recalled') =>
  ({ dossierId, handoffId, officer, reason, items, at }: Settled) => [
    slipRow.update(
      { dossier_id: dossierId, handoff_id: handoffId },
      { outcome, settled_by: officer, settled_at: at, settled_reason: reason, items: items && json(items) },
    ),
  ];

const begun = ({ dossierId, agency, at }: { dossierId: string; agency: string; at: string }) => [
  slip.insert({ dossier_id: dossierId, opened_by: agency, opened_at: at, holder: agency }),
];

/** The next row of its slip. */
const offered = slipRow.shape({
  writes: ['dossier_id'],
  sql: `insert into control_slip_row
      (dossier_id, row_number, handoff_id, sender, recipient, giver, offered_at, outcome, reason, hand_over_by,
       timeliness, slip_id)
    select dossier_id,
      (select coalesce(max(earlier.row_number), 0) + 1 from control_slip_row as earlier
        where earlier.dossier_id = given.dossier_id),
      handoff_id, sender, recipient, giver, offered_at, 'pending', reason, hand_over_by, timeliness, slip_id
    from given
    on conflict (dossier_id, handoff_id) do nothing`,
});

export const controlSlip: Projection = {
  name: 'control-slip.v1',
  tables: [slip, slipRow, consulted],
  on: {
    DossierOpened: begun,
    DossierSubmitted: begun,
    ConsultationRequested: ({ dossierId, to }) => [consulted.insert({ dossier_id: dossierId, agency: to })],
    RouteFixed: (route) =>
      partiesOf(route).map((agency) => consulted.insert({ dossier_id: route.dossierId, agency })),
    LegRerouted: ({ dossierId, to }) => [consulted.insert({ dossier_id: dossierId, agency: to })],
    HandoffOffered: ({ dossierId, handoffId, from, to, giver, reason, slipId, handOverBy, at }) => [
      offered({
        ...{ dossier_id: dossierId, handoff_id: handoffId, sender: from, recipient: to },
        ...{ giver, offered_at: at, reason, hand_over_by: handOverBy, slip_id: slipId },
        timeliness: handOverBy === undefined ? null : timelinessOf(at, handOverBy),
      }),
    ],
    HandoffAccepted: ({ dossierId, handoffId, to, taker, items, at }) => [
      slip.update({ dossier_id: dossierId }, { holder: to }),
      slipRow.update(
        { dossier_id: dossierId, handoff_id: handoffId },
        { outcome: 'accepted', taker, settled_by: taker, settled_at: at, items: items && json(items) },
      ),
    ],
    HandoffReturned: settled('returned'),
    HandoffRecalled: settled('recalled'),
  },
};
