import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { placeOf, type StoredEvent } from '@adapters/event-store';
import { type ReadStore, type ReadTransaction, sql, type SqlStatement } from '@adapters/read-store';
import { openDatabase, type OpenedDatabase, openLimitMs } from '../../../../test/databases/database';
import { everyFact } from '../../../../test/flows/every-fact';
import { countedIn } from '../../../../test/flows/rows-of';
import { projections } from '../questions';
import { migrations } from '../read-models.module';
import { decodeFact } from './known-facts';
import { projectBatch, UnprojectableFact } from './project-batch';
import { writesOf } from './projection';
import { openedStand, RowsMoved, RowsOfAnotherStore, startOver } from './rows-stand';

const storeId = '5d0f6a52-1111-4222-8333-944455556666';
const keyed = projections.flatMap((projection) => projection.tables);
const tables = keyed.map(({ name }) => name);
let reads: ReadStore;
let history: readonly StoredEvent[];

beforeAll(async () => {
  history = await everyFact();
});

describe('on PostgreSQL', () => {
  let opened: OpenedDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
    ({ reads } = opened);
    await reads.migrate(migrations);
    await openedStand(reads, storeId);
  }, openLimitMs);
  afterAll(async () => opened.close());
  beforeEach(async () => startOver(reads, projections));
  batches();
});

/** From where the rows stand, whatever that is. */
async function project(events: readonly StoredEvent[], into = reads): Promise<void> {
  const last = events.at(-1);
  if (last === undefined) return;
  const { last: after } = await openedStand(reads, storeId);
  const counted = await countedIn(events);
  await projectBatch(into, projections, { storeId, after, events, counted, last: placeOf(last) });
}

/** All rows of all tables and the checkpoint, in an order of their own. */
async function dump(): Promise<Record<string, readonly string[]>> {
  const rows: Record<string, readonly string[]> = {};
  for (const table of [...tables, 'checkpoint']) {
    const found = await reads.query<object>({ text: `select * from ${table}`, values: [] });
    rows[table] = found.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

it('is tried with every fact that any projection declares', () => {
  const seen = new Set(history.map((stored) => stored.type.replace(/\.v\d+$/, '')));
  const declared = new Set(projections.flatMap(({ on }) => Object.keys(on)));
  expect([...declared].filter((fact) => !seen.has(fact))).toEqual([]);
});

it('touches only the tables a projection names, each named by one', async () => {
  expect(new Set(tables).size).toBe(tables.length);
  for (const projection of projections) {
    const named = projection.tables.map(({ name }) => name);
    for (const stored of history) {
      const event = decodeFact(stored);
      if (typeof event === 'string') continue;
      for (const { shape } of writesOf(projection, event, stored)) {
        for (const { how, table } of shape.accesses) if (how !== 'reads') expect(named).toContain(table);
      }
    }
  }
});

function batches(): void {
  it('comes to the same rows live, in any batches, with any repeats, as rebuilt from zero', async () => {
    await project(history);
    const rebuilt = await dump();
    for (const table of tables) expect(rebuilt[table]).not.toEqual([]);
    const cuts = fc.array(fc.nat(history.length), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(2), async (unsorted, repeats) => {
        await startOver(reads, projections);
        let from = 0;
        let after: StoredEvent | undefined;
        for (const to of [...unsorted.sort((a, b) => a - b), history.length]) {
          const events = history.slice(from, to);
          const last = events.at(-1);
          if (last === undefined) continue;
          const batch = { storeId, after, events, counted: await countedIn(events), last };
          for (let times = 0; times <= repeats; times++) await projectBatch(reads, projections, batch);
          [from, after] = [to, last];
        }
        expect(await dump()).toEqual(rebuilt);
      }),
      { numRuns: 6 },
    );
  });

  it('knows the rows of each table by a key that the table has', async () => {
    const rows = await reads.query<{ name: string; columns: string }>(sql`
      select indrelid::regclass::text as name, string_agg(attname::text, ',' order by attname::text) as columns
      from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
      where indisunique group by indexrelid, indrelid`);
    const unique = new Set(rows.map(({ name, columns }) => `${name} ${columns}`));
    for (const { name, key } of keyed) expect(unique).toContain(`${name} ${[...key].sort().join()}`);
  });

  it('writes only from exactly where the rows stand', async () => {
    const at = (index: number) => history[index] as StoredEvent;
    await project(history.slice(0, 10));
    const before = await dump();
    const events = history.slice(10, 12);
    const counted = await countedIn(events);
    const last = at(11);
    const elsewhere = { ...at(9), id: randomUUID() };
    for (const after of [undefined, at(8), at(10), elsewhere]) {
      const batch = projectBatch(reads, projections, { storeId, after, events, counted, last });
      await expect(batch).rejects.toBeInstanceOf(RowsMoved);
    }
    expect(await dump()).toEqual(before);
    await projectBatch(reads, projections, { storeId, after: at(9), events, counted, last });
    expect(await openedStand(reads, storeId)).toMatchObject({ last: placeOf(last) });
  });

  it('leaves no half of a batch when it dies at any statement', async () => {
    await project(history.slice(0, 10));
    const before = await dump();
    const rest = history.slice(10);
    for (let at = 1; ; at += 11) {
      const mortal = new MortalReadStore(reads, at);
      const died = await project(rest, mortal).then(
        () => false,
        (error: Error) => error.message === 'killed',
      );
      if (!died) break;
      expect(await dump()).toEqual(before);
    }
    const through = await dump();
    await startOver(reads, projections);
    await project(history);
    expect(await dump()).toEqual(through);
  });

  it('skips facts it has never heard of and stops at versions it has not', async () => {
    const [first] = history as [StoredEvent];
    const stranger = {
      ...first,
      id: randomUUID(),
      position: 10_000n,
      type: 'WeatherObserved.v1',
      data: { at: first.recordedAt },
    };
    await project([stranger]);
    const before = await dump();
    const newer = { ...first, position: 10_001n, type: 'AgencyRegistered.v2' };
    await expect(
      project([
        { ...stranger, id: randomUUID(), position: 10_001n },
        { ...newer, id: randomUUID(), position: 10_002n },
      ]),
    ).rejects.toThrow(UnprojectableFact);
    expect(await dump()).toEqual(before);
  });

  it('refuses to mix the rows of two stores', async () => {
    await expect(openedStand(reads, storeId.replace('5', '6'))).rejects.toThrow(RowsOfAnotherStore);
    const last = history.at(-1) as StoredEvent;
    const other = storeId.replace('5', '6');
    const batch = { storeId: other, after: undefined, events: history, counted: [], last };
    await expect(projectBatch(reads, projections, batch)).rejects.toThrow(RowsOfAnotherStore);
  });
}

/** The real store, whose process dies at the nth statement of a transaction. */
class MortalReadStore implements Pick<ReadStore, keyof ReadStore> {
  private left: number;
  constructor(
    private readonly real: ReadStore,
    at: number,
  ) {
    this.left = at;
  }
  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.real.transaction((tx) =>
      work({
        query: <Row>(statement: SqlStatement) => {
          if (--this.left === 0) throw new Error('killed');
          return tx.query<Row>(statement);
        },
        write: async (statements) => {
          const lived = statements.slice(0, Math.max(0, this.left - 1));
          this.left -= statements.length;
          await tx.write(lived);
          if (this.left <= 0) throw new Error('killed');
        },
      }),
    );
  }
  write = (statements: readonly SqlStatement[]) => this.transaction((tx) => tx.write(statements));
  query = <Row>(statement: SqlStatement) => this.real.query<Row>(statement);
  migrate = (folder: string) => this.real.migrate(folder);
  tablesAgainst = (folder: string) => this.real.tablesAgainst(folder);
  turn = (signal: AbortSignal) => this.real.turn(signal);
  ping = () => this.real.ping();
  close = () => this.real.close();
}
