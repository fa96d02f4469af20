import { sql } from '@adapters/read-store';
import { localDate } from '@domain/codes';
import type { Projection } from '../projector/projection';

/** Leave cover: who works at whose desk on which days. */
export const desksLent: Projection = {
  name: 'desks-lent.v1',
  tables: ['desk_lent'],
  on: {
    DeskLent: ({ agency, lendingId, officer, cover, validFromDate, validToDate }) => [
      sql`insert into desk_lent (agency, lending_id, officer, cover, from_date, to_date)
          values (${agency}, ${lendingId}, ${officer}, ${cover}, ${validFromDate}, ${validToDate})
          on conflict (agency, lending_id) do nothing`,
    ],
    DeskLentEnded: ({ agency, lendingId, at }) => [
      sql`update desk_lent set ended_date = ${localDate(at)}
          where agency = ${agency} and lending_id = ${lendingId} and ended_date is null`,
    ],
    OfficerDismissed: ({ agency, officer, at }) => [
      sql`update desk_lent set ended_date = ${localDate(at)}
          where agency = ${agency} and (officer = ${officer} or cover = ${officer}) and ended_date is null`,
    ],
  },
};
