import { randomUUID } from 'node:crypto';
import { newUserPair } from '@adapters/messaging/access';
import { systemToken } from '@client';
import type { EventsPage, SystemDetails, SystemKeyIssued } from '@contracts';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { type Answer, bodyOf, Edge, placeOf, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';
import { systemOf } from './valid-systems';

jest.setTimeout(120_000);

const [own, other] = ['H99.1', 'H99.2'] as const;
const reason = { reason: 'Ngừng sử dụng phần mềm' };

let province: Province;
let edge: Edge;
let operator: Visitor;
let head: Visitor;
let scribe: Scribe;
let first: Key;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'read-models', 'audit', 'bus'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
  head = await edge.as('H99', 'Leader');
  scribe = new Scribe(inStore(province.store));
  const documentId = await scribe.issued(own, [other]);
  await scribe.arrive(documentId, other);
  await scribe.opened(own);
  first = await connected({ readsFor: [own] });
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

interface Key {
  readonly systemId: string;
  readonly keyId: string;
  readonly creds: string;
  readonly audience: string;
}

/** A system of the committee above the departments, with a key of its own. */
async function connected(over: object): Promise<Key> {
  const body = { ...systemOf('H99'), ...over };
  const { systemId } = bodyOf(await head.post<{ systemId: string }>('/systems', body));
  bodyOf(await operator.post(`/systems/${systemId}/approval`));
  const { publicKey, seed } = newUserPair();
  const { keyId } = bodyOf(await head.post<SystemKeyIssued>(`/systems/${systemId}/keys`, { publicKey }));
  const { audience } = bodyOf(await head.get<SystemDetails>(`/systems/${systemId}`));
  return { systemId, keyId, creds: seed, audience };
}

const as = (key: Key, nowMs?: number): Visitor => edge.withToken(systemToken(key, nowMs));

/** Everything there is, page by page; what is not visible yet is asked for again. */
async function read(visitor: Visitor, query = '', limit = 500): Promise<EventsPage['events']> {
  const events: EventsPage['events'][number][] = [];
  for (let after = '0'; ;) {
    const answer = await visitor.get<EventsPage>(`/events?limit=${limit}&after=${after}${query}`);
    if (answer.status === 503) continue;
    const { events: more, next } = bodyOf(answer);
    events.push(...more);
    if (next === after) return events;
    after = next;
  }
}

const refusal = (answer: Answer<unknown>) => {
  const { status, type, errors = [] } = problemIn(answer);
  return [status, type, ...errors.map(placeOf)];
};
const unauthenticated = [401, problemType('request:not-authenticated')];

it('reads what its agencies are told, with the same events as their officers', async () => {
  const both = await connected({ readsFor: [own, other] });
  for (const agency of [own, other]) {
    const told = await read(await edge.as(agency, 'Clerk'));
    expect(told.length).toBeGreaterThan(0);
    expect(await read(as(both), `&agency=${agency}`)).toEqual(told);
  }
  expect(await read(as(first))).toEqual(await read(await edge.as(own, 'Clerk')));
});

it('reads its part alone, with the numbers of the whole, and goes on over what is not told it', async () => {
  const all = await read(await edge.as(own, 'Clerk'));
  for (const reads of ['exchange', 'dossiers'] as const) {
    const part = all.filter(({ type }) => type.startsWith(`vn.lienthong.${reads}.`));
    expect(part.length).toBeGreaterThan(0);
    expect(part.length).toBeLessThan(all.length);
    const key = await connected({ readsFor: [own], reads });
    for (const limit of [1, 500]) expect(await read(as(key), '', limit)).toEqual(part);
  }
});

it('is told of no other agency, and has to name one of several', async () => {
  const both = await connected({ readsFor: [own, other] });
  const asked = async (key: Key, query: string) => refusal(await as(key).get(`/events${query}`));
  expect(await asked(first, `?agency=${other}`)).toEqual([404, problemType('agency:not-found')]);
  expect(await asked(first, '?agency=H99')).toEqual([404, problemType('agency:not-found')]);
  expect(await asked(both, '')).toEqual([422, problemType('request:malformed'), '/query/agency']);
  const sender = await connected({ readsFor: [] });
  expect(await asked(sender, '')).toEqual([403, problemType('request:role-not-allowed'), '/token/sub']);
});

it.each([
  ['GET', '/me'],
  ['GET', '/inbox'],
  ['GET', '/inbox/events'],
  ['GET', '/systems'],
  ['GET', '/health/details'],
  ['POST', '/documents'],
  ['POST', '/commands/batch'],
  ['POST', '/webhooks'],
])('may not %s %s', async (method, path) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const answer = await as(first).send(method, path, method === 'POST' ? '{}' : undefined, headers);
  expect(refusal(answer)).toEqual([403, problemType('request:role-not-allowed'), '/token/sub']);
});

it('imports nothing', async () => {
  const headers = { 'import-source': 'scenario', 'import-on-behalf-of': `${own}/vt` };
  expect(problemIn(await as(first).get('/events', headers)).type).toBe(problemType('request:importer-only'));
});

const counted = async (check: string): Promise<number> => {
  const { values } = await province.context.metrics.refusedTokens.get();
  return values.find(({ labels }) => labels.check === `system ${check}`)?.value ?? 0;
};

it.each<[string, string, () => Key | Promise<Key>, number?]>([
  ['expired', 'expired', () => first, -10 * 60_000],
  ['of later', 'time', () => first, 10 * 60_000],
  ['for another installation', 'audience', () => ({ ...first, audience: `${first.audience}0` })],
  ['of a system that nobody registered', 'key', () => ({ ...first, systemId: randomUUID() })],
  ['signed by a key of its own making', 'key', () => ({ ...first, creds: newUserPair().seed })],
  [
    "signed by a neighbour's key",
    'key',
    async () => ({ ...(await connected({ readsFor: [other] })), systemId: first.systemId }),
  ],
])('refuses a token %s, and counts it', async (_, check, keyOf, shiftMs = 0) => {
  const before = await counted(check);
  const answer = await as(await keyOf(), Date.now() + shiftMs).get('/events');
  expect(refusal(answer)).toEqual(unauthenticated);
  expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  expect(await counted(check)).toBe(before + 1);
});

it('refuses a token once its minute is over, however often it was good before', async () => {
  const aMinuteAgo = as(first, Date.now() - 85_000);
  expect((await aMinuteAgo.get('/events')).status).toBe(200);
  const { exp } = JSON.parse(Buffer.from(aMinuteAgo.token?.split('.')[1] ?? '', 'base64url').toString()) as {
    exp: number;
  };
  // Clocks may differ by 30 s.
  while (Date.now() <= (exp + 30) * 1_000) await aMinuteAgo.get('/health/live');
  expect(refusal(await aMinuteAgo.get('/events'))).toEqual(unauthenticated);
});

/** Asks until it is refused; a yes is believed for 5 s. */
async function refusedWithin(ms: number, key: Key): Promise<unknown> {
  const begun = performance.now();
  for (;;) {
    const answer = await as(key).get('/events');
    if (answer.status !== 200) return refusal(answer);
    if (performance.now() - begun > ms) return answer.status;
  }
}

it.each([
  ['its key is revoked', ({ keyId }: Key) => `keys/${keyId}/revocation`, () => head],
  ['it is revoked itself', () => 'revocation', () => operator],
])('is cut off within 10 s when %s', async (_, path, by) => {
  const key = await connected({ readsFor: [own] });
  expect((await as(key).get('/events')).status).toBe(200);
  bodyOf(await by().post(`/systems/${key.systemId}/${path(key)}`, reason));
  expect(await refusedWithin(10_000, key)).toEqual(unauthenticated);
});

it('is told that the directory is away, and never let in meanwhile', async () => {
  const key = await connected({ readsFor: [own] });
  await province.stopService('directory');
  const answer = await as(key).get('/events');
  expect([answer.status, problemIn(answer).type]).toEqual([503, problemType('service:unavailable')]);
  await province.startService('directory');
  expect((await as(key).get('/events')).status).toBe(200);
});

it('counts for nothing with the signature of an issuer', async () => {
  const [, claims, signature] = (await edge.as(own, 'Clerk')).token?.split('.') ?? [];
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: 'lienthong-system+jwt' })).toString(
    'base64url',
  );
  const answer = await edge.withToken(`${header}.${claims}.${signature}`).get('/events');
  expect(refusal(answer)).toEqual(unauthenticated);
});
