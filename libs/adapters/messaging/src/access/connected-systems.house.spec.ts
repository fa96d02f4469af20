import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, credsAuthenticator, type Msg, type NatsConnection } from 'nats';
import { subject } from '@contracts';
import { connectNats } from '../connection';
import { provisionConsumer, provisionInbox } from '../inbox';
import { type NatsServer, startNatsServer } from '../nats-server';
import { provisionPublicStream, publicStreamName } from '../public-stream';
import { AccountKeys, openOwnOperator, type OwnOperator, serversCreds } from './account-keys';
import { AccountRegistry } from './account-registry';
import { credsOf } from './nats-jwt';
import { nkeys, seedOf } from './nkeys';
import { trialsOf, wrongTrials } from './permission-trials';
import { RawClient } from './raw-client';
import { accessOf, type Granted } from './system-access';

jest.setTimeout(60_000);

let folder: string;
let operator: OwnOperator;
let server: NatsServer;
let keys: AccountKeys;
let services: NatsConnection;
let servers: NatsConnection;
let registry: AccountRegistry;
const opened: NatsConnection[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-systems-'));
  operator = await openOwnOperator(join(folder, 'keys'));
  server = await startNatsServer({ storeDir: join(folder, 'server'), operator });
  keys = await AccountKeys.open(join(folder, 'keys'));
  services = await connectNats({ url: server.url, creds: operator.servicesCreds, name: 'services' });
  servers = await connectNats({
    url: server.url,
    creds: serversCreds(join(folder, 'keys')),
    name: 'servers',
  });
  registry = new AccountRegistry(servers, keys);
  await provisionPublicStream(services);
});
afterAll(async () => {
  await Promise.all([services, servers, ...opened].map((connection) => connection?.close()));
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface System extends Granted {
  readonly creds: string;
  readonly publicKey: string;
}

/** A system of an agency as the bus has it once it is approved and has a key. */
async function connected(agency: string, over: Partial<Granted> = {}): Promise<System> {
  const granted: Granted = {
    ...{ systemId: randomUUID(), readsFor: [agency], reads: 'everything', sendsFor: [agency] },
    operations: ['acceptReceipt', 'refuseReceipt'],
    ...over,
  };
  const pair = nkeys.createUser();
  const issuedAt = new Date(Date.now() - 5_000).toISOString();
  const publicKey = pair.getPublicKey();
  const creds = credsOf(keys.userJwt(granted.systemId, { publicKey, issuedAt }), seedOf(pair));
  for (const { consumer: name, filter } of accessOf(granted).consumers) {
    await provisionConsumer(services, { name, filter });
  }
  expect(await registry.open({ ...granted, ended: [] })).toBe('told');
  return { ...granted, creds, publicKey };
}

async function entered({ creds, systemId }: System): Promise<NatsConnection> {
  const connection = await connect({
    ...{ servers: server.url, authenticator: credsAuthenticator(Buffer.from(creds)), reconnect: false },
    inboxPrefix: `_INBOX.${systemId}`,
  });
  opened.push(connection);
  return connection;
}

const publish = (token: string, text: string) =>
  services.jetstream().publish(subject('public', token, 'exchange', 'document-arrived', 'v1'), text);

/** Reads so many messages of the system's only consumer, and acknowledges them. */
async function pulled(connection: NatsConnection, system: System, count: number): Promise<string[]> {
  const [{ consumer: name } = { consumer: '' }] = accessOf(system).consumers;
  const { apiPrefix } = accessOf(system);
  const consumer = await connection.jetstream({ apiPrefix }).consumers.get(publicStreamName, name);
  const texts: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: count, expires: 10_000 })) {
    texts.push(message.string());
    expect(await message.ackAck()).toBe(true);
    if (texts.length === count) break;
  }
  return texts;
}

it("is refused whatever is the neighbour's or the house's, both ways, and may do all of its own", async () => {
  const heard: string[] = [];
  const listening = services.subscribe('>', { callback: (_, { subject: each }) => void heard.push(each) });
  const [one, other] = [await connected('H71.1'), await connected('H71.2')];
  await provisionInbox(services, 'H71.1');
  await provisionInbox(services, 'H71.2');
  await services.flush();
  heard.length = 0;
  for (const [own, neighbour] of [
    [one, other],
    [other, one],
  ] as const) {
    const trials = trialsOf(own, neighbour);
    expect(trials.length).toBeGreaterThan(300);
    expect(await wrongTrials(server.url, own.creds, trials)).toEqual([]);
  }
  await services.flush();
  const theirs = [one, other].flatMap((each) => accessOf(each).imports.map(({ subject: plain }) => plain));
  const isTheirs = (each: string) => theirs.some((allowed) => each.startsWith(allowed.replace(/>$/, '')));
  const ofServer = /^\$JS\.EVENT\./;
  expect(heard.filter((each) => !isTheirs(each) && !ofServer.test(each))).toEqual([]);
  expect([...new Set(heard.filter((each) => each.startsWith('commands.')))].sort()).toEqual(
    [...accessOf(one).commands, ...accessOf(other).commands].sort(),
  );
  listening.unsubscribe();
});

it('is refused what a line break smuggles behind a subject of its own', async () => {
  const [one, other] = [await connected('H72.1'), await connected('H72.2')];
  const heard: string[] = [];
  const listening = services.subscribe('commands.>', {
    callback: (_, { subject: each }) => void heard.push(each),
  });
  await services.flush();
  const [[mine = ''], [theirs = '']] = [accessOf(one).commands, accessOf(other).commands];
  const client = await RawClient.enter(server.url, one.creds);
  expect(await client.say(`PUB ${mine} 0\r\n\r\nPUB ${theirs} 0\r\n\r\n`)).toEqual({
    refused: `Permissions Violation for Publish to "${theirs}"`,
  });
  expect(await client.say(`SUB _INBOX.${one.systemId}.> 1\r\nSUB public.H72-2.> 2\r\n`)).toEqual({
    refused: 'Permissions Violation for Subscription to "public.H72-2.>"',
  });
  expect(await client.say('SUB public.H72-1.> workers 3\r\n')).toMatchObject({
    refused: expect.stringContaining('Permissions Violation for Subscription to "public.H72-1.>"') as string,
  });
  client.close();
  await services.flush();
  expect(heard).toEqual([mine]);
  listening.unsubscribe();
});

it('is believed where commands come in: of the services nobody may send one', async () => {
  const system = await connected('H78.1');
  const heard: string[] = [];
  const group = { queue: 'gateway', callback: (_: unknown, { subject: each }: Msg) => void heard.push(each) };
  const listening = services.subscribe('commands.>', group);
  await services.flush();
  const [command = ''] = accessOf(system).commands;
  const service = await RawClient.enter(server.url, await readFile(operator.servicesCreds, 'utf8'));
  expect(await service.publish(command)).toEqual({
    refused: `Permissions Violation for Publish to "${command}"`,
  });
  expect(await service.publish('exchange.draft-document.v1')).toBe('nothing');
  service.close();
  const client = await RawClient.enter(server.url, system.creds);
  expect(await client.publish(command)).toBe('nothing');
  client.close();
  await services.flush();
  expect(heard).toEqual([command]);
  listening.unsubscribe();
});

it('reads the facts of its agency, acknowledged, and two systems of one agency take nothing from each other', async () => {
  const [one, two, other] = [await connected('H73.1'), await connected('H73.1'), await connected('H73.2')];
  await publish('H73-1', 'first');
  await publish('H73-2', 'of the neighbour');
  await publish('H73-1', 'second');
  for (const system of [one, two]) {
    expect(await pulled(await entered(system), system, 2)).toEqual(['first', 'second']);
  }
  expect(await pulled(await entered(other), other, 1)).toEqual(['of the neighbour']);
  await publish('H73-1', 'third');
  expect(await pulled(await entered(one), one, 1)).toEqual(['third']);
});

it('is told only what it is registered for', async () => {
  const system = await connected('H74.1', { reads: 'dossiers', sendsFor: [], operations: [] });
  await publish('H74-1', 'of a document');
  await services.jetstream().publish('public.H74-1.dossiers.dossier-opened.v1', 'of a dossier');
  expect(await pulled(await entered(system), system, 1)).toEqual(['of a dossier']);
});

it('is cut off within 10 s when a key is revoked, and the other key of the overlap is not', async () => {
  const system = await connected('H75.1');
  const pair = nkeys.createUser();
  const publicKey = pair.getPublicKey();
  const jwt = keys.userJwt(system.systemId, { publicKey, issuedAt: new Date().toISOString() });
  const [old, young] = [
    await entered(system),
    await entered({ ...system, creds: credsOf(jwt, seedOf(pair)) }),
  ];
  const begun = performance.now();
  await registry.open({
    ...system,
    ended: [{ publicKey: system.publicKey, since: new Date().toISOString() }],
  });
  await old.closed();
  expect(performance.now() - begun).toBeLessThan(10_000);
  await young.flush();
  await expect(entered(system)).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
});

it('is cut off for ever when it is revoked, connected or not, and also by a server that comes back', async () => {
  const system = await connected('H76.1');
  const connection = await entered(system);
  const since = new Date().toISOString();
  expect(await registry.close(system.systemId, since)).toBe('told');
  await connection.closed();
  await expect(entered(system)).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
  expect(await registry.close(system.systemId, since)).toBe('kept');

  const { port } = server;
  await server.stop();
  server = await startNatsServer({ storeDir: join(folder, 'server'), operator, port });
  // While it is away a flush is told so.
  for (let isBack = false; !isBack;)
    isBack = await servers.flush().then(
      () => true,
      () => false,
    );
  await expect(entered(system)).rejects.toMatchObject({ code: 'AUTHORIZATION_VIOLATION' });
  expect(await registry.close(system.systemId, since)).toBe('kept');
});

it('lets nobody in with a credential of another server, of no account, or with none', async () => {
  const foreign = await openOwnOperator(join(folder, 'foreign'));
  const stranger = await readFile(foreign.servicesCreds, 'utf8');
  const unknown = nkeys.createUser();
  const about = { publicKey: unknown.getPublicKey(), issuedAt: new Date().toISOString() };
  const ofNobody = credsOf(keys.userJwt(randomUUID(), about), seedOf(unknown));
  for (const creds of [stranger, ofNobody]) {
    const authenticator = credsAuthenticator(Buffer.from(creds));
    await expect(connect({ servers: server.url, authenticator, reconnect: false })).rejects.toMatchObject({
      code: 'AUTHORIZATION_VIOLATION',
    });
  }
  await expect(connect({ servers: server.url, reconnect: false })).rejects.toMatchObject({
    code: 'AUTHORIZATION_VIOLATION',
  });
});

it('keeps what an agency has read when a server without accounts becomes one with them', async () => {
  const storeDir = join(folder, 'before');
  const before = await startNatsServer({ storeDir, user: 'lienthong', password: 'secret' });
  const old = await connectNats({ url: before.url, user: 'lienthong', password: 'secret', name: 'old' });
  await provisionPublicStream(old);
  await provisionInbox(old, 'H77.1');
  for (const text of ['read', 'unread']) await old.jetstream().publish('public.H77-1.exchange.a.v1', text);
  const first = await (await old.jetstream().consumers.get(publicStreamName, 'inbox-H77-1')).next();
  await first?.ackAck();
  await old.close();
  await before.stop();

  const after = await startNatsServer({ storeDir, operator });
  const now = await connectNats({ url: after.url, creds: operator.servicesCreds, name: 'now' });
  const next = await (await now.jetstream().consumers.get(publicStreamName, 'inbox-H77-1')).next();
  expect(next?.string()).toBe('unread');
  await now.close();
  await after.stop();
});

it('keeps its keys where only their owner reads them, and finds them again', async () => {
  const again = await openOwnOperator(join(folder, 'keys'));
  expect([again.systemAccount, again.servicesAccount]).toEqual([
    operator.systemAccount,
    operator.servicesAccount,
  ]);
  for (const name of [
    'operator.nk',
    'accounts.key',
    'services.creds',
    'servers.creds',
    'services-account.nk',
  ]) {
    expect((await stat(join(folder, 'keys', name))).mode & 0o077).toBe(0);
  }
  await expect(AccountKeys.open(join(folder, 'none'))).rejects.toThrow(
    'operator.nk cannot be used: there is no such file',
  );
});
