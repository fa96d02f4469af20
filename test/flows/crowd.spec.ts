import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Message, metricsSubject, type OfficerStanding, services, subjects } from '@contracts';
import { type Answer, Edge, problemIn, Visitor } from './edge';
import { freePort } from './free-port';
import { type Province, startProvince } from './province';

const settings = {
  LIENTHONG_PORT: '0',
  LIENTHONG_OFFICER_REQUESTS_MAX: '3',
  LIENTHONG_OFFICER_REQUESTS_PER_SECOND: '5',
  LIENTHONG_OFFICER_REQUESTS_BURST: '20',
  LIENTHONG_AGENCY_REQUESTS_MAX: '5',
  LIENTHONG_AGENCY_REQUESTS_PER_SECOND: '10',
  LIENTHONG_AGENCY_REQUESTS_BURST: '30',
  LIENTHONG_FAILED_TOKENS_PER_SECOND: '2',
  LIENTHONG_PUBLIC_LOOKS_PER_SECOND: '2',
  LIENTHONG_TRUSTED_PROXIES: '127.0.0.1',
};

let province: Province;
let edge: Edge;
let metricsPort: number;
/** Answers of the services that are held back until a test lets them go. */
let held: (() => void)[] = [];
let isHolding = false;

beforeAll(async () => {
  metricsPort = await freePort();
  const scraped = { LIENTHONG_METRICS_PORT: String(metricsPort) };
  province = await startProvince({ services: [], settings: { ...settings, ...scraped } });
  for (const subject of Object.values(subjects)) {
    province.context.connection.subscribe(subject, {
      callback: (_error, wire) => {
        const { id, data } = wire.json<{ id: string; data: Message }>();
        const isStanding = subject === subjects.officerStanding;
        const said = isStanding ? standing(data) : {};
        const response = { ok: true, answer: said, position: `${province.storeId}.7` };
        const answer = () => wire.respond(Buffer.from(JSON.stringify({ id, response, isDisposed: true })));
        if (isHolding && !isStanding && subject !== subjects.recordLooks) held.push(answer);
        else answer();
      },
    });
  }
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});
beforeEach(() => {
  isHolding = false;
  held = [];
});

const tooMany = 'urn:lienthong:problem:request:too-many-requests';
const statuses = (answers: readonly Answer<unknown>[]) => answers.map(({ status }) => status).sort();
const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

/** One officer of an agency, by a name of their own that tells the role. */
const officer = async (agency: string, role = 'Clerk') =>
  edge.withToken(await edge.issuer.issue({ sub: `${role}.${randomUUID()}`, agency, roles: [role] }));

/** As the directory would say it of these officers. */
const standing = ({ body }: Message): OfficerStanding => {
  const { officer: id } = body as { readonly officer: string };
  return { agency: 'open', roles: id.split('.').slice(0, 1) };
};

/** Until so many questions wait for the services. */
async function waiting(count: number): Promise<void> {
  while (held.length < count) await new Promise((resolve) => setImmediate(resolve));
}
const letGo = () => held.splice(0).forEach((answer) => answer());

it('has so many requests of an officer answered at once, and tells the others when to come back', async () => {
  isHolding = true;
  const busy = await officer('H98.1');
  const open = times(3, () => busy.get('/inbox'));
  await waiting(3);
  const refused = await busy.get('/inbox');
  expect(problemIn(refused)).toMatchObject({ type: tooMany, retry: 'later', status: 429 });
  expect(refused.headers.get('retry-after')).toBe('1');
  const other = (await officer('H98.1')).get('/inbox');
  await waiting(4);
  letGo();
  expect(statuses(await open)).toEqual([200, 200, 200]);
  expect((await other).status).toBe(200);
  isHolding = false;
  expect((await busy.get('/inbox')).status).toBe(200);
});

it('has so many requests of an agency answered at once, and those of others besides', async () => {
  isHolding = true;
  const [one, two] = [await officer('H98.2'), await officer('H98.2')];
  const open = [times(3, () => one.get('/inbox')), times(2, () => two.get('/inbox'))];
  await waiting(5);
  expect(problemIn(await two.get('/inbox')).type).toBe(tooMany);
  const elsewhere = (await officer('H98.3')).get('/inbox');
  await waiting(6);
  letGo();
  expect(statuses((await Promise.all(open)).flat())).toEqual([200, 200, 200, 200, 200]);
  expect((await elsewhere).status).toBe(200);
});

it('counts work on that nobody waits for any more', async () => {
  isHolding = true;
  const cutting = await officer('H98.4');
  const { hostname, port } = new URL(edge.address);
  for (let cut = 1; cut <= 3; cut++) {
    const socket = connect(Number(port), hostname);
    socket.write(`GET /inbox HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer ${cutting.token}\r\n\r\n`);
    await waiting(cut);
    socket.destroy();
    await once(socket, 'close');
  }
  expect(problemIn(await cutting.get('/inbox')).type).toBe(tooMany);
  letGo();
  isHolding = false;
  let status = 429;
  while (status === 429) ({ status } = await cutting.get('/inbox'));
  expect(status).toBe(200);
});

it('refuses before a body is read', async () => {
  isHolding = true;
  const busy = await officer('H98.5');
  const open = times(3, () => busy.get('/inbox'));
  await waiting(3);
  const { hostname, port } = new URL(edge.address);
  const socket = connect(Number(port), hostname);
  const head = `POST /documents HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer ${busy.token}\r\n`;
  const key = `idempotency-key: ${randomUUID()}\r\ncontent-type: application/json\r\n`;
  socket.write(`${head}${key}content-length: 1000\r\n\r\n`);
  const [said] = (await once(socket, 'data')) as [Buffer];
  expect(said.toString()).toMatch(/^HTTP\/1\.1 429 /);
  socket.destroy();
  letGo();
  await open;
});

it('has so many requests over time, but for imports', async () => {
  const quick = await officer('H98.6');
  const answers: Answer[] = [];
  for (let i = 0; i < 60 && answers.at(-1)?.status !== 429; i++) answers.push(await quick.get('/inbox'));
  const last = answers.at(-1) as Answer;
  expect(problemIn(last).type).toBe(tooMany);
  expect(Number(last.headers.get('retry-after'))).toBe(1);
  expect(answers.length).toBeGreaterThan(20);
  const tool = await officer('H98.7', 'Importer');
  for (let i = 0; i < 60; i++) expect((await tool.get('/inbox')).status).toBe(200);
  isHolding = true;
  const open = times(3, () => tool.get('/inbox'));
  await waiting(3);
  expect(problemIn(await tool.get('/inbox')).type).toBe(tooMany);
  letGo();
  await open;
});

it('counts a long body as several requests', async () => {
  const long = await officer('H98.31');
  const draft = {
    documentType: 'CV',
    subject: 'x',
    urgency: 'normal',
    contents: [],
    note: 'y'.repeat(20 * 1024),
  };
  expect((await long.post('/documents', draft)).status).not.toBe(429);
  const answers = await times(12, () => long.get('/inbox'));
  expect(statuses(answers)).toContain(429);
});

it('tells who heeds no refusal the next ones a second later each', async () => {
  isHolding = true;
  const busy = await officer('H98.30');
  const open = times(3, () => busy.get('/inbox'));
  await waiting(3);
  const tookMs = await times(15, async () => {
    const askedAt = performance.now();
    expect((await busy.get('/inbox')).status).toBe(429);
    return performance.now() - askedAt;
  });
  // Timers may be early by a part of a millisecond.
  expect(tookMs.filter((ms) => ms >= 999).length).toBeGreaterThanOrEqual(4);
  letGo();
  await open;
});

it('looks at no unknown token of an address that brought too many wrong ones, and at those of other addresses', async () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const stranger = edge.withToken('no.real.token');
  const known = await officer('H98.8');
  expect((await known.get('/inbox', from('203.0.113.8'))).status).toBe(200);
  const answers = await times(30, () => stranger.get('/inbox', from('203.0.113.7')));
  expect(statuses(answers).filter((status) => status === 401).length).toBeLessThanOrEqual(22);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every((answer) => problemIn(answer).type === tooMany)).toBe(true);
  expect((await (await officer('H98.8')).get('/inbox', from('203.0.113.7'))).status).toBe(429);
  expect((await known.get('/inbox', from('203.0.113.7'))).status).toBe(200);
  expect((await (await officer('H98.8')).get('/inbox', from('203.0.113.8'))).status).toBe(200);
  const network = await times(30, () =>
    stranger.get('/inbox', from(`2001:db8:1:2::${randomUUID().slice(0, 4)}`)),
  );
  expect(statuses(network)).toContain(429);
  expect((await stranger.get('/inbox', from('2001:db8:1:3::1'))).status).toBe(401);
});

it('lets an address look up so many dossier codes, and others besides', async () => {
  const nobody = edge.withToken(undefined);
  const look = (address: string) =>
    nobody.get('/public/dossiers/H98-261130-0001', { 'x-forwarded-for': address });
  const answers = await times(30, () => look('203.0.113.9'));
  expect(statuses(answers).filter((status) => status === 200).length).toBeLessThanOrEqual(22);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(problemIn(refused[0] as Answer<unknown>).type).toBe(tooMany);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  expect((await look('203.0.113.10')).status).toBe(200);
});

it('answers whether it lives and is ready to everybody, however many ask', async () => {
  const nobody = edge.withToken(undefined);
  expect(new Set(statuses(await times(100, () => nobody.get('/health/live'))))).toEqual(new Set([200]));
});

it('counts refusals by whose limit and which', async () => {
  const text = await province.context.metrics.registry.getSingleMetricAsString(
    'lienthong_requests_refused_total',
  );
  for (const labels of [
    'who="officer",reason="at-once"',
    'who="officer",reason="rate"',
    'who="address",reason="rate"',
  ])
    expect(text).toContain(labels);
});

describe('the numbers', () => {
  it('are an Operator’s, and on the port for scrapers everybody’s', async () => {
    expect((await edge.withToken(undefined).get('/metrics')).status).toBe(401);
    expect((await (await officer('H98.9')).get('/metrics')).status).toBe(403);
    const { status, text } = await (await officer('H98.9', 'Operator')).get('/metrics');
    expect([status, text]).toEqual([200, expect.stringContaining('lienthong_http_seconds_count')]);
    const scraper = new Visitor(`http://127.0.0.1:${metricsPort}`, undefined);
    const scraped = await scraper.get('/metrics');
    expect(scraped.text).toContain('lienthong_http_seconds_count');
    expect(scraped.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await scraper.get('/inbox')).status).toBe(404);
  });

  it('are gathered once for all who ask in a second', async () => {
    const asked: string[] = [];
    const listening = services.map((service) =>
      province.context.connection.subscribe(metricsSubject(service), {
        callback: () => void asked.push(service),
      }),
    );
    await province.context.connection.flush();
    const scraper = new Visitor(`http://127.0.0.1:${metricsPort}`, undefined);
    const answers = await times(16, () => scraper.get('/metrics'));
    expect(new Set(answers.map(({ text }) => text)).size).toBeLessThanOrEqual(2);
    expect(asked.length).toBeLessThanOrEqual(2 * services.length);
    for (const each of listening) each.unsubscribe();
  });
});
