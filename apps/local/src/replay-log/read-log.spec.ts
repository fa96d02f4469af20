import { ToolRefused } from '../tool';
import { columns } from './log-row';
import { readLog } from './read-log';

const now = '2026-11-22T00:00:00.000Z';
const right = {
  'case:concept:name': 'case-10011',
  'case:channel': 'Internet',
  'case:startdate': '2011-10-11 13:42:22.688000+02:00',
  'case:deadline': '2011-12-06 13:41:31+01:00',
  'case:enddate': '',
  'concept:name': 'Confirmation of receipt',
  'concept:instance': 'task-42933',
  'org:group': 'Group 1',
  'org:resource': 'Resource21',
  'time:timestamp': '2011-10-11 13:45:40.276000+02:00',
};
type Cells = Partial<typeof right>;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const lineOf = (cells: Cells): string =>
  columns.map((name) => quoted({ ...right, ...cells }[name])).join(',');
const read = (text: string) => readLog(Buffer.from(text), now);
const logOf = (...rows: readonly Cells[]) => read([columns.join(','), ...rows.map(lineOf)].join('\n'));
const problemsOf = (cells: Cells) => logOf(cells).bad.flatMap(({ problems }) => problems);

it('reads every field of a row, instants in the form of the store', () => {
  expect(logOf({})).toEqual({
    rows: [
      {
        line: 2,
        caseId: 'case-10011',
        channel: 'Internet',
        startedAt: '2011-10-11T11:42:22.688Z',
        dueAt: '2011-12-06T12:41:31.000Z',
        activity: 'Confirmation of receipt',
        instance: 'task-42933',
        unit: 'Group 1',
        officer: 'Resource21',
        at: '2011-10-11T11:45:40.276Z',
      },
    ],
    bad: [],
  });
});

it.each<[keyof Cells, string, string]>([
  ['case:concept:name', '', '(empty) must be 1 to 64 of A-Z'],
  ['case:concept:name', 'case 1', 'must be 1 to 64 of A-Z'],
  ['case:channel', 'toString', 'must be Internet, Desk, Post, e-mail or Intern'],
  ['case:startdate', '', '(empty) must be an instant'],
  ['case:startdate', '2011-10-11 13:42:22.688', 'must be an instant'],
  ['case:startdate', '2027-01-01 00:00:00+07:00', 'lies in the future'],
  ['case:deadline', '2011-02-29 10:00:00+01:00', 'must be an instant'],
  ['case:enddate', '2011-13-01 10:00:00+01:00', 'must be an instant'],
  ['case:enddate', '2026-11-22 07:00:00.001+07:00', 'lies in the future'],
  ['concept:name', ' ', 'must be 1 to 200 printable characters'],
  ['concept:name', 'x'.repeat(201), 'must be 1 to 200 printable characters'],
  ['concept:name', 'a\u0007b', 'must be 1 to 200 printable characters'],
  ['concept:instance', 'x'.repeat(65), 'must be 1 to 64 printable characters'],
  ['org:group', 'Group 0', 'must be Group 1 to Group 15, or EMPTY'],
  ['org:group', 'Group 16', 'must be Group 1 to Group 15, or EMPTY'],
  ['org:resource', 'Nguyễn', 'must be 1 to 64 of A-Z'],
  ['time:timestamp', '2011-10-11 24:00:00+02:00', 'must be an instant'],
  ['time:timestamp', '2011-10-11 13:45:40.276001+02:00', 'no finer than a millisecond'],
])('names a bad %s: %s', (column, cell, problem) => {
  const problems = problemsOf({ [column]: cell });
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems[0]).toMatch(column);
});

it('takes a deadline in the future, and a row without deadline, end or instance', () => {
  expect(problemsOf({ 'case:deadline': '2030-01-01 00:00:00+01:00' })).toEqual([]);
  const bare = logOf({ 'case:deadline': '', 'case:enddate': '', 'concept:instance': '' });
  expect(Object.keys(bare.rows[0] ?? {})).not.toEqual(expect.arrayContaining(['dueAt']));
  expect(bare.bad).toEqual([]);
});

it('names every problem of a row at once, and the line of each bad row', () => {
  const { rows, bad } = logOf(
    {},
    { 'org:group': 'x', 'case:channel': 'y' },
    { 'concept:instance': 'task-2' },
  );
  expect(rows.map(({ line }) => line)).toEqual([2, 4]);
  expect(bad).toEqual([{ line: 3, problems: [expect.anything(), expect.anything()] }]);
});

it('names a row that says something else of its dossier, and one that says what was said', () => {
  const other = { 'concept:instance': 'task-2', 'case:channel': 'Desk', 'case:deadline': '' };
  expect(logOf({}, other, {}).bad).toEqual([
    {
      line: 3,
      problems: [
        'channel of case-10011 is not what line 2 says',
        'dueAt of case-10011 is not what line 2 says',
      ],
    },
    { line: 4, problems: ['says the same as line 2'] },
  ]);
});

it('names rows that are no rows, and goes on after them', () => {
  const head = columns.join(',');
  const { rows, bad } = read(
    `\uFEFF${head}\r\n${lineOf({})}\r\nonly,two\r\n\r\n${lineOf({ 'org:group': 'EMPTY' })}`,
  );
  expect(rows.map(({ line }) => line)).toEqual([2, 5]);
  expect(bad).toEqual([{ line: 3, problems: [expect.stringContaining('got 2')] }]);
});

it('reads lines inside quotation marks as one row', () => {
  const { bad } = logOf({ 'concept:name': 'a\nb' }, { 'concept:instance': 'task-2' });
  expect(bad).toEqual([{ line: 3, problems: [expect.stringContaining('concept:name "a\\nb"')] }]);
});

it.each<[string, string | Uint8Array, RegExp]>([
  ['another table', 'a,b\n1,2\n', /^Line 1 has to name each of these columns once: case:concept:name, /],
  ['a column twice', `${[...columns, 'org:group'].join(',')}\n`, /columns once: org:group$/],
  ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x41), /is not UTF-8 text/],
])('refuses %s as a whole', (_, content, message) => {
  const reading = () => readLog(Buffer.from(content), now);
  expect(reading).toThrow(ToolRefused);
  expect(reading).toThrow(message);
});

it('finds no rows in an empty file', () => expect(read('')).toEqual({ rows: [], bad: [] }));
