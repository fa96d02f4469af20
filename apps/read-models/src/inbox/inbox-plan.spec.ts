import type { ReadStore } from '@adapters/read-store';
import { type OpenedStore, openLimitMs, readStores } from '../../../../test/flows/read-stores';
import { migrations } from '../read-models.module';
import { inboxPage } from './inbox.query';

/** Enough that a database which reads them all is told from one that walks an index. */
const rows = 20_000;

describe.each(readStores)('a page of the inbox on %s', (_, open) => {
  let opened: OpenedStore;
  let reads: ReadStore;
  beforeAll(async () => {
    opened = await open();
    ({ reads } = opened);
    await reads.migrate(migrations);
    await reads.query({
      text: `insert into leg (document_id, recipient, sender, state, document_type, symbol, subject, urgency,
          queued_at, arrived_at, since, overdue, card)
        select 'd' || n, 'H99.2', 'H99.' || n % 50,
          case when n % 200 = 0 then 'Arrived' else 'Completed' end, 'CV', 's', 'x',
          case when n % 300 = 0 then 'flash' else 'normal' end,
          '', '2026-' || lpad(n::text, 9, '0'), '',
          n % 500 = 0, '{}'::jsonb
        from generate_series(1, ${rows}) as n`,
      values: [],
    });
    await reads.query({ text: 'analyze leg', values: [] });
  }, openLimitMs);
  afterAll(async () => opened.close());

  it.each([
    ['without a filter', {}],
    ['of one state', { state: 'Arrived' as const }],
    ['from one sender', { sender: 'H99.7' }],
    ['of one urgency', { urgency: 'flash' }],
    ['of what is overdue', { overdue: true }],
    ['of some days', { fromDate: '2026-01-01', toDate: '2026-12-31' }],
  ])('%s walks an index, and no further than the page', async (_name, page) => {
    const { text, values } = inboxPage('H99.2', ['H99.2'], page, ['9999', '', ''], 101);
    const plan = await reads.query<{ 'QUERY PLAN': unknown }>({
      text: `explain (analyze, timing off, format json) ${text}`,
      values,
    });
    const nodes = nodesOf((plan[0]?.['QUERY PLAN'] as [{ Plan: Node }])[0].Plan);
    const scans = nodes.filter((node) => node['Relation Name'] === 'leg');
    expect(scans.map((node) => node['Node Type'])).toEqual(['Index Scan']);
    const read = scans.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
    expect(Math.max(...read)).toBeLessThan(rows / 10);
  });
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
