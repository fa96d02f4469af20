import { randomUUID } from 'node:crypto';
import {
  type Page,
  type ProblemName,
  type ProcedureDetails,
  type ProcedureInForce,
  type ProcedureListed,
  subjects,
} from '@contracts';
import { procedureStream } from '@domain/procedure';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, placeOf, problemIn, type Visitor } from './edge';
import { accepted, officerId, type Province, smallProvince, startProvince } from './province';
import { procedureVersion } from './valid-procedures';

jest.setTimeout(60_000);

const [lead, next] = ['H99.1', 'H99.4'] as const;
const version = procedureVersion(lead, next);

let province: Province;
let edge: Edge;
let operator: Visitor;
let clerk: Visitor;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'read-models'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
  clerk = await edge.as(lead, 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

let codes = 0;
const newCode = (): string => `demo.thu-tuc.${++codes}`;

async function issued(over: object = {}, procedure = newCode()): Promise<string> {
  bodyOf(await operator.post('/procedures', { procedure, ...version, ...over }));
  return procedure;
}

const shown = async (procedure: string, query = '') =>
  bodyOf(await clerk.get<ProcedureDetails & Record<string, unknown>>(`/procedures/${procedure}${query}`));

/** As people are shown it, with agencies by name. */
const withNames = <V extends Pick<typeof version, 'route'>>({ route, ...rest }: V) => ({
  ...rest,
  route: {
    ...{ ...route, leadName: nameOf(route.lead) },
    legs: route.legs.map((each) => ({ ...each, agencyName: nameOf(each.agency) })),
  },
});
const nameOf = (agency: string) => smallProvince.find(({ code }) => code === agency)?.name;

/** As a service asks it of the directory. */
const inForce = async (procedure: string, onDate: string) =>
  accepted(
    await province
      .officer(lead, 'OneStopOfficer')
      .query<ProcedureInForce>(subjects.procedureInForce, {}, { procedure, onDate }),
  );

it('is issued, amended and abolished; each day has the version that was in force on it', async () => {
  const procedure = newCode();
  const first = await operator.post('/procedures', { procedure, ...version });
  expect([first.status, first.headers.get('location')]).toEqual([201, `/procedures/${procedure}`]);
  expect(first.body).toMatchObject({ procedure, version: '1' });

  const later = {
    ...version,
    effectiveFromDate: '2026-07-01',
    publishedTime: { amount: 2, unit: 'working-days' },
  };
  expect(bodyOf(await operator.post(`/procedures/${procedure}/versions`, later))).toMatchObject({
    ...{ procedure, version: '2' },
  });
  const abolition = { effectiveDate: '2027-01-01', legalBasis: '9/QĐ-BTP' };
  const { position } = bodyOf(await operator.post(`/procedures/${procedure}/abolition`, abolition));

  expect(await shown(procedure, `?after=${String(position)}&onDate=2026-06-30`)).toEqual({
    procedure,
    inForce: { version: '1', ...withNames(version) },
    versions: ['2', '1'].map((each) => ({
      ...{ version: each, name: version.name, legalBasis: version.legalBasis },
      effectiveFromDate: each === '1' ? '2026-01-01' : '2026-07-01',
    })),
    abolition,
  });
  expect((await shown(procedure, '?onDate=2026-12-31')).inForce).toEqual({
    ...{ version: '2', ...withNames(later) },
  });
  for (const date of ['2025-12-31', '2027-01-01']) {
    expect(await shown(procedure, `?onDate=${date}`)).not.toHaveProperty('inForce');
    expect(await inForce(procedure, date)).toEqual({});
  }
  expect(await inForce(procedure, '2026-07-01')).toEqual({ version: { version: '2', ...later } });
  expect(await inForce('2.999999', '2026-07-01')).toEqual({});
  expect(await province.factsOf(procedureStream(procedure))).toEqual([
    ...['ProcedureVersionIssued', 'ProcedureVersionIssued', 'ProcedureAbolished'],
  ]);
});

it('says what it leaves out: one agency, one supplement of ten working days, no form', async () => {
  const { route: _, ...alone } = version;
  const components = [{ key: 'don', name: 'Đơn', mandatory: true, originals: 0 }];
  const procedure = await issued({ route: undefined, components, supplement: { clock: 'resume' } });
  expect((await shown(procedure)).inForce).toEqual({
    ...{ version: '1', ...alone, components },
    supplement: { clock: 'resume', requestsMax: 1, answerDays: 10 },
  });
});

it('is done once: a key is answered the same, the same words under another key leave nothing', async () => {
  const procedure = newCode();
  const body = { procedure, ...version };
  const headers = { 'idempotency-key': randomUUID() };
  const first = bodyOf(await operator.post('/procedures', body, headers));
  bodyOf(
    await operator.post(`/procedures/${procedure}/versions`, { ...version, effectiveFromDate: '2026-07-01' }),
  );
  expect(bodyOf(await operator.post('/procedures', body, headers))).toEqual(first);
  expect(bodyOf(await operator.post('/procedures', body))).toMatchObject({ procedure, version: '1' });
  const other = await operator.post('/procedures', { ...body, name: 'Khác' }, headers);
  expect(problemIn(other).type).toBe(problemType('procedure:idempotency-key-reused'));
  expect((await province.factsOf(procedureStream(procedure))).length).toBe(2);
});

it('is found by words without diacritics, by state, and in pages', async () => {
  const field = `Linh vuc ${randomUUID().slice(0, 8)}`;
  const three = [
    await issued({ sector: field }),
    await issued({ sector: field }),
    await issued({ sector: field }),
  ];
  bodyOf(
    await operator.post(`/procedures/${three[1]}/abolition`, {
      ...{ effectiveDate: '2026-06-01', legalBasis: '9/QĐ-BTP' },
    }),
  );
  const found = async (query: string) => {
    const words = encodeURIComponent(`cai chinh ${field}`);
    const page = await clerk.get<Page<ProcedureListed>>(
      `/procedures?search=${words}&onDate=2026-08-01${query}`,
    );
    return page.body;
  };
  const codesOf = ({ rows }: Page<ProcedureListed>) => rows.map(({ procedure }) => procedure);
  expect(codesOf(await found(''))).toEqual(three);
  expect(codesOf(await found('&state=in-force'))).toEqual([three[0], three[2]]);
  const { rows } = await found('&state=not-in-force');
  expect(rows).toEqual([
    expect.objectContaining({
      ...{ procedure: three[1], inForce: false, version: '1' },
      abolition: { effectiveDate: '2026-06-01', legalBasis: '9/QĐ-BTP' },
    }),
  ]);
  const page = await found('&limit=2');
  expect([codesOf(page), page.next]).toEqual([three.slice(0, 2), three[1]]);
  expect(await found(`&limit=2&cursor=${page.next}`)).toMatchObject({ rows: [{ procedure: three[2] }] });
});

interface Wrong {
  readonly problem: ProblemName;
  readonly over: object;
  /** Pointers of `errors`, in order; not looked at when left out. */
  readonly errors?: readonly string[];
}
const [leg] = version.route.legs;
const [component] = version.components;
const [fee] = version.fees;

/** Versions that are wrong in one way, and by what it is told. */
const wrong: Readonly<Record<string, Wrong>> = {
  'an unknown agency in its route': {
    problem: 'procedure:route-agency-not-found',
    over: { route: { ...version.route, legs: [leg, { ...leg, agency: 'H99.77' }] } },
    errors: ['/body/route/legs/1/agency'],
  },
  'a closed agency in its route': {
    problem: 'procedure:route-agency-closed',
    over: { route: { ...version.route, lead: 'H99.3' }, effectiveFromDate: '2028-01-01' },
    errors: ['/body/route/lead'],
  },
  'a published time that is longer than the legal one': {
    problem: 'procedure:published-time-longer',
    over: { publishedTime: { amount: 49, unit: 'working-hours' }, convention: 'exactHours' },
  },
  'times in different days': {
    problem: 'procedure:times-not-comparable',
    over: { publishedTime: { amount: 1, unit: 'calendar-days' } },
  },
  'hours that end with a day': {
    problem: 'procedure:convention-does-not-fit',
    over: { publishedTime: { amount: 4, unit: 'working-hours' } },
  },
  'the same component twice': {
    problem: 'procedure:duplicate-component',
    over: { components: [component, component] },
  },
  'the same fee twice': { problem: 'procedure:duplicate-fee', over: { fees: [fee, fee] } },
  'an online level without its channel': {
    problem: 'procedure:online-level-does-not-fit',
    over: { channels: ['counter'] },
  },
  'a unit nobody counts in': {
    problem: 'request:malformed',
    over: { legalTime: { amount: 1, unit: 'weeks' } },
    errors: ['/body/legalTime/unit'],
  },
  'a time of nothing': {
    problem: 'request:malformed',
    over: { legalTime: { amount: 0, unit: 'working-days' } },
    errors: ['/body/legalTime/amount'],
  },
  'a day that is none': {
    problem: 'request:malformed',
    over: { effectiveFromDate: '2026-02-30' },
    errors: ['/body/effectiveFromDate'],
  },
  'no component': { problem: 'request:malformed', over: { components: [] }, errors: ['/body/components'] },
  'a fee below nothing': {
    problem: 'request:malformed',
    over: { fees: [{ ...fee, amountVnd: -1 }] },
    errors: ['/body/fees/0/amountVnd'],
  },
};

describe('a version', () => {
  let amendable: string;
  beforeAll(async () => {
    amendable = await issued();
    const closing = {
      how: 'dissolved',
      successors: [],
      effectiveDate: '2027-06-01',
      legalBasis: '15/NQ-HĐND',
    };
    bodyOf(await operator.post('/agencies/H99.3/closing', closing));
  });

  it.each(Object.keys(wrong))('with %s is refused whole, at first and as an amendment', async (what) => {
    const { problem, over, errors } = wrong[what] as Wrong;
    const procedure = newCode();
    const later = { ...version, effectiveFromDate: '2028-01-01', ...over };
    const answers = [
      await operator.post('/procedures', { procedure, ...version, ...over }),
      await operator.post(`/procedures/${amendable}/versions`, later),
    ];
    for (const answer of answers) {
      const told = problemIn(answer);
      expect(told.type).toBe(problemType(problem));
      if (errors !== undefined) expect(told.errors?.map(placeOf)).toEqual(errors);
    }
    expect(await province.factsOf(procedureStream(procedure))).toEqual([]);
    expect(await province.factsOf(procedureStream(amendable))).toEqual(['ProcedureVersionIssued']);
  });
});

it('is refused by name what does not follow from what it is', async () => {
  const procedure = await issued({ effectiveFromDate: '2026-07-01' });
  const told = async (path: string, body: object, by = operator) => problemIn(await by.post(path, body)).type;
  const versions = `/procedures/${procedure}/versions`;
  const abolition = (effectiveDate: string) => ({ effectiveDate, legalBasis: '9/QĐ-BTP' });

  expect(await told('/procedures', { procedure, ...version, name: 'Khác' })).toBe(
    problemType('procedure:procedure-already-issued'),
  );
  expect(await told(versions, version)).toBe(problemType('procedure:effective-before-newest-version'));
  const end = `/procedures/${procedure}/abolition`;
  expect(await told(end, abolition('2026-06-30'))).toBe(
    problemType('procedure:abolished-before-newest-version'),
  );
  bodyOf(await operator.post(end, abolition('2027-01-01')));
  expect(await told(end, abolition('2027-02-01'))).toBe(problemType('procedure:procedure-already-abolished'));
  expect(await told(versions, { ...version, effectiveFromDate: '2028-01-01' })).toBe(
    problemType('procedure:procedure-abolished'),
  );
  for (const path of ['versions', 'abolition']) {
    const body = path === 'versions' ? version : abolition('2027-01-01');
    expect(await told(`/procedures/2.999999/${path}`, body)).toBe(problemType('procedure:not-found'));
  }
  expect(problemIn(await clerk.get('/procedures/2.999999')).type).toBe(problemType('procedure:not-found'));
  expect(await told('/procedures', { procedure: newCode(), ...version }, clerk)).toBe(
    problemType('request:role-not-allowed'),
  );
});

it('is known to an instance that starts later, and to one that was running', async () => {
  const before = await issued();
  await province.startService('directory');
  const after = await issued();
  // Two instances take turns at questions.
  for (const procedure of [before, after, before, after]) {
    expect((await inForce(procedure, '2026-07-01')).version).toMatchObject({ version: '1' });
  }
});

it('is imported with the instant at which it was issued', async () => {
  const procedure = newCode();
  const importer = province.officer('H99', 'Importer').with({
    source: 'import',
    occurredAt: '2026-01-02T03:04:05.000Z',
    importedFrom: `thu-tuc.csv#${'a'.repeat(64)}`,
  });
  accepted(await importer.command(subjects.issueProcedure, {}, { procedure, ...version }));
  const { events } = await province.store.readStream(procedureStream(procedure));
  expect(events.map(({ data }) => (data as { at: string }).at)).toEqual(['2026-01-02T03:04:05.000Z']);
  expect(events[0]?.metadata).toMatchObject({ actor: { officer: officerId('Importer', 'H99') } });
});

it('answers as the OpenAPI document describes', async () =>
  expect(await wronglyDescribed(edge, 'procedures')).toEqual([]));
