import type { ReadStore, SqlStatement } from '@adapters/read-store';
import type { DossiersQuery } from '@contracts';
import { openDatabase, type OpenedDatabase, openLimitMs } from '../../../../test/databases/database';
import { migrations } from '../read-models.module';
import { boxPage, filtersOf, first, totals } from './dossiers.query';

/** Enough that a database which reads them all is told from one that walks an index. */
const rows = 20_000;
const nowMs = Date.parse('2026-11-30T03:00:00.000Z');

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const readBy = (node: Node): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];

describe('on PostgreSQL', () => {
  let opened: OpenedDatabase;
  let reads: ReadStore;
  beforeAll(async () => {
    opened = await openDatabase();
    ({ reads } = opened);
    await reads.migrate(migrations);
    await reads.query({
      text: `insert into dossier (dossier_id, procedure, channel, codes, opened_by, holder, state, opened_at, due_at,
          activities, root_id, held_since)
        select 'd' || n, '2.' || n % 20, 'counter',
          jsonb_build_array(jsonb_build_object('scheme', 's', 'value', 'c' || n)),
          'H99', 'H99.' || n % 50, 'held', '', '', 0, 'd' || n, ''
        from generate_series(1, ${rows}) as n`,
      values: [],
    });
    await reads.query({
      text: `insert into dossier_party (dossier_id, agency, box, had, since, place)
        select dossier_id, 'H99',
          case when root_id like '%7' then 'held' when root_id like '%3' then 'given' else 'done' end,
          true, '2026-11-30', substr(dossier_id, 2)::int from dossier
        union all select dossier_id, holder, 'held', true, '2026-11-30', 1 from dossier`,
      values: [],
    });
    await reads.query({ text: 'analyze dossier, dossier_party', values: [] });
  }, openLimitMs);
  afterAll(async () => opened.close());

  const planOf = async ({ text, values }: SqlStatement): Promise<readonly Node[]> => {
    const plan = await reads.query<{ 'QUERY PLAN': unknown }>({
      text: `explain (analyze, timing off, format json) ${text}`,
      values,
    });
    return nodesOf((plan[0]?.['QUERY PLAN'] as [{ Plan: Node }])[0].Plan);
  };

  it.each<[string, DossiersQuery, 'held' | 'given' | 'done']>([
    ['of what is held', {}, 'held'],
    ['of what was given away', {}, 'given'],
    ['of what is done', {}, 'done'],
    ['of some days', { fromDate: '2026-01-01', toDate: '2026-12-31' }, 'done'],
  ])('a page %s walks an index, and no further than the page', async (_, page, box) => {
    const filters = filtersOf(page, ['H99'], nowMs);
    const nodes = await planOf(boxPage(filters, box, 'H99', first, 51));
    for (const relation of ['dossier', 'dossier_party']) {
      const scans = nodes.filter((node) => node['Relation Name'] === relation);
      expect(scans.map((node) => node['Node Type'])).toEqual(['Index Scan']);
      expect(Math.max(...scans.map(readBy))).toBeLessThan(rows / 10);
    }
  });

  it('one code is found by its index', async () => {
    const filters = filtersOf({ code: 'c17' }, ['H99'], nowMs);
    const nodes = await planOf(boxPage(filters, 'held', 'H99', first, 51));
    const scans = nodes.filter((node) => node['Relation Name'] === 'dossier');
    expect(Math.max(...scans.map(readBy))).toBeLessThan(10);
  });

  it('totals read of each box no more than they count', async () => {
    const nodes = await planOf(totals(filtersOf({}, ['H99'], nowMs)));
    const scans = nodes.filter((node) => node['Relation Name'] === 'dossier_party');
    expect(scans.map(readBy).reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(rows * 1.5);
  });
});
