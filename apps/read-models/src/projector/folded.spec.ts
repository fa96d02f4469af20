import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { StoredEvent } from '@adapters/event-store';
import { canonicalDump, type ReadStore } from '@adapters/read-store';
import { openDatabase, type OpenedDatabase, openLimitMs } from '../../../../test/databases/database';
import { everyFact } from '../../../../test/flows/every-fact';
import { projections } from '../questions';
import { migrations } from '../read-models.module';
import { folded } from './folded';
import { writeRows, writesFor } from './project-batch';
import type { RowWrite } from './row-write';
import { openedStand, startOver } from './rows-stand';
import { table } from './table';

const thing = table('thing', 'id', 'part');
const other = table('other', 'id');
const whole = thing.shape({ writes: ['id'], sql: 'update whole' });
const looked = other.shape({ writes: ['id'], reads: [thing.by('id', 'part')], sql: 'insert looked' });

/** How many rows stand in each statement, in order. */
const sizes = (...writes: readonly RowWrite[]): readonly number[] =>
  folded(writes).map(({ values: [rows] }) => (JSON.parse(rows as string) as unknown[]).length);

const set = (id: string, part: string) => thing.update({ id, part }, { state: 'new' });

describe('folds', () => {
  it('writes of one shape on rows of their own', () => {
    expect(sizes(set('a', '1'), set('a', '2'), set('b', '1'))).toEqual([3]);
  });

  it('nothing that two facts do to one row one after the other', () => {
    expect(sizes(set('a', '1'), set('a', '1'), set('b', '1'))).toEqual([2, 1]);
  });

  it('what stands between two writes of one shape, unless it is about the same rows', () => {
    expect(sizes(set('a', '1'), looked({ id: 'x', part: '1' }), set('x', '1'))).toEqual([1, 1, 1]);
    expect(sizes(set('a', '1'), looked({ id: 'x', part: '1' }), set('x', '2'))).toEqual([2, 1]);
  });

  it('nothing past what is about a wider part of the key', () => {
    expect(sizes(set('a', '1'), whole({ id: 'a' }), set('a', '2'))).toEqual([1, 1, 1]);
    expect(sizes(set('a', '1'), whole({ id: 'a' }), set('b', '2'))).toEqual([2, 1]);
  });

  it('additions to one row, but not past what reads or sets it', () => {
    const more = (id: string) => thing.count({ id, part: '1' }, { count: 1 });
    expect(sizes(more('a'), more('a'), set('b', '1'), more('a'))).toEqual([3, 1]);
    expect(sizes(more('a'), set('a', '1'), more('a'))).toEqual([1, 1, 1]);
  });
});

describe('on PostgreSQL', () => {
  let opened: OpenedDatabase;
  let reads: ReadStore;
  let history: readonly StoredEvent[];

  beforeAll(async () => {
    history = await everyFact();
    opened = await openDatabase();
    ({ reads } = opened);
    await reads.migrate(migrations);
    await openedStand(reads, randomUUID());
  }, openLimitMs);
  afterAll(async () => opened.close());

  const dumped = async () => {
    let text = '';
    for await (const line of canonicalDump(reads, { except: ['checkpoint'] })) text += line;
    return text.split('\n');
  };

  const written = async (writes: readonly RowWrite[]): Promise<readonly string[]> => {
    await reads.transaction((tx) => writeRows(tx, writes));
    return dumped();
  };

  /** Facts of one history in any order, some often and some never, each at a position of its own. */
  const facts = (picks: readonly number[]): readonly StoredEvent[] =>
    picks.map((pick, index) => ({ ...(history[pick] as StoredEvent), position: BigInt(index) }));

  it('comes to the rows that facts come to one by one, whatever comes after what', async () => {
    const picks = fc.array(fc.nat(history.length - 1), { minLength: 20, maxLength: 300, size: 'max' });
    await fc.assert(
      fc.asyncProperty(picks, async (chosen) => {
        const each = [...history, ...facts(chosen)].map((fact, index) =>
          writesFor(projections, { ...fact, position: BigInt(index) }),
        );
        await startOver(reads, projections);
        for (const writes of each) for (const write of writes) await reads.write(folded([write]));
        const oneByOne = await dumped();
        await startOver(reads, projections);
        expect(await written(each.flat())).toEqual(oneByOne);
      }),
      { numRuns: 8 },
    );
  }, 300_000);

  it('says a history in far fewer statements than it has facts', () => {
    const writes = history.flatMap((fact) => writesFor(projections, fact));
    expect(folded(writes).length).toBeLessThan(writes.length / 3);
  });
});
