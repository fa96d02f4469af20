import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, credsAuthenticator } from 'nats';
import { newUserPair } from '@adapters/messaging/access';
import { trialsOf, wrongTrials } from '@adapters/messaging/permission-trials';
import {
  type Page,
  type ProblemName,
  type SystemDetails,
  type SystemHealth,
  type SystemKeyIssued,
  type SystemListed,
} from '@contracts';
import { systemStream } from '@domain/system';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { Clerks } from './clerks';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, placeOf, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';
import { SystemsOnBus } from './systems-on-bus';
import { systemOf } from './valid-systems';

jest.setTimeout(120_000);

const [first, second] = ['H99.1', 'H99.2'] as const;
const reason = { reason: 'Ngừng sử dụng phần mềm' };

let province: Province;
let edge: Edge;
let operator: Visitor;
let clerks: Clerks;
const leaders = new Map<string, Visitor>();
let systems: SystemsOnBus;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'bus'],
    hasAccounts: true,
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
  for (const agency of [first, second]) leaders.set(agency, await edge.as(agency, 'Leader'));
  clerks = new Clerks(province, edge);
  systems = new SystemsOnBus(province, edge);
});
afterAll(async () => {
  await systems.close();
  await edge.stop();
  await province.stop();
});

const leaderOf = (agency: string) => leaders.get(agency) as Visitor;
const shown = async (agency: string, systemId: string) =>
  bodyOf(await leaderOf(agency).get<SystemDetails>(`/systems/${systemId}`));

async function approved(agency: string, over: object = {}): Promise<string> {
  const body = { ...systemOf(agency), ...over };
  const { systemId } = bodyOf(await leaderOf(agency).post<{ systemId: string }>('/systems', body));
  bodyOf(await operator.post(`/systems/${systemId}/approval`));
  return systemId;
}

async function withKey(agency: string) {
  const systemId = await approved(agency);
  const issued = bodyOf(await leaderOf(agency).post<SystemKeyIssued>(`/systems/${systemId}/keys`));
  return { systemId, keyId: issued.keyId, creds: issued.creds ?? '' };
}

const entered = (creds: string, inboxPrefix: string) => systems.entered(creds, inboxPrefix);

const isRefused = (creds: string) =>
  connect({
    ...{
      servers: province.nats.url,
      authenticator: credsAuthenticator(Buffer.from(creds)),
      reconnect: false,
    },
  }).then(
    (connection) => connection.close().then(() => false),
    () => true,
  );

it('registered by its owner and approved, it reads and sends; the neighbour is refused; revoked, it is cut off', async () => {
  const [own, neighbour] = [await withKey(first), await withKey(second)];
  const { inboxPrefix, apiPrefix, consumers, commands } = await shown(first, own.systemId);
  const connection = await entered(own.creds, inboxPrefix);
  await (await entered(neighbour.creds, (await shown(second, neighbour.systemId)).inboxPrefix)).close();

  const documentId = await clerks.issued(first, [second]);
  const consumer = await connection.jetstream({ apiPrefix }).consumers.get('PUBLIC', consumers[0]?.consumer);
  const message = await consumer.next({ expires: 10_000 });
  expect(message?.json()).toMatchObject({
    source: expect.stringMatching(/:exchange$/) as string,
    data: { documentId },
  });
  expect(await message?.ackAck()).toBe(true);

  const heard = province.context.connection.subscribe('commands.>', { max: 1 });
  await province.context.connection.flush();
  connection.publish(commands[0] as string, JSON.stringify({ documentId }));
  for await (const { subject } of heard) expect(subject).toBe(`commands.${own.systemId}.H99-1.acceptReceipt`);

  const granted = ({ systemId }: { systemId: string }, agency: string) => ({ systemId, ...systemOf(agency) });
  const [mine, theirs] = [granted(own, first), granted(neighbour, second)];
  const { url } = province.nats;
  expect(await wrongTrials(url, own.creds, trialsOf(mine, theirs))).toEqual([]);
  expect(await wrongTrials(url, neighbour.creds, trialsOf(theirs, mine))).toEqual([]);

  const begun = performance.now();
  bodyOf(await operator.post(`/systems/${own.systemId}/revocation`, reason));
  await connection.closed();
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(await isRefused(own.creds)).toBe(true);
  expect(await isRefused(neighbour.creds)).toBe(false);
  expect(await shown(first, own.systemId)).toMatchObject({ status: 'revoked', ...reason });
  expect(await province.factsOf(systemStream(own.systemId))).toEqual([
    ...['SystemRegistered', 'SystemApproved', 'SystemKeyIssued', 'SystemRevoked'],
  ]);
});

type Example = (...given: unknown[]) => Promise<void>;

/** What the page shows integrators, as it stands there. */
function exampleOf(page: string, names: readonly string[]): Example {
  const text = readFileSync(join(__dirname, '../../apps/bus/docs', page), 'utf8');
  const code = (/```ts\n([^]*?)```/.exec(text)?.[1] ?? '').replace(/^import .*$/gm, '');
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
    ...words: string[]
  ) => Example;
  return new AsyncFunction(...names, code);
}

it('reads by the example of the page', async () => {
  const { systemId, creds } = await withKey(second);
  const { inboxPrefix, apiPrefix, consumers } = await shown(second, systemId);
  await (await entered(creds, inboxPrefix)).close();
  const documentId = await clerks.issued(first, [second]);
  const given = {
    connect,
    credsAuthenticator,
    servers: province.nats.url,
    inboxPrefix,
    apiPrefix,
    consumers,
  };
  const names = [...Object.keys(given), 'creds', 'take'];
  const taken = await new Promise<{ data: { documentId: string } }>((take, fail) => {
    const example = exampleOf('connecting-a-system.md', names);
    const takeOwn = (event: { data: { documentId: string } }) => {
      if (event.data.documentId === documentId) take(event);
    };
    example(...Object.values(given), Buffer.from(creds), takeOwn).catch(fail);
  });
  expect(taken).toMatchObject({ specversion: '1.0' });
  bodyOf(await operator.post(`/systems/${systemId}/revocation`, reason));
});

it('tells a secret once: the command said again answers the same key without it', async () => {
  const systemId = await approved(first);
  const headers = { 'idempotency-key': randomUUID() };
  const issue = async () =>
    bodyOf(await leaderOf(first).post<SystemKeyIssued>(`/systems/${systemId}/keys`, {}, headers));
  const told = await issue();
  const { creds, ...again } = told;
  expect(creds).toMatch(/BEGIN USER NKEY SEED-----\nSU[A-Z2-7]{56}\n/);
  expect(await issue()).toEqual(again);
  const page = await leaderOf(first).get(`/systems/${systemId}`);
  const secret = /SU[A-Z2-7]{56}/.exec(creds ?? '')?.[0] as string;
  expect([page.text, ...province.log].filter((text) => text.includes(secret))).toEqual([]);
  const { events } = await province.store.readStream(systemStream(systemId));
  expect(
    JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
  ).not.toContain(secret);
});

it('replaces a key by one of its own, and lets both in until the old one is revoked', async () => {
  const { systemId, keyId, creds } = await withKey(first);
  const { inboxPrefix } = await shown(first, systemId);
  const old = await entered(creds, inboxPrefix);
  const pair = newUserPair();
  const replacedUntil = new Date(Date.now() + 60_000).toISOString();
  const path = `/systems/${systemId}/keys/${keyId}`;
  const { publicKey } = pair;
  const rotated = bodyOf(
    await leaderOf(first).post<SystemKeyIssued>(`${path}/rotation`, { publicKey, replacedUntil }),
  );
  expect(rotated).toEqual({
    ...{ keyId: expect.any(String) as string, publicKey, position: expect.any(String) as string },
    jwt: expect.stringMatching(/^ey/) as string,
  });
  const young = await entered(
    creds.replace(/ey\S+/, rotated.jwt ?? '').replace(/SU[A-Z2-7]{56}/, pair.seed),
    inboxPrefix,
  );
  await old.flush();
  expect((await shown(first, systemId)).keys).toMatchObject([
    { keyId, standing: 'replaced', validUntil: replacedUntil },
    { keyId: rotated.keyId, standing: 'current' },
  ]);
  bodyOf(await leaderOf(first).post(`${path}/revocation`, reason));
  await old.closed();
  await young.flush();
});

it('ends a replaced key by itself when its time is over', async () => {
  const { systemId, keyId, creds } = await withKey(first);
  const old = await entered(creds, (await shown(first, systemId)).inboxPrefix);
  const replacedUntil = new Date(Date.now() + 1_000).toISOString();
  bodyOf(await leaderOf(first).post(`/systems/${systemId}/keys/${keyId}/rotation`, { replacedUntil }));
  await old.closed();
  expect(await isRefused(creds)).toBe(true);
});

/** As the bus tells operators, once it is so. */
async function busTells(isSo: (details: Readonly<Record<string, unknown>>) => boolean) {
  for (;;) {
    const { parts } = bodyOf(await operator.get<SystemHealth>('/health/details'));
    const details = parts['bus']?.details ?? {};
    if (isSo(details)) return details;
  }
}

it('tells operators what systems tried beside their permissions, and whose connections were refused', async () => {
  const [trying, ended] = [await withKey(first), await withKey(second)];
  for (const [agency, { systemId, creds }] of [
    [first, trying],
    [second, ended],
  ] as const)
    await (await entered(creds, (await shown(agency, systemId)).inboxPrefix)).close();
  const before = await busTells(() => true);
  const tried = [
    { how: 'publish', subject: 'public.H99-2.tried', expected: 'refused' },
    { how: 'subscribe', subject: 'public.>', expected: 'refused' },
  ] as const;
  expect(await wrongTrials(province.nats.url, trying.creds, tried)).toEqual([]);
  const subjects = Number(before['systems.refusedSubjects']) + 2;
  const told = await busTells((details) => details['systems.refusedSubjects'] === subjects);
  expect(told['systems.refused']).toMatch(new RegExp(`^${trying.systemId}\\b`));
  const lines = province.log.map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const { how, subject } of tried)
    expect(lines).toContainEqual(expect.objectContaining({ systemId: trying.systemId, how, subject }));

  bodyOf(await operator.post(`/systems/${ended.systemId}/revocation`, reason));
  while (!(await isRefused(ended.creds)));
  const connections = Number(before['systems.refusedConnections']);
  const later = await busTells((details) => Number(details['systems.refusedConnections']) > connections);
  expect(later['systems.refused']).toMatch(new RegExp(`^${ended.systemId} ${trying.systemId}\\b`));
});

it('is listed for its owner, and all of them for an operator', async () => {
  const { body: rejectable } = await leaderOf(second).post<{ systemId: string }>(
    '/systems',
    systemOf(second),
  );
  bodyOf(await operator.post(`/systems/${rejectable.systemId}/rejection`, reason));
  const rows = async (visitor: Visitor, query = '') =>
    bodyOf(await visitor.get<Page<SystemListed>>(`/systems${query}`)).rows;
  expect(new Set((await rows(leaderOf(first))).map(({ owner }) => owner))).toEqual(new Set([first]));
  expect(new Set((await rows(operator)).map(({ owner }) => owner))).toEqual(new Set([first, second]));
  expect(await rows(operator, '?status=rejected')).toMatchObject([{ systemId: rejectable.systemId }]);
  const page = bodyOf(await operator.get<Page<SystemListed>>('/systems?limit=1'));
  expect(await rows(operator, `?limit=1&cursor=${page.next}`)).not.toEqual(page.rows);
  expect((await leaderOf(first).get(`/systems/${rejectable.systemId}`)).status).toBe(404);
});

it.each<[string, object, ProblemName, string[]]>([
  ['an agency beside', { readsFor: [first, second] }, 'system:agency-not-below', ['/body/readsFor/1']],
  ['the agency above', { sendsFor: ['H99'] }, 'system:agency-not-below', ['/body/sendsFor/0']],
  ['an agency nobody has', { readsFor: ['H99.77'] }, 'system:agency-not-below', ['/body/readsFor/0']],
  [
    'what operators do',
    { operations: ['registerAgency'] },
    'system:operation-not-offered',
    ['/body/operations/0'],
  ],
  [
    'what is no command',
    { operations: ['getDocument', 'constructor'] },
    'system:operation-not-offered',
    [...['/body/operations/0', '/body/operations/1']],
  ],
  ['nobody', { readsFor: [], sendsFor: [], operations: [] }, 'system:nothing-granted', []],
  ['a mailbox with a line break', { contact: 'a@b.vn\nx' }, 'request:malformed', ['/body/contact']],
])('is not registered for %s', async (_, over, problem, places) => {
  const answer = await leaderOf(first).post('/systems', { ...systemOf(first), ...over });
  const { type, errors = [] } = problemIn(answer);
  expect([type, errors.map(placeOf)]).toEqual([problemType(problem), places]);
});

it('is given no key that is none, nor by another agency, nor before it is approved', async () => {
  const refusedWith = async (visitor: Visitor, path: string, body: object = {}) =>
    problemIn(await visitor.post(path, body)).type;
  const { body: waiting } = await leaderOf(first).post<{ systemId: string }>('/systems', systemOf(first));
  const path = `/systems/${waiting.systemId}/keys`;
  expect(await refusedWith(leaderOf(first), path)).toBe(problemType('system:not-approved'));
  bodyOf(await operator.post(`/systems/${waiting.systemId}/approval`));
  expect(await refusedWith(leaderOf(second), path)).toBe(problemType('system:not-found'));
  const mistyped = { publicKey: `U${'A'.repeat(55)}` };
  expect(await refusedWith(leaderOf(first), path, mistyped)).toBe(problemType('system:not-a-public-key'));
  expect(await province.factsOf(systemStream(waiting.systemId))).toEqual([
    'SystemRegistered',
    'SystemApproved',
  ]);
});

it('is described on the API page as it is answered', async () =>
  expect(await wronglyDescribed(edge, 'connected-systems')).toEqual([]));
