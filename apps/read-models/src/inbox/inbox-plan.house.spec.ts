import type { ReadStore, SqlStatement } from '@adapters/read-store';
import { openDatabase, type OpenedDatabase, openLimitMs } from '../../../../test/databases/database';
import { migrations } from '../read-models.module';
import { entriesWith } from '../search/search.query';
import { inboxPage } from './inbox.query';

/** Enough that a database which reads them all is told from one that walks an index. */
const rows = 20_000;

describe('on PostgreSQL', () => {
  let opened: OpenedDatabase;
  let reads: ReadStore;
  beforeAll(async () => {
    opened = await openDatabase();
    ({ reads } = opened);
    await reads.migrate(migrations);
    await reads.query({
      text: `insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency,
          queued_at, arrived_at, since, number, overdue, card)
        select 'd' || n, 'H99.2', 'H99.' || n % 50,
          case when n % 200 = 0 then 'Arrived' else 'Completed' end, 'CV', 's', 'x',
          case when n % 300 = 0 then 'flash' else 'normal' end,
          '', '2026-' || lpad(n::text, 9, '0'), '',
          n, n % 500 = 0, '{}'::jsonb
        from generate_series(1, ${rows}) as n`,
      values: [],
    });
    await reads.query({
      text: `insert into document (document_id, agency, state, document_type, subject, urgency, drafted_by, drafted_at,
          changed_at, card)
        select document_id, sender, 'Issued', document_type, subject, urgency, 'cv.01', '', '', card from leg`,
      values: [],
    });
    await reads.query({
      text: `insert into search_party (agency, party, at, document_id, direction)
        select recipient, 'H98.' || number % 5, arrived_at, document_id, 'in' from leg
        union all select 'H98.' || number % 5, recipient, arrived_at, document_id, 'out' from leg`,
      values: [],
    });
    await reads.query({ text: 'analyze leg, document, search_party', values: [] });
  }, openLimitMs);
  afterAll(async () => opened.close());

  const planOf = async ({ text, values }: SqlStatement): Promise<readonly Node[]> => {
    const plan = await reads.query<{ 'QUERY PLAN': unknown }>({
      text: `explain (analyze, timing off, format json) ${text}`,
      values,
    });
    return nodesOf((plan[0]?.['QUERY PLAN'] as [{ Plan: Node }])[0].Plan);
  };

  it.each([
    ['without a filter', {}],
    ['of one state', { state: 'Arrived' as const }],
    ['from one sender', { sender: 'H99.7' }],
    ['of one urgency', { urgency: 'flash' }],
    ['of what is overdue', { overdue: true }],
    ['of some days', { fromDate: '2026-01-01', toDate: '2026-12-31' }],
  ])('a page of the inbox %s walks an index, and no further than the page', async (_name, page) => {
    const nodes = await planOf(inboxPage('H99.2', ['H99.2'], page, ['9999', '', ''], 101));
    const scans = nodes.filter((node) => node['Relation Name'] === 'leg');
    expect(scans.map((node) => node['Node Type'])).toEqual(['Index Scan']);
    expect(Math.max(...scans.map(readBy))).toBeLessThan(rows / 10);
  });

  it.each([
    ['that sent', 'H99.2', 'H98.3', {}],
    ['that was sent to', 'H98.3', 'H99.2', {}],
    ['of whose documents some are in one state', 'H99.2', 'H98.3', { state: 'Completed' as const }],
    ['in some days', 'H99.2', 'H98.3', { fromDate: '2026-01-01', toDate: '2026-12-31' }],
  ])('a search by the agency alone %s walks an index, sorting nothing', async (_name, owner, party, page) => {
    const nodes = await planOf(entriesWith(party, owner, page, ['9999', '', ''], 101));
    const [walk] = nodes.filter((node) => node['Relation Name'] === 'search_party');
    expect(walk?.['Node Type']).toMatch(/^Index (Only )?Scan$/);
    expect(walk && readBy(walk)).toBeLessThan(rows / 10);
    const kinds = nodes.map((node) => node['Node Type']);
    for (const kind of ['Seq Scan', 'Sort', 'Hash Join']) expect(kinds).not.toContain(kind);
  });
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

const readBy = (node: Node): number => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
