import type { Projection } from '../projector/projection';
import type { RowWrite } from '../projector/row-write';
import { table } from '../projector/table';

const [feed, end] = [table('agency_feed', 'agency', 'number'), table('agency_feed_end', 'agency')];

/** One fact as one agency is told it. */
export interface CountedFact {
  readonly agency: string;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** Where in the store it counts: its own position, or that at which its stream was taken up. */
  readonly countedAt: bigint;
}

/** What a statement reads is as it was before it, so that rows are numbered on from the end that it moves. */
const counted = feed.shape({
  given:
    'agency text collate "C", event_id uuid, position bigint, counted_at bigint, stream text, revision bigint',
  adds: [],
  sql: `, moved as (
      insert into agency_feed_end (agency, number)
      select agency, count(*)::integer from given group by agency
      on conflict (agency) do update set number = agency_feed_end.number + excluded.number
    )
    insert into agency_feed (agency, number, event_id, position, counted_at, stream, revision)
    select agency,
      coalesce((select number from agency_feed_end where agency_feed_end.agency = given.agency), 0)
        + row_number() over (partition by agency order by counted_at, position),
      event_id, position, counted_at, stream, revision
    from given`,
});

/** One statement for all facts of a batch, in whatever order they are given. */
export const countedWrite = ({ eventId, revision, position, countedAt, ...row }: CountedFact): RowWrite =>
  counted({
    ...row,
    event_id: eventId,
    revision: String(revision),
    position: String(position),
    counted_at: String(countedAt),
  });

/** Its rows follow from more than one fact at a time: `FeedCounting` says which. */
export const agencyFeed: Projection = { name: 'agency-feed.v1', tables: [feed, end], on: {} };
