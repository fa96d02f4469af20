import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import {
  type Period,
  type ProcedureCommand,
  procedureDecider,
  type ProcedureEvent,
  type ProcedureFault,
  type ProcedureRefusal,
  versionInForce,
} from '.';

const code = 'demo.ho-tich.cai-chinh';
const at = '2026-11-22T01:00:00.000Z';
const days = (amount: number): Period => ({ amount, unit: 'working-days' });
const hours = (amount: number): Period => ({ amount, unit: 'working-hours' });
const calendarDays = (amount: number): Period => ({ amount, unit: 'calendar-days' });

type Issue = Extract<ProcedureCommand, { type: 'IssueProcedure' }>;
type Amend = Extract<ProcedureCommand, { type: 'AmendProcedure' }>;

const content: Issue['content'] = {
  name: 'Thay đổi, cải chính hộ tịch',
  sector: 'Hộ tịch',
  effectiveFromDate: '2026-01-01',
  legalTime: days(6),
  publishedTime: days(3),
  convention: 'endOfDay',
  channels: ['counter', 'online'],
  components: [
    { key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 1, form: 'TP/HT-2020-TKTĐ' },
    { key: 'giay-to', name: 'Giấy tờ liên quan', mandatory: false, originals: 0 },
  ],
  fees: [
    {
      key: 'le-phi',
      name: 'Lệ phí hộ tịch',
      amountVnd: 28_000,
      moment: 'receipt',
      legalBasis: '85/2019/TT-BTC',
    },
  ],
  route: {
    mode: 'sequential',
    lead: 'H26.1',
    legs: [{ agency: 'H26.2', task: 'Xác minh', time: days(1) }],
  },
  onlineLevel: 'partial',
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
  legalBasis: '1872/QĐ-BTP',
};
const nobody = { unknownAgencies: [], closedAgencies: [] };
const issue: Issue = { type: 'IssueProcedure', procedure: code, content, ...nobody, at };
const amended = { ...content, effectiveFromDate: '2026-07-01', publishedTime: days(2) };
const amend: Amend = { ...issue, type: 'AmendProcedure', content: amended };
const abolish: Extract<ProcedureCommand, { type: 'AbolishProcedure' }> = {
  ...{ type: 'AbolishProcedure', procedure: code, effectiveDate: '2027-01-01', legalBasis: '9/QĐ-BTP', at },
};

const { type: _, ...abolition } = abolish;
const first: ProcedureEvent = {
  type: 'ProcedureVersionIssued',
  data: { procedure: code, version: '1', ...content, at },
};
const second: ProcedureEvent = {
  type: 'ProcedureVersionIssued',
  data: { procedure: code, version: '2', ...amended, at },
};
const ended: ProcedureEvent = { type: 'ProcedureAbolished', data: abolition };

const on = given(procedureDecider);

it('is issued, amended and abolished, each version whole', () => {
  expect(on().when(issue)).toEqual({ events: [first] });
  expect(on(first).when(amend)).toEqual({ events: [second] });
  expect(on(first, second).when(abolish)).toEqual({ events: [ended] });
});

it.each<[string, ProcedureCommand, ProcedureEvent[]]>([
  ['issue', issue, [first]],
  ['issue, after it was amended', issue, [first, second]],
  ['issue with its fields in another order', { ...issue, content: reversed(content) }, [first]],
  ['amendment', amend, [first, second]],
  ['amendment, after it was abolished', amend, [first, second, ended]],
  ['abolition', abolish, [first, second, ended]],
])('records nothing when the %s is said again', (_what, command, history) =>
  expect(on(...history).when(command)).toEqual({ events: [] }),
);

function reversed<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).reverse()) as T;
}

/** One version that has each fault. */
const faulty: Readonly<
  Record<ProcedureFault, Partial<Issue> & { readonly over?: Partial<Issue['content']> }>
> = {
  'times-not-comparable': { over: { legalTime: calendarDays(30) } },
  'published-time-longer': { over: { publishedTime: days(7) } },
  'convention-does-not-fit': { over: { publishedTime: hours(4) } },
  'online-level-does-not-fit': { over: { onlineLevel: 'none' } },
  'duplicate-component': { over: { components: [...content.components, ...content.components] } },
  'duplicate-fee': { over: { fees: [...content.fees, ...content.fees] } },
  'route-agency-not-found': { unknownAgencies: ['H26.2'] },
  'route-agency-closed': { closedAgencies: ['H26.2'] },
};

describe('refuses', () => {
  const faults = Object.entries(faulty).flatMap(([refused, { over = {}, ...gathered }]) => {
    const said = { ...gathered, content: { ...content, ...over } };
    const later = { ...gathered, content: { ...amended, ...over } };
    return [
      [refused, { ...issue, ...said }, []],
      [refused, { ...amend, ...later }, [first]],
    ] as [string, ProcedureCommand, readonly ProcedureEvent[]][];
  });
  type Case = readonly [command: ProcedureCommand, history: readonly ProcedureEvent[]];
  const others: Readonly<Record<Exclude<ProcedureRefusal, ProcedureFault>, readonly Case[]>> = {
    'not-found': [
      [amend, []],
      [abolish, []],
    ],
    'procedure-already-issued': [[{ ...issue, content: { ...content, name: 'Khác' } }, [first]]],
    'procedure-abolished': [[{ ...amend, content: { ...amended, name: 'Khác' } }, [first, second, ended]]],
    'procedure-already-abolished': [[{ ...abolish, effectiveDate: '2027-02-01' }, [first, ended]]],
    'effective-before-newest-version': [
      [{ ...amend, content: { ...amended, effectiveFromDate: '2025-12-31' } }, [first]],
      [{ ...amend, content: { ...amended, effectiveFromDate: '2026-01-01' } }, [first]],
    ],
    'abolished-before-newest-version': [[{ ...abolish, effectiveDate: '2026-06-30' }, [first, second]]],
  };
  const told = Object.entries<readonly Case[]>(others).flatMap(([refused, cases]) =>
    cases.map(([command, history]) => [refused, command, history] as const),
  );

  it.each([...faults, ...told])('with %s', (refused, command, history) =>
    expect(on(...history).when(command)).toEqual({ refused }),
  );
});

describe('times', () => {
  const decided = (over: Partial<Issue['content']>) =>
    on().when({ ...issue, content: { ...content, ...over } });

  it.each<[Period, Period]>([
    [hours(24), days(3)],
    [days(3), hours(24)],
    [days(6), days(6)],
    [hours(1), hours(1)],
  ])('%j may be published where the law grants %j', (publishedTime, legalTime) =>
    expect(decided({ publishedTime, legalTime, convention: 'exactHours' })).toHaveProperty('events'),
  );

  it.each<[Period, Period]>([
    [hours(25), days(3)],
    [days(4), hours(31)],
  ])('%j may not be published where the law grants %j', (publishedTime, legalTime) =>
    expect(decided({ publishedTime, legalTime, convention: 'exactHours' })).toEqual({
      refused: 'published-time-longer',
    }),
  );

  it('in days of the calendar end with a day', () => {
    const times = { publishedTime: calendarDays(20), legalTime: calendarDays(30) };
    expect(decided(times)).toHaveProperty('events');
    expect(decided({ ...times, convention: 'exactHours' })).toEqual({ refused: 'convention-does-not-fit' });
  });
});

describe('the version in force', () => {
  const state = fold(procedureDecider, [first, second, ended]);
  const versionOn = (date: string) =>
    state.status === 'issued' ? versionInForce(state, date)?.version : undefined;

  it.each([
    ['2025-12-31', undefined],
    ['2026-01-01', '1'],
    ['2026-06-30', '1'],
    ['2026-07-01', '2'],
    ['2026-12-31', '2'],
    ['2027-01-01', undefined],
  ])('on %s is %s', (date, version) => expect(versionOn(date)).toBe(version));
});

it('whatever is commanded: versions count from 1, each begins after the one before, and repeats append nothing', () => {
  const dates = fc.constantFrom('2025-01-01', '2026-01-01', '2026-07-01', '2027-01-01');
  const commands = fc.oneof(
    fc.record({ date: dates, name: fc.constantFrom('a', 'b') }).map(({ date, name }): ProcedureCommand => ({
      ...amend,
      content: { ...content, name, effectiveFromDate: date },
    })),
    dates.map((effectiveDate): ProcedureCommand => ({ ...abolish, effectiveDate })),
    fc.constant(issue),
  );
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 12 }), (list) => {
      const { state, recorded } = play(procedureDecider, list);
      if (state.status === 'absent') return;
      const begins = state.versions.map(({ effectiveFromDate }) => effectiveFromDate);
      expect(state.versions.map(({ version }) => version)).toEqual(begins.map((_date, i) => String(i + 1)));
      expect(begins).toEqual([...new Set(begins)].sort());
      const last = recorded.at(-1) as ProcedureCommand;
      expect(procedureDecider.decide(last, state)).toEqual({ events: [] });
    }),
  );
});
