import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import {
  type LookRow,
  looksDaysMax,
  type LooksPage,
  type LooksQuery,
  operations,
  type QueryReply,
  type Refused,
  refusedBy,
} from '@contracts';
import { ask, type Question } from '@runtime';
import { bytesOf, replyBytesMax } from '../history/history-page';
import { malformedCursor } from '../history/refusals';
import { type LookPlace, readLooksCursor, writeLooksCursor } from './looks-cursor';
import { looksAlong } from './looks-walk';

const rowsByDefault = 200;
/** Looks that are read for one page, listed or not. */
const looksReadMax = 20_000;
const dayMs = 86_400_000;

class LooksOf extends Query<QueryReply<LooksPage>> {
  constructor(readonly question: LooksQuery) {
    super();
  }
}

@QueryHandler(LooksOf)
class LooksHandler implements IQueryHandler<LooksOf> {
  constructor(private readonly store: EventStore) {}

  async execute({ question }: LooksOf): Promise<QueryReply<LooksPage>> {
    const { agency, fromDate, toDate = fromDate, first = 'newest', cursor } = question;
    const dates = datesFrom(fromDate, toDate);
    if (dates.length === 0) return wrongDays('lies before `fromDate`');
    if (dates.length > looksDaysMax) return wrongDays(`is more than ${looksDaysMax} days after \`fromDate\``);
    const after = cursor === undefined ? undefined : readLooksCursor(cursor);
    if (cursor !== undefined && !dates.includes(after?.date ?? '')) return malformedCursor();
    if (first === 'newest') dates.reverse();
    return { ok: true, answer: await this.page(question, { agency, dates, first, after }) };
  }

  private async page(question: LooksQuery, walk: Parameters<typeof looksAlong>[1]): Promise<LooksPage> {
    const { agency, limit = rowsByDefault } = question;
    const rows: LookRow[] = [];
    let bytes = 0;
    let read = 0;
    let last: LookPlace | undefined;
    for await (const { place, look } of looksAlong(this.store, walk)) {
      const row: LookRow = { agency, ...look };
      const isMeant = isAskedFor(row, question);
      bytes += isMeant ? bytesOf(row) + 1 : 0;
      const isFull = rows.length === limit || bytes > replyBytesMax || read === looksReadMax;
      if (isFull && last !== undefined) return { rows, next: writeLooksCursor(last) };
      if (isMeant) rows.push(row);
      last = place;
      read += 1;
    }
    return { rows };
  }
}

function isAskedFor(row: LookRow, { officer, object }: LooksQuery): boolean {
  if (officer !== undefined && row.officer !== officer) return false;
  return object === undefined || row.object === object || (row.object?.split('/').includes(object) ?? false);
}

/** Both included, one more than may be asked for at most. */
function datesFrom(fromDate: string, toDate: string): string[] {
  const [start, end] = [Date.parse(fromDate), Date.parse(toDate)];
  const count = Math.min((end - start) / dayMs + 1, looksDaysMax + 1);
  return Array.from({ length: Math.max(count, 0) }, (_, day) =>
    new Date(start + day * dayMs).toISOString().slice(0, 10),
  );
}

const wrongDays = (detail: string): Refused =>
  refusedBy('request', 'malformed', [{ pointer: '/body/toDate', detail }]);

export const question: Question = {
  asks: [ask(operations.getLooks, ({ body }) => new LooksOf(body))],
  handlers: [LooksHandler],
};
