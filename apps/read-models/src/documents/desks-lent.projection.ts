import { localDate } from '@domain/codes';
import type { Projection } from '../projector/projection';
import { table } from '../projector/table';

const lending = table('desk_lent', 'agency', 'lending_id');

const unlessEnded = { set: {}, where: 'desk_lent.ended_date is null' };

/** Those of both who lent a desk and who covers it. */
const dismissed = lending.shape({
  given: 'agency text, officer text, ended_date text',
  writes: ['agency'],
  sql: `update desk_lent set ended_date = given.ended_date from given
    where desk_lent.agency = given.agency and given.officer in (desk_lent.officer, desk_lent.cover)
      and desk_lent.ended_date is null`,
});

/** Leave cover: who works at whose desk on which days. */
export const desksLent: Projection = {
  name: 'desks-lent.v1',
  tables: [lending],
  on: {
    DeskLent: ({ agency, lendingId, officer, cover, validFromDate, validToDate }) => [
      lending.insert({
        ...{ agency, lending_id: lendingId, officer, cover },
        ...{ from_date: validFromDate, to_date: validToDate },
      }),
    ],
    DeskLentEnded: ({ agency, lendingId, at }) => [
      lending.update({ agency, lending_id: lendingId }, { ended_date: localDate(at) }, unlessEnded),
    ],
    OfficerDismissed: ({ agency, officer, at }) => [
      dismissed({ agency, officer, ended_date: localDate(at) }),
    ],
  },
};
