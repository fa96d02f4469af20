import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore } from '@adapters/read-store';
import {
  foundMax,
  type FoundPage,
  operations,
  type QueryReply,
  refusedBy,
  type SearchQuery,
  type SearchRow,
} from '@contracts';
import { paperEntryOfKey } from '@domain/register/events';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { searchWords } from './search-words.projection';
import {
  entries,
  entriesWith,
  exactlyTold,
  type FoundRow,
  howMany,
  isPartyAlone,
  newestEntries,
  type Place,
  startOf,
} from './searching';
import { plainWords } from './words';

export class SearchFor extends Query<QueryReply<FoundPage>> {
  constructor(
    readonly agency: string,
    readonly page: SearchQuery,
  ) {
    super();
  }
}

type Cursor = readonly [turn: number, ...place: Place];
type Row = FoundRow & { readonly turn: number; readonly owner: string };

/** What has the marks as typed comes in the first turn, the rest in the last; without marks there is the last only. */
const [exactTurn, lastTurn] = [0, 1];

/** Over the own agency and those it reads on for. */
@QueryHandler(SearchFor)
export class SearchHandler implements IQueryHandler<SearchFor> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency, page }: SearchFor): Promise<QueryReply<FoundPage>> {
    const { limit = rowsByDefault, cursor, text, sort, withTotal = false } = page;
    const firstTurn = exactlyTold(agency, page) === undefined ? lastTurn : exactTurn;
    const from = readCursor<Cursor>(cursor, [firstTurn, ...startOf(sort)]);
    if (from === undefined) return malformedCursor();
    if (text !== undefined && plainWords(text).length === 0) return noWord();
    if (sought.every((field) => page[field] === undefined)) return nothingSought();
    const owners = await this.parties.of(agency);
    const found: Row[] = [];
    for (let turn = Math.max(firstTurn, from[0]); turn <= lastTurn && found.length <= limit; turn++) {
      const place = turn === from[0] ? placeOf(from) : startOf(sort);
      found.push(...(await this.turnOf(owners, page, turn, place, limit + 1 - found.length)));
    }
    const total = withTotal ? await this.totalOf(owners, page) : undefined;
    const answer = pageOf(found, limit, ({ turn, key, foundId, direction }) => [
      turn,
      key,
      foundId,
      direction,
    ]);
    const rows = answer.rows.map((row) => shown(row, agency));
    return { ok: true, answer: { ...answer, rows, ...(total === undefined ? {} : { total }) } };
  }

  private async turnOf(
    owners: readonly string[],
    page: SearchQuery,
    turn: number,
    place: Place,
    rows: number,
  ) {
    const found: Row[] = [];
    for (const owner of owners) {
      const own = await this.entriesOf(owner, page, turn === exactTurn, place, rows);
      found.push(...own.map((row) => ({ ...row, turn, owner })));
    }
    const later = page.sort === 'due' ? 1 : -1;
    return found.sort((a, b) => (sortedBy(a) > sortedBy(b) ? later : -later)).slice(0, rows);
  }

  private async entriesOf(owner: string, page: SearchQuery, isExact: boolean, place: Place, rows: number) {
    if (isPartyAlone(page)) return this.reads.query<FoundRow>(entriesWith(owner, page, place, rows));
    const asked = { owner, page, isExact, place, rows };
    const newest = await this.reads.query<FoundRow>(entries({ ...asked, among: newestEntries }));
    return newest.length === rows ? newest : this.reads.query<FoundRow>(entries(asked));
  }

  private async totalOf(owners: readonly string[], page: SearchQuery) {
    let count = 0;
    for (const owner of owners) {
      const [row] = await this.reads.query<{ count: number }>(howMany(owner, page));
      count += row?.count ?? 0;
    }
    return { count: Math.min(count, foundMax), isAtLeast: count > foundMax };
  }
}

const placeOf = ([, ...place]: Cursor): Place => place;
const sortedBy = ({ key, foundId, direction }: Row): string => `${key} ${foundId} ${direction}`;

const idOf = ({ kind, foundId }: FoundRow) => {
  if (kind === 'document') return { documentId: foundId };
  if (kind === 'dossier') return { dossierId: foundId };
  return kind === 'slip' ? { slipId: foundId } : { paperEntryId: paperEntryOfKey(foundId) ?? foundId };
};

function shown(found: Row, asker: string): SearchRow {
  const { turn: _, key: _key, foundId: _id, direction, owner, ...row } = found;
  const [has, forAgency] = [direction === 'in' || direction === 'out', owner === asker ? null : owner];
  return withoutNulls({ ...row, ...idOf(found), direction: has ? direction : null, forAgency }) as SearchRow;
}

/** Any of these is something to look for; the rest only narrows what was found. */
const sought = [
  ...(['text', 'symbol', 'number', 'agency', 'documentType', 'assignee'] as const),
  ...(['fromDate', 'toDate', 'documentFromDate', 'documentToDate', 'dueFromDate', 'dueToDate'] as const),
];
const malformed = (pointer: string, detail: string) =>
  refusedBy('request', 'malformed', [{ pointer, detail }]);
const noWord = () => malformed('/body/text', 'holds no word: letters or digits');
const nothingSought = () =>
  malformed(
    '/body',
    'names nothing to search for; send `text`, `symbol`, `number`, `agency` or another filter',
  );

export const question: ProjectedQuestion = {
  asks: [ask(operations.search, ({ agency, body }) => new SearchFor(agency, body))],
  handlers: [SearchHandler],
  projections: [searchWords],
};
