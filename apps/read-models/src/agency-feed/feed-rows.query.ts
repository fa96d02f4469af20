import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type Caller,
  type FeedRow,
  type FeedRows,
  FeedRowsQuery,
  inside,
  parseFeedCursor,
  parsePositionToken,
  type QueryReply,
  type Refused,
  refusedBy,
  subjects,
} from '@contracts';
import { ask } from '@runtime';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { Visibility } from '../asking/visibility';
import { agencyFeed } from './agency-feed.projection';
import { FeedNumbersHandler, numbersAsked } from './feed-numbers.query';
import { RowsWhole } from './rows-whole';

export class FeedRowsOf extends Query<QueryReply<FeedRows>> {
  constructor(
    readonly actor: Caller['actor'],
    readonly asked: FeedRowsQuery,
  ) {
    super();
  }
}

/** What comes after a number; the row with the number itself is looked at where it has to be this event. */
interface From {
  readonly number: number;
  readonly eventId?: string;
}

const malformed = (): Refused =>
  refusedBy('request', 'malformed', [
    {
      pointer: '/body/after',
      detail:
        'is no place among events; send `<feednumber>.<id>` of the last one that is known, or a `position`',
    },
  ]);

/**
 * The feed of an agency from any place on. Whoever reads on says which event it had under the last number: when that is
 * another event's now, or nobody's, it was of a lost future, and nothing is told as if it were not.
 */
@QueryHandler(FeedRowsOf)
export class FeedRowsHandler implements IQueryHandler<FeedRowsOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly visibility: Visibility,
    private readonly whole: RowsWhole,
  ) {}

  async execute({ actor, asked }: FeedRowsOf): Promise<QueryReply<FeedRows>> {
    const { agency = actor.agency, limit } = asked;
    if (!(await this.mayRead(actor, agency))) return refusedBy('agency', 'not-found');
    const from = await this.placeOf(actor, agency, asked.from ?? '0');
    if ('refused' in from) return from;
    const { number: after } = from;
    const [last] = await this.reads.query<{ number: number }>(
      sql`select number from agency_feed_end where agency = ${agency}`,
    );
    // The event that was known last is read in the statement that reads those behind it: both are of one history.
    const found = await this.reads.query<FeedRow>(sql`
      select number, event_id::text as "eventId", stream, revision::text as revision
      from agency_feed where agency = ${agency} and number >= ${after} order by number limit ${limit + 2}`);
    const rows = found.filter(({ number }) => number > after);
    if (from.eventId !== undefined && found[0]?.eventId !== from.eventId)
      return this.refusalOf(found[0], after);
    const page = rows.slice(0, limit);
    const end = Math.max(last?.number ?? 0, rows.at(-1)?.number ?? after);
    return { ok: true, answer: { agency, after, rows: page, end, hasMore: rows.length > limit } };
  }

  /** The house itself reads for whom it carries events to. */
  private async mayRead({ agency: own, role }: Caller['actor'], agency: string): Promise<boolean> {
    return role === 'System' || (await this.parties.of(own)).includes(agency);
  }

  private async placeOf({ role }: Caller['actor'], agency: string, text: string): Promise<From | Refused> {
    // From a bare number on only the house itself sends again, on somebody's word: nothing says which event was had.
    if (text === '0' || (role === 'System' && /^\d{1,10}$/.test(text))) return { number: Number(text) };
    const cursor = parseFeedCursor(text);
    if (cursor !== undefined) return cursor;
    const token = parsePositionToken(text);
    if (token === undefined) return malformed();
    const refusal = await this.visibility.refusalUntilVisible(text);
    if (refusal !== undefined) return refusal;
    const [row] = await this.reads.query<{ number: number }>(sql`
      select number from agency_feed where agency = ${agency} and counted_at <= ${String(token.commit)}::bigint
      order by number desc limit 1`);
    return { number: row?.number ?? 0 };
  }

  /** Rows that are not whole yet may still come to hold the event. */
  private refusalOf(found: FeedRow | undefined, after: number): Refused {
    return found?.number === after || this.whole.now
      ? refusedBy('position', 'of-a-lost-future')
      : refusedBy('position', 'not-visible-yet');
  }
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      inside({ subject: subjects.feedRows, body: FeedRowsQuery }),
      ({ actor, body }) => new FeedRowsOf(actor, body),
    ),
    numbersAsked,
  ],
  handlers: [FeedRowsHandler, FeedNumbersHandler],
  projections: [agencyFeed],
};
