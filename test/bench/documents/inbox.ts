import {
  PostgresReadStore,
  ReadStore,
  type ReadTransaction,
  sql,
  type SqlStatement,
  type TablesStand,
  type Turn,
} from '@adapters/read-store';
import type { InboxQuery, Page, QueryReply, SearchQuery } from '@contracts';
import { SystemClock } from '@runtime';
import { writeCursor } from '../../../apps/read-models/src/asking/cursor';
import { Parties } from '../../../apps/read-models/src/asking/parties';
import { InboxHandler, InboxOf } from '../../../apps/read-models/src/inbox/inbox.query';
import { SearchFor, SearchHandler } from '../../../apps/read-models/src/search/search.query';
import { PostgresServer } from '../../conformance/read-store/postgres-server';
import type { Bench, Row } from '../bench';
import { timesOf } from '../in-flight';
import { quantile } from '../pairs';
import { type Line, number } from '../table';
import { GreatInbox, reader, senders } from './great-inbox';

const limit = 100;

/** An inbox with a million deliveries: lists and searches, beside those of a small inbox. */
export const inbox: Row = async (bench) => {
  const server = await PostgresServer.create();
  const reads = PostgresReadStore.open(server.urlOf('postgres'));
  try {
    return await measured(bench, reads, bench.isQuick ? 200 : 2_000, bench.isQuick ? 50 : 500);
  } finally {
    await reads.close();
    await server.remove();
  }
};

async function measured(bench: Bench, reads: ReadStore, projected: number, copies: number): Promise<Line[]> {
  const watched = new Watched(reads);
  const great = await GreatInbox.open(reads);
  await great.project(projected);
  await settle(reads);
  const rounds = bench.isQuick ? 5 : 100;
  const few = await questionsOf(watched, 1);
  const before = new Map<string, Times>();
  for (const { what, ask } of few) before.set(what, await timed(rounds, ask));
  const started = performance.now();
  await great.multiply(copies);
  await settle(reads);
  await great.project(Math.round(projected / 20));
  const seconds = Math.round((performance.now() - started) / 1_000);
  const deliveries = await count(reads);
  bench.say(`  ${number(deliveries)} deliveries after ${seconds} s`);
  const lines: Line[] = [];
  // A short run has too few of what is asked for to fill every page.
  for (const { what, ask } of await questionsOf(watched, bench.isQuick ? 10 : limit)) {
    const [alone, many] = [before.get(what) as Times, await timed(rounds, ask)];
    watched.forget();
    await ask();
    for (const plan of await watched.plansThatWalk()) bench.say(`  ${what}, no index:\n${plan}`);
    lines.push({
      row: 'inbox',
      what: `${what}, ${number(deliveries)} deliveries`,
      value: `p50 ${number(many.p50)} ms, p95 ${number(many.p95)} ms`,
      against: `${number(projected)} deliveries: p50 ${number(alone.p50)} ms`,
      ratio: `**${number(many.p50 / alone.p50)}**`,
    });
  }
  return lines;
}

interface Times {
  readonly p50: number;
  readonly p95: number;
}

async function timed(rounds: number, ask: () => Promise<unknown>): Promise<Times> {
  await ask();
  const times = await timesOf(rounds, ask);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

const settle = (reads: ReadStore) => reads.query(sql`vacuum analyze`);

async function count(reads: ReadStore): Promise<number> {
  const [row] = await reads.query<{ count: number }>(
    sql`select count(*)::integer as count from leg where recipient = ${reader} and arrived_at is not null`,
  );
  return row?.count ?? 0;
}

interface Question {
  readonly what: string;
  readonly ask: () => Promise<void>;
}

/** What a clerk asks; a page has to hold so many rows at `least`, but for what is rare. */
async function questionsOf(reads: Watched, least: number): Promise<readonly Question[]> {
  const parties = new Parties(reads, new SystemClock());
  const inboxes = new InboxHandler(reads, parties);
  const searches = new SearchHandler(reads, parties);
  const [middle, symbol] = await inTheMiddle(reads);
  const list = (what: string, page: InboxQuery): Question => ({
    what: `list: ${what}`,
    ask: async () => full(what, await inboxes.execute(new InboxOf(reader, { limit, ...page })), least),
  });
  const search = (what: string, page: SearchQuery, rows = least): Question => ({
    what: `search: ${what}`,
    ask: async () => full(what, await searches.execute(new SearchFor(reader, { limit, ...page })), rows),
  });
  return [
    list('newest', {}),
    list('from the middle', { cursor: middle }),
    list('of one state', { state: 'Refused' }),
    list('of one sender', { sender: senders[3] as string }),
    list('not overdue', { overdue: false }),
    search('two common words', { text: 'bao cao giai' }),
    search('a rare word', { text: 'dot 137' }, 1),
    search('words that never stand together', { text: 'bao cao quyet dinh' }, 0),
    search('a symbol', { symbol }, 1),
    search('one agency', { agency: senders[3] as string }),
  ];
}

async function inTheMiddle(reads: ReadStore): Promise<readonly [cursor: string, symbol: string]> {
  const [row] = await reads.query<{ at: string; id: string; symbol: string }>(sql`
    select arrived_at as at, document_id as id, symbol from leg
    where recipient = ${reader} and arrived_at is not null order by arrived_at, document_id
    offset (select count(*) / 2 from leg where recipient = ${reader} and arrived_at is not null) limit 1`);
  if (row === undefined) throw new Error('the inbox is empty');
  return [writeCursor([row.at, row.id, reader]), row.symbol];
}

function full(what: string, reply: QueryReply<Page<object>>, rows: number): void {
  if (!reply.ok) throw new Error(`${what} was refused: ${JSON.stringify(reply)}`);
  const found = reply.answer.rows.length;
  if (rows === 0 ? found > 0 : found < Math.min(rows, limit))
    throw new Error(`${what} answers ${found} rows`);
}

/** Knows what was asked of the rows, and how the database goes about it. */
class Watched extends ReadStore {
  private asked: SqlStatement[] = [];

  constructor(private readonly reads: ReadStore) {
    super();
  }

  override query<R>(statement: SqlStatement): Promise<R[]> {
    this.asked.push(statement);
    return this.reads.query(statement);
  }

  forget(): void {
    this.asked = [];
  }

  /** Plans of what was asked since that read one of the great tables from end to end. */
  async plansThatWalk(): Promise<readonly string[]> {
    const plans: string[] = [];
    for (const { text, values } of this.asked) {
      const rows = await this.reads.query<{ 'QUERY PLAN': string }>({ text: `explain ${text}`, values });
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      if (/Seq Scan on (leg|document|search_entry|search_party)\b/.test(plan)) plans.push(plan);
    }
    return plans;
  }

  override transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.reads.transaction(work);
  }

  override tablesAgainst(folder: string): Promise<TablesStand> {
    return this.reads.tablesAgainst(folder);
  }

  override turn(signal: AbortSignal): Promise<Turn | undefined> {
    return this.reads.turn(signal);
  }
  override ping(): Promise<void> {
    return this.reads.ping();
  }

  override close(): Promise<void> {
    return this.reads.close();
  }
}
