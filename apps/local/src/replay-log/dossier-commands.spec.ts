import { type DossierCommand, dossiersOf } from './dossier-commands';
import type { LogRow } from './log-row';
import { agencyOfUnit, unitsOf } from './log-units';

const row = (line: number, minute: number, unit = 'Group 1', over: Partial<LogRow> = {}): LogRow => ({
  line,
  caseId: 'case-1',
  channel: 'e-mail',
  startedAt: '2011-01-01T09:00:00.000Z',
  activity: `A${line}`,
  unit,
  officer: `R${line}`,
  at: `2011-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`,
  ...over,
});
const commandsOf = (...rows: readonly LogRow[]): readonly DossierCommand[] =>
  dossiersOf(rows).flatMap(({ commands }) => commands);
const told = (commands: readonly DossierCommand[]) =>
  commands.map(
    ({ does, line, agency, officer, at }) => `${does} ${line} ${agency} ${officer} ${at.slice(14, 16)}`,
  );

it('opens at the unit of the first row in time, hands over before it records, completes last', () => {
  const endedAt = '2010-12-31T00:00:00.000Z';
  const over = { endedAt };
  const rows = [row(2, 9, 'EMPTY', over), row(3, 5, 'Group 1', over), row(4, 12, 'EMPTY', over)];
  expect(told(commandsOf(...rows))).toEqual([
    'open 3 H00.G01 R3 05',
    'record 3 H00.G01 R3 05',
    'offer 2 H00.G01 R3 09',
    'accept 2 H00.EMPTY R2 09',
    'record 2 H00.EMPTY R2 09',
    'record 4 H00.EMPTY R4 12',
    'complete 4 H00.EMPTY R4 12',
  ]);
});

it('leaves rows of one instant in the order of the file', () =>
  expect(told(commandsOf(row(9, 1), row(3, 1), row(5, 1))).slice(1)).toEqual([
    'record 3 H00.G01 R3 01',
    'record 5 H00.G01 R5 01',
    'record 9 H00.G01 R9 01',
  ]));

it('tells what the log says of the dossier when it opens it', () => {
  const [opening] = commandsOf(row(2, 0, 'Group 7', { dueAt: '2011-02-01T00:00:00.000Z' }));
  expect(opening?.body).toEqual({
    procedure: 'coselog.wabo.receipt',
    channel: 'email',
    applicantRef: expect.stringMatching(/^[0-9a-f-]{36}$/),
    codes: [{ scheme: 'coselog', value: 'case-1' }],
    startedAt: '2011-01-01T09:00:00.000Z',
    dueAt: '2011-02-01T00:00:00.000Z',
  });
});

it.each([
  ['before the last row', '2011-01-01T09:59:00.000Z', '2011-01-01T10:03:00.000Z'],
  ['after it', '2011-03-01T00:00:00.000Z', '2011-03-01T00:00:00.000Z'],
])('records an end %s as data, never before what was done', (_, endedAt, at) => {
  const last = commandsOf(row(2, 3, 'Group 1', { endedAt })).at(-1);
  expect(last).toMatchObject({ does: 'complete', at, body: { outcome: 'other', endedAt } });
});

it('does not complete what the log does not end', () =>
  expect(commandsOf(row(2, 0)).map(({ does }) => does)).toEqual(['open', 'record']));

it('gives every command a key of its own that stays when rows come after it', () => {
  const rows = [row(2, 0), row(3, 1, 'EMPTY'), row(4, 2, 'Group 2')];
  const keys = commandsOf(...rows).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(commandsOf(...rows, row(5, 3)).map(({ key }) => key)).toEqual([
    ...keys,
    'case-1:5:offer',
    'case-1:5:accept',
    'case-1:5:record',
  ]);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
});

it('begins with the dossier that began first', () =>
  expect(
    dossiersOf([row(2, 9), row(3, 1, 'Group 1', { caseId: 'case-2' })]).map(({ caseId }) => caseId),
  ).toEqual(['case-2', 'case-1']));

describe('units', () => {
  it('become agencies whose names say that they are invented', () => {
    expect(agencyOfUnit('Group 3')).toMatchObject({ code: 'H00.G03', abbreviation: 'ĐV03' });
    expect(agencyOfUnit('EMPTY')).toMatchObject({ code: 'H00.EMPTY' });
    for (const unit of ['Group 1', 'Group 15', 'EMPTY']) expect(agencyOfUnit(unit)?.name).toContain('hư cấu');
    for (const unit of ['Group 16', 'Group 01', 'empty', '']) expect(agencyOfUnit(unit)).toBeUndefined();
  });

  it('have every officer who acts in them, in each of them', () => {
    const rows = [row(2, 0), row(3, 1, 'EMPTY', { officer: 'R2' }), row(4, 2)];
    expect(unitsOf(rows).map(({ agency, officers }) => [agency.code, officers])).toEqual([
      ['H00.EMPTY', ['R2']],
      ['H00.G01', ['R2', 'R4']],
    ]);
  });
});
