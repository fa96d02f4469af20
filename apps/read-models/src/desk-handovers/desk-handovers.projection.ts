import type { Projection } from '../projector/projection';
import { json } from '../projector/row-write';
import { table } from '../projector/table';

const handover = table('desk_handover', 'handover_id');

export const deskHandovers: Projection = {
  name: 'desk-handovers.v1',
  tables: [handover],
  on: {
    DeskHandedOver: ({
      handoverId,
      agency,
      officer,
      from,
      to,
      documents,
      dossiers,
      deskLendings = [],
      reason,
      at,
    }) => [
      handover.insert({
        ...{
          handover_id: handoverId,
          agency,
          given_by: officer,
          given_from: from,
          given_to: to,
          given_at: at,
        },
        ...{
          reason,
          documents: json(documents),
          dossiers: json(dossiers),
          desk_lendings: json(deskLendings),
        },
      }),
    ],
    DeskTakenOver: ({ handoverId, at }) => [handover.update({ handover_id: handoverId }, { taken_at: at })],
  },
};
