import type { ReadStore, SqlStatement } from '@adapters/read-store';
import type { SearchQuery } from '@contracts';
import { openDatabase, type OpenedDatabase, openLimitMs } from '../../../../test/databases/database';
import { migrations } from '../read-models.module';
import { entries, entriesWith, howMany, newestEntries, startOf } from '../search/searching';
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
    await reads.query({
      text: `insert into search_entry (agency, direction, found_id, kind, at, document_date, due, words)
        select party.agency, direction, party.document_id, 'document', at, '2026-01-01',
          case when number % 400 = 0 then '2026-12-' || lpad((1 + number % 28)::text, 2, '0') else '9999-12-31' end,
          ('''@' || party.agency || ''' ''^' || case when number % 500 = 0 then 'QD' else 'CV' end
            || ''' ''#' || number || ''' ''so'':3 ''!số'':3 ''hoa'':4 ''!'
            || case when number % 900 = 0 then 'hóa' else 'hoa' end
            || ''':4 ''' || case when number % 700 = 0 then 'hiem' else 'thuong' end || ''':5')::tsvector
        from search_party as party join leg using (document_id)`,
      values: [],
    });
    await reads.query({ text: 'analyze leg, document, search_party, search_entry', values: [] });
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
    const nodes = await planOf(entriesWith(owner, { ...page, agency: party }, ['9999', '', ''], 101));
    const [walk] = nodes.filter((node) => node['Relation Name'] === 'search_party');
    expect(walk?.['Node Type']).toMatch(/^Index (Only )?Scan$/);
    expect(walk && readBy(walk)).toBeLessThan(rows / 10);
    const kinds = nodes.map((node) => node['Node Type']);
    for (const kind of ['Sort', 'Hash Join']) expect(kinds).not.toContain(kind);
    expect(nodes.filter(readsAll)).toEqual([]);
  });

  const searched = (page: SearchQuery, among?: number, isExact = false) =>
    planOf(
      entries({
        ...{ owner: 'H99.2', page, isExact, place: startOf(page.sort), rows: 101 },
        ...(among === undefined ? {} : { among }),
      }),
    );

  it.each<[string, SearchQuery, boolean]>([
    ['a rare word', { text: 'hiem' }, false],
    ['a phrase with a rare word', { text: '"hoa hiem"' }, false],
    ['marks as typed', { text: 'số hóa' }, true],
    ['a number', { number: 700 }, false],
    ['a rare type', { documentType: 'QD' }, false],
    ['a rare word of a type', { text: 'hiem', documentType: 'CV', sort: 'due' }, false],
    ['a word that is not there', { text: 'nichts' }, false],
  ])('a search for %s begins at the index of words', async (_name, page, isExact) => {
    const nodes = await searched(page, undefined, isExact);
    expect(nodes.filter((node) => node['Index Name'] === 'search_words')).toHaveLength(1);
    expect(nodes.filter(readsAll)).toEqual([]);
  });

  it.each<[string, SearchQuery]>([
    ['newest first', { text: 'so hoa' }],
    ['due first', { text: 'so hoa', sort: 'due' }],
    ['of some days', { text: 'so', fromDate: '2026-01-01', toDate: '2026-12-31' }],
  ])('a search through the first entries %s walks an index, sorting nothing', async (_name, page) => {
    const nodes = await searched(page, newestEntries);
    const walks = nodes.filter((node) => node['Relation Name'] === 'search_entry');
    expect(walks.map((node) => node['Node Type'])).toEqual(['Index Scan']);
    expect(Math.max(...walks.map(readBy))).toBeLessThanOrEqual(newestEntries);
    const kinds = nodes.map((node) => node['Node Type']);
    for (const kind of ['Sort', 'Hash Join']) expect(kinds).not.toContain(kind);
    expect(nodes.filter(readsAll)).toEqual([]);
  });

  it('a search for what is due in some days begins at the index of that', async () => {
    const nodes = await searched({ dueFromDate: '2026-12-01', dueToDate: '2026-12-02' }, newestEntries);
    expect(nodes.map((node) => node['Index Name'])).toContain('search_due_first');
    expect(Math.max(...nodes.map(readBy))).toBeLessThan(rows / 100);
  });

  it.each<[string, SearchQuery]>([
    ['a common word', { text: 'so' }],
    ['a rare word', { text: 'hiem' }],
    ['the other agency', { agency: 'H98.3', state: 'Completed' }],
  ])('a total of %s is counted no further than it is told', async (_name, page) => {
    const nodes = await planOf(howMany('H99.2', page));
    expect(nodes.filter(readsAll)).toEqual([]);
    expect(nodes[0]?.['Actual Rows']).toBe(1);
  });
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

/** A table with nothing in it is read as it is. */
const readsAll = (node: Node): boolean =>
  node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== 'dossier';

const readBy = (node: Node): number => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
