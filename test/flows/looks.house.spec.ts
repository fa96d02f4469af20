import { createHash, randomUUID } from 'node:crypto';
import {
  type LookRow,
  type LooksPage,
  type Operation,
  type OperationName,
  operations,
  type RecordLooksBody,
  recordsFirst,
  subjects,
} from '@contracts';
import { localDate, type Role } from '@domain/codes';
import { looksStream } from '@domain/looks';
import { someCitizen } from './applying';
import { testProcedureWithout } from './dossier-bodies';
import { type Answer, bodyOf, Edge, problemIn, type Visitor } from './edge';
import { accepted, officerId, type Province, smallProvince, startProvince } from './province';

jest.setTimeout(60_000);

const agency = 'H99.1';
const startedOn = localDate(new Date().toISOString());

let province: Province;
let edge: Edge;
let clerk: Visitor;
let auditor: Visitor;
let documentId: string;
let dossierId: string;
/** A dossier that names the file as a component. */
let handedIn: string;

const bytes = Buffer.from('Kính gửi: Sở Tài chính\n');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const content = { sha256, size: bytes.length, mediaType: 'text/plain', name: 'công văn.txt' };

/** Where an operation is asked for, with the objects of this spec in its path. */
function addressOf(name: OperationName): string {
  const ids: Readonly<Record<string, string>> = {
    ...{ documentId, sha256, year: startedOn.slice(0, 4), agency },
    ...{ dossierId: name === 'getDossierContent' ? handedIn : dossierId, form: 'control-slip' },
  };
  const needs: Partial<Record<OperationName, string>> = {
    printIncomingRegister: '?format=csv',
    printOutgoingRegister: '?format=csv',
    getDossierRegister: `?fromDate=${startedOn}`,
    printDossierRegister: `?format=csv&fromDate=${startedOn}`,
    getLooks: `?agency=${agency}&fromDate=${startedOn}`,
  };
  const path = operations[name].path.replace(/\{(\w+)\}/g, (_, param: string) => ids[param] ?? randomUUID());
  return path + (needs[name] ?? '');
}
const correlationOf = ({ headers }: Answer<unknown>): string => headers.get('correlation-id') ?? '';
const reading = (Object.entries(operations) as [OperationName, Operation][]).filter(
  ([, { kind, tag }]) => ['query', 'stream', 'download', 'print'].includes(kind) && tag !== 'system',
);
const firstRecorded = reading.filter(([, operation]) => recordsFirst(operation)).map(([name]) => name);

/** The whole trail of an agency. What waits goes with the look that is recorded before the first answer is sent. */
async function looksOf(of: string, filter = '', limit = 500): Promise<LookRow[]> {
  // On a busy machine five seconds may be too short after a restart; its answer says to ask again.
  while ((await auditor.get(addressOf('getLooks'))).status === 503);
  const days = `fromDate=${startedOn}&toDate=${localDate(new Date().toISOString())}`;
  const rows: LookRow[] = [];
  for (let next = ''; ;) {
    const page = await auditor.get<LooksPage>(
      `/audit/looks?agency=${of}&${days}&limit=${limit}${filter}${next}`,
    );
    rows.push(...bodyOf(page).rows);
    if (page.body.next === undefined) return rows;
    next = `&cursor=${page.body.next}`;
  }
}
const lookIn = async (answer: Answer<unknown>, of = agency): Promise<LookRow | undefined> =>
  (await looksOf(of)).find(({ correlationId }) => correlationId === correlationOf(answer));

async function counted(outcome: string): Promise<number> {
  const metric = province.context.metrics.registry.getSingleMetric('lienthong_looks_total');
  const { values } = (await metric?.get()) ?? { values: [] };
  return values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
}

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'dossiers', 'audit'],
    settings: { LIENTHONG_PORT: '0', LIENTHONG_LOOKS_DAYS: '3650' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerk = await edge.as(agency, 'Clerk');
  auditor = await edge.as('H99', 'Auditor');
  expect((await clerk.upload(sha256, bytes)).status).toBe(201);
  const draft = { documentType: 'CV', subject: 'V/v kiểm tra', urgency: 'normal', contents: [content] };
  const drafted = bodyOf(await clerk.post<{ documentId: string; position: string }>('/documents', draft));
  documentId = drafted.documentId;
  bodyOf(await clerk.get(`/documents/${documentId}?after=${drafted.position}`));
  const { applicantRef } = bodyOf(await clerk.post<{ applicantRef: string }>('/applicants', someCitizen));
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef };
  dossierId = bodyOf(await clerk.post<{ dossierId: string }>('/dossiers', opening)).dossierId;
  const offer = { to: 'H99.2', reason: 'Thẩm định' };
  const offered = bodyOf(await clerk.post<{ position: string }>(`/dossiers/${dossierId}/handoffs`, offer));
  bodyOf(await clerk.get(`/dossiers/${dossierId}?after=${offered.position}`));
  const version = testProcedureWithout('thu-nghiem.nhat-ky');
  bodyOf(await (await edge.as('H99', 'Operator')).post('/procedures', version));
  const component = { key: 'to-khai', sha256, originals: 0 };
  const submission = { ...opening, procedure: version.procedure, components: [component] };
  const counter = await edge.as(agency, 'OneStopOfficer');
  const submitted = await counter.post<{ dossierId: string; position: string }>(
    '/dossiers/submissions',
    submission,
  );
  handedIn = bodyOf(submitted).dossierId;
  bodyOf(await clerk.get(`/dossiers/${handedIn}?after=${submitted.body.position}`));
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

describe('the trail of an agency', () => {
  it('tells who read a content, with officer, object and journey', async () => {
    const correlationId = randomUUID();
    const read = await clerk.get<string>(addressOf('getContent'), { 'correlation-id': correlationId });
    expect([read.status, read.text]).toEqual([200, bytes.toString()]);
    const look = await lookIn(read);
    expect(look).toEqual({
      at: expect.stringMatching(/Z$/),
      ...{ agency, agencyName: smallProvince.find(({ code }) => code === agency)?.name },
      officer: officerId('Clerk', agency),
      role: 'Clerk',
      operation: 'getContent',
      object: expect.stringContaining(sha256),
      outcome: 'answered',
      correlationId,
    });
  });

  it('tells who read a history', async () => {
    const read = await auditor.get(addressOf('getDocumentHistory'));
    expect(read.status).toBe(200);
    expect(await lookIn(read, 'H99')).toMatchObject({
      officer: officerId('Auditor', 'H99'),
      role: 'Auditor',
      operation: 'getDocumentHistory',
      object: documentId,
      outcome: 'answered',
    });
  });

  it('tells who asked for an object of another agency, and that it was refused', async () => {
    const stranger = await edge.as('H99.2', 'Specialist');
    const refused = await stranger.get(`/documents/${documentId}`);
    expect(refused.status).toBe(404);
    expect(await lookIn(refused, 'H99.2')).toMatchObject({
      officer: officerId('Specialist', 'H99.2'),
      operation: 'getDocument',
      object: documentId,
      outcome: 'document:not-found',
    });
  });

  it.each([
    ['a role that may not', () => clerk.get('/audit/looks'), 403, 'request:role-not-allowed', undefined],
    [
      'a command at the wrong time',
      () => clerk.post(`/documents/${documentId}/number`),
      409,
      'document:not-signed-yet',
      'Clerk',
    ],
    ['a wrong form', () => clerk.get('/inbox?limit=0'), 422, 'request:malformed', 'Clerk'],
  ])('tells the refusal of %s', async (_, ask, status, outcome, role) => {
    const refused = await ask();
    expect(refused.status).toBe(status);
    const look = await lookIn(refused);
    expect([look?.outcome, look?.role]).toEqual([outcome, role]);
  });

  it('tells no accepted command, for that is a fact, and no word that was searched for', async () => {
    const found = await clerk.get('/search?text=luong%20can%20bo');
    bodyOf(found);
    const rows = await looksOf(agency);
    expect(rows.filter(({ operation }) => ['putContent', 'draftDocument'].includes(operation))).toEqual([]);
    const look = rows.find(({ correlationId }) => correlationId === correlationOf(found));
    expect(look).toMatchObject({ operation: 'search', outcome: 'answered' });
    expect(JSON.stringify(rows)).not.toContain('luong');
  });

  it('holds the looks at itself', async () => {
    const asked = await auditor.get(addressOf('getLooks'));
    expect(await lookIn(asked, 'H99')).toMatchObject({ operation: 'getLooks', object: agency });
  });

  it.each(reading)('has a look for every answer of %s', async (name, { allow }) => {
    const role: Role = allow === 'any' ? 'Clerk' : (allow[0] as Role);
    const answer = await (await edge.as('H99.3', role)).send('GET', addressOf(name), undefined);
    const look = await lookIn(answer, 'H99.3');
    expect(look).toMatchObject({ operation: name, officer: officerId(role, 'H99.3') });
    expect(look?.outcome === 'answered').toBe(answer.status < 400);
  });

  it('counts who cannot be named', async () => {
    const before = await counted('nameless');
    expect((await edge.withToken(undefined).get('/inbox')).status).toBe(401);
    expect((await counted('nameless')) - before).toBe(1);
  });

  it('is kept for so long as the setting says, and is no fact that anybody could wait for', async () => {
    const stream = looksStream(agency, startedOn);
    const { events } = await province.store.readStream(`$$${stream}`);
    expect(events.map(({ data }) => data)).toEqual([{ $maxAge: 3_650 * 86_400 }]);
    const draft = { documentType: 'CV', subject: 'V/v thử', urgency: 'normal', contents: [content] };
    const { position } = bodyOf(await clerk.post<{ position: string }>('/documents', draft));
    await lookIn(await clerk.get('/inbox'));
    expect((await clerk.get(`/outbox?after=${position}`)).status).toBe(200);
  });
});

describe('asking for looks', () => {
  const only = (officer: string) => `&officer=${officer}`;

  it('pages in both directions, by officer and by object', async () => {
    const reader = await edge.as('H99.4', 'Clerk');
    for (const path of ['/inbox', '/outbox', addressOf('getDocument'), '/drafts', '/todo', '/inbox']) {
      await reader.get(path);
    }
    const all = await looksOf('H99.4', '&first=oldest');
    expect(all.map(({ operation }) => operation)).toEqual([
      'getInbox',
      'getOutbox',
      'getDocument',
      'getDrafts',
      'getTodo',
      'getInbox',
    ]);
    expect(await looksOf('H99.4', '&first=oldest', 4)).toEqual(all);
    expect(await looksOf('H99.4', '', 1)).toEqual([...all].reverse());
    expect(await looksOf('H99.4', `&object=${documentId}`)).toEqual([all[2]]);
    expect(await looksOf('H99.4', only(officerId('Leader', 'H99.4')))).toEqual([]);
    expect(await looksOf('H99.4', only(officerId('Clerk', 'H99.4')))).toHaveLength(6);
  });

  it.each([
    ['fromDate=2026-01-01&toDate=2026-02-01', 'is more than 31 days after `fromDate`'],
    ['fromDate=2026-01-02&toDate=2026-01-01', 'lies before `fromDate`'],
  ])('is refused for %s', async (days, detail) => {
    const answer = await auditor.get(`/audit/looks?agency=${agency}&${days}`);
    expect(problemIn(answer)).toMatchObject({
      status: 422,
      errors: [{ in: 'query', name: 'toDate', detail }],
    });
  });

  it('takes 31 days, and tells of an agency without looks that there are none', async () => {
    const answer = await auditor.get(`/audit/looks?agency=H98&fromDate=2026-01-01&toDate=2026-01-31`);
    expect(bodyOf(answer)).toEqual({ rows: [] });
  });
});

it('records a batch once, however often it is sent, also after a restart', async () => {
  const at = new Date().toISOString();
  const sent = { agency: 'H98.7', officer: 'a', operation: 'getInbox', outcome: 'answered', at } as const;
  const body: RecordLooksBody = { looks: [{ ...sent, correlationId: randomUUID() }] };
  const gateway = province.officer('H98.7', 'Operator');
  const send = () => gateway.command(subjects.recordLooks, {}, body, 'batch-1');
  await Promise.all([send().then(accepted), send().then(accepted)]);
  await province.stopService('audit');
  await province.startService('audit');
  accepted(await send());
  expect(await looksOf('H98.7')).toHaveLength(1);
});

describe('while audit is away', () => {
  let refused: readonly Answer<unknown>[];
  let listed: Answer<unknown>;
  let tookMs: number;
  let countedAsRefused: number;
  const asked = firstRecorded.filter((name) => operations[name].tag !== 'audit');

  beforeAll(async () => {
    await province.stopService('audit');
    const listedAt = performance.now();
    listed = await clerk.get('/inbox');
    tookMs = performance.now() - listedAt;
    const before = await counted('refused');
    refused = await Promise.all(asked.map((name) => clerk.get(addressOf(name))));
    countedAsRefused = (await counted('refused')) - before;
    await province.startService('audit');
  });

  it('sends neither content nor history, and says why after five seconds', () => {
    expect(asked.length).toBeGreaterThan(4);
    for (const answer of refused) {
      expect(problemIn(answer).type).toBe('urn:lienthong:problem:service:look-not-recorded');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
      expect(answer.headers.get('content-disposition')).toBeNull();
      expect(answer.text).not.toContain(bytes.toString().trim());
    }
  });

  it('answers lists at once, and records them and the refusals afterwards', async () => {
    expect(listed.status).toBe(200);
    expect(tookMs).toBeLessThan(4_000);
    const rows = await looksOf(agency);
    const outcomeOf = (answer: Answer<unknown>) =>
      rows
        .filter(({ correlationId }) => correlationId === correlationOf(answer))
        .map(({ outcome }) => outcome);
    expect(outcomeOf(listed)).toEqual(['answered']);
    for (const answer of refused) expect(outcomeOf(answer)).toContain('service:look-not-recorded');
    expect(await counted('late')).toBeGreaterThan(0);
    expect(countedAsRefused).toBe(asked.length);
  });

  it('is over once audit is back', async () =>
    expect((await clerk.get(addressOf('getContent'))).status).toBe(200));
});

it('lists ten equal refusals of a minute and counts the rest, and loses nothing when the gateway stops', async () => {
  const eager = await edge.as('H99.2', 'Leader');
  const path = `/documents/${randomUUID()}`;
  for (let time = 0; time < 13; time++) expect((await eager.get(path)).status).toBe(404);
  await eager.get('/outbox');
  await edge.stop();
  edge = await Edge.start(province.context);
  auditor = await edge.as('H99', 'Auditor');
  const rows = (await looksOf('H99.2')).filter(({ officer }) => officer === officerId('Leader', 'H99.2'));
  const ofDocument = rows.filter(({ object }) => path.endsWith(object ?? 'none'));
  expect(ofDocument.map(({ count = 1 }) => count).sort()).toEqual([...Array(10).fill(1), 3]);
  expect(rows.filter(({ operation }) => operation === 'getOutbox')).toHaveLength(1);
});
