import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectNats } from '@adapters/messaging';
import { AccountKeys, AccountRegistry, serversCreds } from '@adapters/messaging/access';
import { connectAs, NoSuchSubject, sendCommand } from '@client';
import {
  type AnsweredCommand,
  type DocumentHistory,
  type LooksPage,
  type ProblemName,
  type SystemDetails,
} from '@contracts';
import { localDate, type Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { type ProblemDocument, problemType } from '../../apps/gateway/src/edge/problem';
import { Clerks } from './clerks';
import { bodyOf, Edge, placeOf } from './edge';
import { officerId, type Province, startProvince } from './province';
import { type SystemOnBus, SystemsOnBus } from './systems-on-bus';

jest.setTimeout(120_000);

const [first, second] = ['H99.1', 'H99.2'] as const;
const operations = ['acceptReceipt', 'refuseReceipt', 'draftDocument'];
const clerk = officerId('Clerk', second);

let province: Province;
let edge: Edge;
let clerks: Clerks;
let systems: SystemsOnBus;
let own: SystemOnBus;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models', 'bus', 'audit'],
    hasAccounts: true,
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
  systems = new SystemsOnBus(province, edge);
  own = await systems.connected(second, { operations });
});
afterAll(async () => {
  await systems.close();
  await edge.stop();
  await province.stop();
});

const receiptAt = (documentId: string) => deliveryStream({ documentId, to: second });
const receiving = (documentId: string, over: object = {}) => ({
  ...{ officer: clerk, target: { documentId }, body: {}, idempotencyKey: randomUUID() },
  ...over,
});
const visitor = (agency: string, role: Role) => edge.as(agency, role);
const drafting = async (over: object = {}) => ({
  ...{ documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal' },
  contents: [await province.upload(second)],
  ...over,
});

const problemIn = ({ body }: AnsweredCommand): ProblemDocument => body as unknown as ProblemDocument;
const nameIn = (answer: AnsweredCommand): string =>
  String(problemIn(answer).type).replace('urn:lienthong:problem:', '');

/** Facts that a system brought about. */
async function factsBy({ systemId }: SystemOnBus): Promise<number> {
  const events = await province.store.readAll({ max: 1_000_000 });
  return events.filter(({ metadata }) => metadata.sentBy === systemId).length;
}

async function counted(system: string, problem: string): Promise<number> {
  const { values } = await province.context.metrics.refusedCommands.get();
  return values.find(({ labels }) => labels.system === system && labels.problem === problem)?.value ?? 0;
}

type Example = (...given: unknown[]) => Promise<void>;

/** The example of sending, as the page for integrators shows it. */
function exampleOf(names: readonly string[]): Example {
  const page = join(__dirname, '../../apps/bus/docs/connecting-a-system.md');
  const [, text = ''] = readFileSync(page, 'utf8').split('## Sending commands');
  const code = /```ts\n([^]*?)```/.exec(text)?.[1] ?? '';
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
    ...words: string[]
  ) => Example;
  return new AsyncFunction(...names, code);
}

it('sends by the example of the page; facts, history and answer say so; over HTTP the same key is the same', async () => {
  const documentId = await clerks.arrived(first, second);
  const answers: AnsweredCommand[] = [];
  const done = (status: number, body: object) => void answers.push({ status, body: { ...body } });
  const given = {
    connection: own.connection,
    commands: own.details.commands,
    officer: clerk,
    documentId,
    done,
  };
  await exampleOf(Object.keys(given))(...Object.values(given));
  expect(answers).toEqual([
    { status: 200, body: expect.objectContaining({ position: expect.any(String) as string }) },
  ]);

  const accepted = await province.waitFor(receiptAt(documentId), 'ReceiptAccepted');
  expect(accepted.metadata).toMatchObject({
    ...{ source: 'bus', sentBy: own.systemId },
    actor: { agency: second, officer: clerk, role: 'Clerk' },
  });
  const auditor = await visitor(second, 'Auditor');
  const history = bodyOf(await auditor.get<DocumentHistory>(`/audit/documents/${documentId}/history`));
  const bySystem = history.events.filter(({ sentBy }) => sentBy !== undefined);
  expect(bySystem).toContainEqual(
    expect.objectContaining({ eventId: accepted.id, source: 'bus', sentBy: own.systemId }),
  );

  const headers = { 'idempotency-key': `tiep-nhan-${documentId}` };
  const again = await (await visitor(second, 'Clerk')).post(`/inbox/${documentId}/receipt`, {}, headers);
  expect({ status: again.status, body: again.body }).toEqual(answers[0]);
  expect(
    (await province.factsOf(receiptAt(documentId))).filter((fact) => fact === 'ReceiptAccepted'),
  ).toHaveLength(1);
});

it('sends by the client of integrators, the same again as often as it likes', async () => {
  const documentId = await clerks.arrived(first, second);
  const { creds, details: system } = own;
  const connection = await connectAs({ servers: province.nats.url, creds, system });
  const command = { agency: second, operation: 'acceptReceipt', officer: clerk, target: { documentId } };
  const send = (over: object = {}) =>
    sendCommand(connection, system, { ...command, idempotencyKey: `nhan-${documentId}`, ...over });
  const answer = await send();
  expect(answer).toMatchObject({ status: 200, body: { position: expect.any(String) as string } });
  expect(await send()).toEqual(answer);
  expect(await send({ officer: 'khong.ai' })).toMatchObject({ status: 403 });
  for (const over of [{ agency: 'H99.>' }, { operation: 'x\r\nPUB y 0' }])
    await expect(send(over)).rejects.toBeInstanceOf(NoSuchSubject);
  await connection.close();
});

it('answers what was said over HTTP the same, and refuses another body under its key', async () => {
  const key = randomUUID();
  const [body, drafter] = [await drafting(), await visitor(second, 'Drafter')];
  const headers = { 'idempotency-key': key };
  const drafted = bodyOf(await drafter.post<{ documentId: string }>('/documents', body, headers));
  const said = { officer: officerId('Drafter', second), body, idempotencyKey: key };
  expect(await own.send(second, 'draftDocument', said)).toEqual({ status: 201, body: drafted });
  const other = { ...said, body: { ...body, subject: 'Việc khác' } };
  expect(nameIn(await own.send(second, 'draftDocument', other))).toBe('document:idempotency-key-reused');
  expect(await province.factsOf(documentStream(drafted.documentId))).toHaveLength(1);
});

type Bad = readonly [what: string, problem: ProblemName, said: object | string, operation?: string];
const nobody = randomUUID();
const bad: readonly Bad[] = [
  ['no JSON', 'request:not-json', '{'],
  ['nothing', 'request:malformed', ''],
  ['a list', 'request:malformed', '[]'],
  ['what is too deep', 'request:too-deep', `{"body":${'['.repeat(20)}${']'.repeat(20)}}`],
  ['a field that stands twice', 'request:malformed', '{"officer":"a","officer":"b"}'],
  ['no officer', 'request:malformed', receiving(nobody, { officer: undefined })],
  ['a target of another command', 'request:malformed', receiving(nobody, { target: { dossierId: nobody } })],
  ['a field of HTTP', 'request:malformed', receiving(nobody, { import: { from: 'scenario' } })],
  ['an officer nobody appointed', 'request:role-not-allowed', receiving(nobody, { officer: 'vt.khong.co' })],
  [
    "the neighbour's officer",
    'request:role-not-allowed',
    receiving(nobody, { officer: officerId('Clerk', first) }),
  ],
  [
    'an officer without the role',
    'request:role-not-allowed',
    receiving(nobody, { officer: officerId('Auditor', second) }),
  ],
  ['no key', 'request:idempotency-key-missing', receiving(nobody, { idempotencyKey: undefined })],
  ['a key that is none', 'request:malformed-header', receiving(nobody, { idempotencyKey: 'hai từ' })],
  ['a journey that is none', 'request:malformed-header', receiving(nobody, { correlationId: 'x' })],
  ['an agency that is none', 'request:malformed-header', receiving(nobody, { onBehalfOf: 'x' })],
  ['a body that does not fit', 'request:malformed', receiving(nobody, { body: { toString: 1 } })],
  ['a reason that is missing', 'request:malformed', receiving(nobody), 'refuseReceipt'],
  ['a document of nobody', 'delivery:not-found', receiving(nobody)],
  ['a mark of secrecy', 'document:secret-content', receiving(nobody, { body: { secrecy: 'mat' } })],
  ['a mark of secrecy where nothing else fits', 'document:secret-content', { officer: 1, secrecy: 'mat' }],
];

const cases = bad.map(([what, problem, said, operation = 'acceptReceipt']) => ({
  ...{ what, problem, operation },
  text: typeof said === 'string' ? said : JSON.stringify(said),
}));

it.each(cases)('is refused for $what: typed, counted, told, and nothing stored', async (each) => {
  const { problem, operation: lastOperation, text } = each;
  const before = [await factsBy(own), await counted(own.systemId, problem)] as const;
  const answer = await own.say(second, lastOperation, text);
  expect(problemIn(answer)).toMatchObject({
    ...{ type: problemType(problem), status: answer.status },
    ...{
      detailVi: expect.any(String) as string,
      retry: expect.stringMatching(/^(never|after-change)$/) as string,
    },
  });
  expect([await factsBy(own), await counted(own.systemId, problem)]).toEqual([before[0], before[1] + 1]);
  const { body } = await (await visitor(second, 'Leader')).get<SystemDetails>(`/systems/${own.systemId}`);
  expect(body.refused[0]).toMatchObject({ problem, count: before[1] + 1, lastOperation });
});

it('says where it is wrong: in the message, or in the body of the command', async () => {
  const places = async (said: object): Promise<string[]> => {
    const { instance, errors = [] } = problemIn(await own.say(second, 'acceptReceipt', JSON.stringify(said)));
    return [instance, ...errors.map(placeOf)];
  };
  const subject = own.subject(second, 'acceptReceipt');
  expect(await places({ ...receiving(nobody), officer: 1 })).toEqual([subject, '/body/officer']);
  expect(await places(receiving(nobody, { target: {} }))).toEqual([subject, '/body/target/documentId']);
  expect(await places(receiving(nobody, { body: { x: 1 } }))).toEqual([
    `/inbox/${nobody}/receipt`,
    '/body/x',
  ]);
  expect(await places(receiving(nobody, { officer: 'vt' }))).toEqual([
    `/inbox/${nobody}/receipt`,
    '/token/sub',
  ]);
});

it('sends nothing over 1 MiB: its client refuses, or the server cuts it off', async () => {
  await expect(own.say(second, 'acceptReceipt', ' '.repeat(1024 * 1024 + 1))).rejects.toMatchObject({
    code: 'MAX_PAYLOAD_EXCEEDED',
  });
});

it('stands in the trail of looks beside the officer it named, when it is refused', async () => {
  const auditor = await visitor(second, 'Auditor');
  const correlationId = randomUUID();
  const answer = await own.send(second, 'acceptReceipt', receiving(nobody, { correlationId }));
  expect(nameIn(answer)).toBe('delivery:not-found');
  const path = `/audit/looks?agency=${second}&fromDate=${localDate(new Date().toISOString())}`;
  for (;;) {
    const { rows } = bodyOf(await auditor.get<LooksPage>(path));
    const row = rows.find((each) => each.correlationId === correlationId);
    if (row === undefined) continue;
    const look = {
      operation: 'acceptReceipt',
      outcome: 'delivery:not-found',
      officer: clerk,
      object: nobody,
    };
    expect(row).toMatchObject({ ...look, sentBy: own.systemId });
    return;
  }
});

/** Has the servers let a system do more than it is registered for, while the bus is not there to put it right. */
async function widened(system: SystemOnBus, over: object): Promise<void> {
  const keysDir = province.context.configuration.natsKeysDir ?? '';
  const address = { url: province.nats.url, creds: serversCreds(keysDir), name: 'servers' };
  const servers = await connectNats(address);
  try {
    const registry = new AccountRegistry(servers, await AccountKeys.open(keysDir));
    await registry.open({ ...system.details, ...over, ended: [] });
  } finally {
    await servers.close();
  }
}

it('is refused what is beside its registration, also by the gateway when a server lets it through', async () => {
  const system = await systems.connected(second, { operations: ['acceptReceipt'] });
  await province.stopService('bus');
  const wide = ['acceptReceipt', 'refuseReceipt', 'getInbox', 'registerAgency', 'none'];
  await widened(system, { sendsFor: [first, second, 'H99.77'], operations: wide });
  const wider = await systems.again(system);

  for (const [agency, operation, problem] of [
    [first, 'acceptReceipt', 'system:not-registered-for-agency'],
    ['H99.77', 'acceptReceipt', 'system:not-registered-for-agency'],
    [second, 'refuseReceipt', 'system:not-registered-for-command'],
    [second, 'getInbox', 'system:no-such-command'],
    [second, 'registerAgency', 'system:no-such-command'],
    [second, 'none', 'system:no-such-command'],
  ] as const) {
    const answer = await wider.send(agency, operation, receiving(nobody));
    expect([operation, nameIn(answer)]).toEqual([operation, problem]);
  }
  expect(await factsBy(wider)).toBe(0);
  const warned = province.log.filter((line) => line.includes('a command over the bus was refused'));
  expect(warned.length).toBeGreaterThan(3);
  await province.startService('bus');
});

it('is refused from the moment it is revoked on, before a server cuts it off', async () => {
  const system = await systems.connected(second, { operations });
  const documentId = await clerks.arrived(first, second);
  await province.stopService('bus');
  const operator = await visitor('H99', 'Operator');
  const path = `/systems/${system.systemId}`;
  bodyOf(await operator.post(`${path}/revocation`, { reason: 'Ngừng sử dụng phần mềm' }));
  expect(nameIn(await system.send(second, 'acceptReceipt', receiving(documentId)))).toBe(
    'system:not-connected',
  );
  expect(await factsBy(system)).toBe(0);
  const { refused } = bodyOf(await operator.get<SystemDetails>(path));
  expect(refused).toMatchObject([{ problem: 'system:not-connected', count: 1 }]);
  await province.startService('bus');
  await system.connection.closed();
});

it('is done also where nobody wants to hear the answer, and tells it to nobody else', async () => {
  const neighbour = await systems.connected(first, { operations });
  const heard: string[] = [];
  const theirs = `${neighbour.details.inboxPrefix}.1`;
  neighbour.connection.subscribe(theirs, { callback: (_, { subject }) => void heard.push(subject) });
  await neighbour.connection.flush();
  const subject = own.subject(second, 'acceptReceipt');
  for (const options of [{}, { reply: theirs }, { reply: subject }]) {
    const documentId = await clerks.arrived(first, second);
    own.connection.publish(subject, JSON.stringify(receiving(documentId)), options);
    await province.waitFor(receiptAt(documentId), 'ReceiptAccepted');
  }
  await own.connection.flush();
  await neighbour.connection.flush();
  expect(heard).toEqual([]);
});

it('is taken by one of several gateways, and by the one that is left', async () => {
  const other = await Edge.start(province.context);
  const answers: string[] = [];
  const inbox = `${own.details.inboxPrefix}.several`;
  own.connection.subscribe(inbox, { callback: (_, answer) => void answers.push(answer.string()) });
  const sent = Array.from({ length: 20 }, () => receiving(nobody));
  for (const said of sent) {
    own.connection.publish(own.subject(second, 'acceptReceipt'), JSON.stringify(said), { reply: inbox });
  }
  while (answers.length < sent.length) await pause(5);
  await other.stop();
  expect(nameIn(await own.send(second, 'acceptReceipt', receiving(nobody)))).toBe('delivery:not-found');
  expect(answers).toHaveLength(sent.length);
});

it('hears nothing while no gateway is there, and says it again under its key', async () => {
  const documentId = await clerks.arrived(first, second);
  const said = receiving(documentId);
  await edge.stop();
  const away = own.connection.request(own.subject(second, 'acceptReceipt'), JSON.stringify(said), {
    timeout: 2_000,
  });
  await expect(away).rejects.toMatchObject({ code: expect.stringMatching(/^(503|TIMEOUT)$/) as string });
  edge = await Edge.start(province.context);
  expect((await own.send(second, 'acceptReceipt', said)).status).toBe(200);
  const facts = await province.factsOf(receiptAt(documentId));
  expect(facts.filter((fact) => fact === 'ReceiptAccepted')).toHaveLength(1);
});
