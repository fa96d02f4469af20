import { logOf, logTo } from './log';

function lineOf(err: unknown): Record<string, unknown> {
  const lines: string[] = [];
  logTo({ write: (line) => void lines.push(line) }, 'spec', 'info').error({ err }, 'thất bại');
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] as string) as Record<string, unknown>;
}

const secret = 'Quyết định kỷ luật';
const event = { stream: 'document-1', revision: 3n, type: 'DocumentIssued.v1', data: { subject: secret } };
const rows = { detail: `Failing row contains (${secret})`, params: [secret], table: 'document_link' };

it.each([
  ['an event', { event }],
  ['a row', rows],
  ['a cause that carries both', { cause: Object.assign(new Error('null value'), rows, { event }) }],
])('keeps what an error carries to itself: %s', (_what, carried) =>
  expect(JSON.stringify(lineOf(Object.assign(new Error('cannot be projected'), carried)))).not.toContain(
    secret,
  ),
);

it('tells what failed, where, and why', () => {
  const cause = new Error('null value in column "target_agency"');
  const where = { stream: 'document-1', revision: 3n, code: '23502', reason: 'unknown-version' };
  const error = Object.assign(new TypeError('cannot be projected', { cause }), where);
  const { err } = lineOf(error);
  expect(err).toMatchObject({ ...where, revision: 3, type: 'TypeError' });
  expect(err).toMatchObject({
    message: 'cannot be projected: null value in column "target_agency"',
    stack: expect.stringContaining('log.spec') as string,
  });
});

it('names one service in a line, the one that speaks, and its level in a word', () => {
  const lines: string[] = [];
  const process = logTo({ write: (line) => void lines.push(line) }, 'all', 'info');
  process.warn('một');
  logOf(process, 'exchange').warn('hai');
  logOf(logOf(process, 'exchange'), 'bus').child({ stream: 'document-1' }).error('ba');
  expect(lines.map((line) => line.match(/"service":/g)?.length)).toEqual([1, 1, 1]);
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(told.map(({ service, level }) => [service, level])).toEqual([
    ...[
      ['all', 'warn'],
      ['exchange', 'warn'],
      ['bus', 'error'],
    ],
  ]);
});
