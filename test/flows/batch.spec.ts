import { randomUUID } from 'node:crypto';
import type { Msg } from 'nats';
import { tell } from '@adapters/messaging';
import {
  type Caller,
  callerHeader,
  type CommandsAnswered,
  type LookPart,
  type Message,
  notices,
  type OfficerStanding,
  refusedBy,
  type Subject,
  subjects,
} from '@contracts';
import { type Role, roles } from '@domain/codes';
import { type Answer, bodyOf, Edge, placeOf, problemIn, type Sent, type Visitor } from './edge';
import { type Province, startProvince } from './province';

const [officerMax, burst] = [5, 20];
const settings = {
  LIENTHONG_PORT: '0',
  LIENTHONG_OFFICER_REQUESTS_MAX: String(officerMax),
  LIENTHONG_OFFICER_REQUESTS_PER_SECOND: '1',
  LIENTHONG_OFFICER_REQUESTS_BURST: String(burst),
};

interface Heard {
  readonly subject: Subject;
  readonly message: Message;
  readonly caller: Caller;
}
/** What came to the services, in order. */
const heard: Heard[] = [];
const looks: LookPart[] = [];
/** Agencies whose marked content was counted. */
const counted: string[] = [];
const dismissed = new Set<string>();
/** Answers of the services that are held back until a test lets them go, by what was said. */
const held = new Map<string, () => void>();
let isHolding = false;
let position = 0;

let province: Province;
let edge: Edge;

/** As the directory would say it: an id of an officer tells the role. */
const standing = ({ body }: Message): OfficerStanding => {
  const { officer } = body as { readonly officer: string };
  const [role = ''] = officer.split('.');
  return { agency: 'open', roles: dismissed.has(officer) ? [] : [role] };
};

/** As the services would answer: what is to be refused says so. */
const replyTo = ({ body }: Message): object => {
  const { reason } = body as { readonly reason?: string };
  if (reason === 'refuse') return refusedBy('delivery', 'already-arrived');
  return { ok: true, answer: {}, position: `${province.storeId}.1.${++position}` };
};

function listenOn(subject: Subject, wire: Msg): void {
  const { id, data } = wire.json<{ id: string; data: Message }>();
  const respond = (response: object): void =>
    void wire.respond(Buffer.from(JSON.stringify({ id, response, isDisposed: true })));
  if (subject === subjects.officerStanding) return respond({ ok: true, answer: standing(data) });
  const caller = JSON.parse(wire.headers?.get(callerHeader) ?? '') as Caller;
  if (subject === subjects.recordLooks) looks.push(...(data.body as { looks: readonly LookPart[] }).looks);
  else if (subject === subjects.countRefusedSecret) counted.push(caller.actor.agency);
  else {
    heard.push({ subject, message: data, caller });
    if (isHolding) return void held.set(saidIn(data), () => respond(replyTo(data)));
  }
  respond(replyTo(data));
}

const saidIn = ({ body }: Message): string => String((body as { readonly activity?: string }).activity);

beforeAll(async () => {
  province = await startProvince({ services: [], settings });
  for (const subject of Object.values(subjects)) {
    province.context.connection.subscribe(subject, { callback: (_error, wire) => listenOn(subject, wire) });
  }
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});
beforeEach(() => {
  isHolding = false;
  for (const each of [heard, looks, counted]) each.splice(0);
});

let agencies = 0;
/** Somebody new of a new agency, who has asked nothing yet. */
async function somebody(role: Role = 'Specialist') {
  const holder = { sub: `${role}.${randomUUID()}`, agency: `H98.${++agencies}`, roles: [role] };
  return { ...holder, visitor: edge.withToken(await edge.issuer.issue(holder)) };
}

const dossier = (): object => ({ dossierId: randomUUID() });
const recording = (activity: string, target: object = dossier(), over: object = {}): object => ({
  ...{ operation: 'recordActivity', target, body: { activity }, idempotencyKey: randomUUID() },
  ...over,
});
const cancelling = (target: object, reason: string): object => ({
  ...{ operation: 'cancelDelivery', target, body: { reason }, idempotencyKey: randomUUID() },
});
const send = (visitor: Visitor, commands: readonly unknown[], headers: Sent = {}) =>
  visitor.post<CommandsAnswered>('/commands/batch', { commands }, headers);
const statusesOf = (answer: Answer<CommandsAnswered>) => bodyOf(answer).answers.map(({ status }) => status);
const namesOf = (answer: Answer<CommandsAnswered>) =>
  bodyOf(answer).answers.map(({ body }) =>
    String(body['type'] ?? 'done').replace('urn:lienthong:problem:', ''),
  );
const saidSoFar = () => heard.map(({ message }) => saidIn(message));

/** Until the services have heard so much. */
async function heardAll(count: number): Promise<void> {
  while (heard.length < count) await new Promise((resolve) => setImmediate(resolve));
}
const letGo = (said: string) => held.get(said)?.();

it('answers each command as its own route would, in their order, and tells the newest position', async () => {
  const { visitor } = await somebody('Clerk');
  const target = { documentId: randomUUID(), agency: 'H99.2' };
  const answer = await send(visitor, [
    cancelling(target, 'first'),
    cancelling(target, 'refuse'),
    cancelling(target, 'third'),
    { operation: 'signDocument', target: { documentId: randomUUID() }, idempotencyKey: 'k' },
  ]);
  expect([answer.status, statusesOf(answer)]).toEqual([200, [200, 409, 200, 403]]);
  expect(namesOf(answer)).toEqual(['done', 'delivery:already-arrived', 'done', 'request:role-not-allowed']);
  const newest = `${province.storeId}.1.${position}`;
  const { answers, position: told } = bodyOf(answer);
  expect([answers[2]?.body, told, answer.headers.get('lienthong-position')]).toEqual([
    { position: newest },
    newest,
    newest,
  ]);
  const path = `/documents/${target.documentId}/deliveries/H99.2/cancellation`;
  expect(answers[1]?.body).toMatchObject({ status: 409, instance: path });
});

it('tells no position where nothing was recorded', async () => {
  const answer = await send((await somebody()).visitor, [recording('x', {}, { target: { dossierId: 'x' } })]);
  expect(namesOf(answer)).toEqual(['request:malformed']);
  expect(bodyOf(answer)).not.toHaveProperty('position');
});

it('does those of one target one after the other, also behind a refused one, and others at once', async () => {
  isHolding = true;
  const [one, other] = [dossier(), dossier()];
  const { visitor } = await somebody();
  const answer = send(visitor, [
    recording('one 1', one),
    recording('one 2', one, { body: {} }),
    recording('other 1', other),
    recording('one 3', one),
    recording('other 2', other),
  ]);
  await heardAll(2);
  expect(saidSoFar().sort()).toEqual(['one 1', 'other 1']);
  letGo('one 1');
  await heardAll(3);
  expect(saidSoFar()).toContain('one 3');
  letGo('one 3');
  letGo('other 1');
  await heardAll(4);
  letGo('other 2');
  expect(statusesOf(await answer)).toEqual([200, 422, 200, 200, 200]);
});

it('has at once no more than its officer may ask, the batch itself being one', async () => {
  isHolding = true;
  const { visitor } = await somebody();
  const names = Array.from({ length: officerMax + 2 }, (_, index) => `nr ${index}`);
  const answer = send(
    visitor,
    names.map((name) => recording(name)),
  );
  await heardAll(officerMax - 1);
  expect((await visitor.get('/inbox')).status).toBe(429);
  expect(heard).toHaveLength(officerMax - 1);
  isHolding = false;
  for (const name of names) letGo(name);
  expect(statusesOf(await answer)).toEqual(names.map(() => 200));
});

it('counts each command as a request, and the batch as none besides', async () => {
  const { visitor } = await somebody();
  const more = burst + 4;
  const answer = await send(
    visitor,
    Array.from({ length: more }, () => recording('x')),
  );
  const statuses = statusesOf(answer);
  const done = statuses.filter((status) => status === 200).length;
  // A second brings one more.
  expect(done).toBeGreaterThanOrEqual(burst);
  expect(done).toBeLessThan(more);
  expect(statuses.filter((status) => status === 429)).toHaveLength(more - done);
});

it('is free of the rate for imports', async () => {
  const { visitor } = await somebody('Importer');
  expect(
    new Set(
      statusesOf(
        await send(
          visitor,
          Array.from({ length: 100 }, () => recording('x')),
        ),
      ),
    ),
  ).toEqual(new Set([200]));
});

describe('is refused as a whole, and nothing done,', () => {
  const malformed = 'urn:lienthong:problem:request:malformed';
  const at = (answer: Answer<unknown>) => problemIn(answer).errors?.map(placeOf);

  it.each([
    ['with none', [], '/body/commands'],
    ['with 101', Array.from({ length: 101 }, () => recording('x')), '/body/commands'],
    ['with one that is a text', ['x'], '/body/commands/0'],
    ['with one that is null', [recording('x'), null], '/body/commands/1'],
    ['with a field unknown', [recording('x'), recording('x', {}, { key: 1 })], '/body/commands/1/key'],
    [
      'with a key that is a number',
      [recording('x', {}, { idempotencyKey: 1 })],
      '/body/commands/0/idempotencyKey',
    ],
    [
      'with an import of nobody',
      [recording('x', {}, { import: { from: 'scenario' } })],
      '/body/commands/0/import',
    ],
    ['with an operation unknown', [recording('x', {}, { operation: 'x' })], '/body/commands/0/operation'],
    ['with a question', [recording('x', {}, { operation: 'getInbox' })], '/body/commands/0/operation'],
    [
      'with a command of the gateway',
      [recording('x', {}, { operation: 'skipParked' })],
      '/body/commands/0/operation',
    ],
    ['with a batch', [recording('x', {}, { operation: 'sendCommands' })], '/body/commands/0/operation'],
    ['with a target unknown', [recording('x'), recording('x', {})], '/body/commands/1/target/dossierId'],
  ])('%s', async (_, commands, pointer) => {
    const { visitor } = await somebody();
    const answer = await send(visitor, commands);
    expect(problemIn(answer)).toMatchObject({ type: malformed, instance: '/commands/batch' });
    expect(at(answer)?.every((each) => each.startsWith(pointer))).toBe(true);
    expect(heard).toEqual([]);
  });

  it.each([
    ['that is no object', '[]', 'request:malformed'],
    ['that is no JSON', '{', 'request:not-json'],
    ['that is too deep', `{"commands":${'['.repeat(20)}${']'.repeat(20)}}`, 'request:too-deep'],
    ['that says something twice', '{"commands":[],"commands":[]}', 'request:malformed'],
  ])('%s', async (_, text, name) => {
    const { visitor } = await somebody();
    const headers = { 'content-type': 'application/json' };
    const answer = await visitor.send('POST', '/commands/batch', text, headers);
    expect(problemIn(answer).type).toBe(`urn:lienthong:problem:${name}`);
  });

  it('of more than 1 MiB, and one of 1 MiB is taken', async () => {
    const { visitor } = await somebody('Importer');
    const text = JSON.stringify({ commands: [recording('')] });
    const padded = (bytes: number) => text + ' '.repeat(bytes - text.length);
    const headers = { 'content-type': 'application/json' };
    const sent = (bytes: number) =>
      visitor.send<CommandsAnswered>('POST', '/commands/batch', padded(bytes), headers);
    expect(statusesOf(await sent(1024 * 1024))).toEqual([422]);
    expect(problemIn(await sent(1024 * 1024 + 1)).type).toBe('urn:lienthong:problem:request:too-large');
  });

  it('whose own headers say whose act it was', async () => {
    const { visitor } = await somebody('Importer');
    const imported = { 'import-source': 'scenario', 'import-on-behalf-of': 'H99.1/vt' };
    expect(problemIn(await send(visitor, [recording('x')], imported)).type).toBe(
      'urn:lienthong:problem:request:importer-only',
    );
  });

  it('by who holds no post, and of who sends no token', async () => {
    const { visitor, sub } = await somebody();
    dismissed.add(sub);
    expect((await send(visitor, [recording('x')])).status).toBe(403);
    expect((await send(edge.withToken(undefined), [recording('x')])).status).toBe(401);
  });
});

describe('of each command by itself', () => {
  it('the key is judged as that of its header', async () => {
    const { visitor } = await somebody();
    const answer = await send(visitor, [
      recording('x', dossier(), { idempotencyKey: 'no key' }),
      recording('y', dossier(), { idempotencyKey: undefined }),
      recording('z', dossier(), { idempotencyKey: '' }),
      recording('good'),
    ]);
    expect(namesOf(answer)).toEqual([
      'request:malformed-header',
      'request:idempotency-key-missing',
      'request:malformed-header',
      'done',
    ]);
    expect(saidSoFar()).toEqual(['good']);
  });

  it('how deep it is, up to a batch that is too deep', async () => {
    const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as object;
    const { visitor } = await somebody();
    const withBody = (levels: number) =>
      send(visitor, [recording('x', dossier(), { body: deep(levels) }), recording('y')]);
    expect(namesOf(await withBody(16))).toEqual(['request:malformed', 'done']);
    expect(problemIn(await withBody(17)).type).toBe('urn:lienthong:problem:request:too-deep');
  });

  it('the act it imports, for whoever may', async () => {
    const { visitor, agency, sub } = await somebody('Importer');
    const from = `so%20cai.csv#${'a'.repeat(64)}`;
    const imported = { agency: 'H99.1', officer: 'Clerk.cu', from, occurredAt: '2020-01-15T03:00:00Z' };
    const answer = await send(visitor, [
      recording('past', dossier(), { import: imported }),
      recording('own'),
      recording('no source', dossier(), { import: { ...imported, from: 'x' } }),
    ]);
    expect(namesOf(answer)).toEqual(['done', 'done', 'request:malformed-header']);
    const [past, own] = ['past', 'own'].map(
      (said) => heard.find(({ message }) => saidIn(message) === said)?.caller,
    );
    expect(past).toMatchObject({
      actor: { agency: 'H99.1', officer: 'Clerk.cu', role: 'Importer' },
      ...{ onBehalfOf: agency, source: 'import', occurredAt: '2020-01-15T03:00:00.000Z' },
      importedFrom: `so cai.csv#${'a'.repeat(64)}`,
    });
    expect(own).toMatchObject({ actor: { agency, officer: sub, role: 'Importer' }, source: 'http' });
    const clerk = await send((await somebody()).visitor, [recording('x', dossier(), { import: imported })]);
    expect(namesOf(clerk)).toEqual(['request:importer-only']);
  });

  it('for which closed agency it is done', async () => {
    const { visitor } = await somebody();
    await send(visitor, [recording('x', dossier(), { onBehalfOf: 'H99.7' }), recording('y')]);
    const forWhom = new Map(heard.map(({ message, caller }) => [saidIn(message), caller.onBehalfOf]));
    expect([forWhom.get('x'), forWhom.get('y')]).toEqual(['H99.7', undefined]);
  });

  it('whether its officer is still in post', async () => {
    isHolding = true;
    const { visitor, agency, sub } = await somebody();
    const target = dossier();
    const answer = send(visitor, [recording('before', target), recording('after', target)]);
    await heardAll(1);
    dismissed.add(sub);
    const { connection, signing } = province.context;
    tell(connection, signing.as('directory'), notices.agencyChanged, { agency });
    await connection.flush();
    letGo('before');
    expect(namesOf(await answer)).toEqual(['done', 'request:role-not-allowed']);
  });

  it('whether it bears a mark of secrecy, which is counted, and of whatever is no batch the whole', async () => {
    const { visitor, agency } = await somebody();
    const secret = recording('x', dossier(), { body: { activity: 'x', secrecy: 'mat' } });
    expect(namesOf(await send(visitor, [recording('a'), secret, recording('b')]))).toEqual([
      'done',
      'document:secret-content',
      'done',
    ]);
    expect(counted).toEqual([agency]);
    const whole = await send(visitor, [secret, recording('c', {})]);
    expect(problemIn(whole).type).toBe('urn:lienthong:problem:document:secret-content');
    expect(counted).toEqual([agency, agency]);
    expect(saidSoFar().sort()).toEqual(['a', 'b']);
  });

  it('that it was refused, in the trail, under its own name', async () => {
    const { visitor, agency, sub } = await somebody();
    const dossierId = randomUUID();
    const correlationId = randomUUID();
    await send(
      visitor,
      [
        recording('x', { dossierId }, { body: {} }),
        recording('y'),
        { operation: 'signDocument', target: { documentId: dossierId }, idempotencyKey: 'k' },
      ],
      { 'correlation-id': correlationId },
    );
    const own = () => looks.filter((look) => look.agency === agency);
    while (own().length < 2) await new Promise((resolve) => setImmediate(resolve));
    const of = { agency, officer: sub, object: dossierId, correlationId };
    expect(own()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...of, operation: 'recordActivity', outcome: 'request:malformed' }),
        expect.objectContaining({ ...of, operation: 'signDocument', outcome: 'request:role-not-allowed' }),
      ]),
    );
    expect(own()).toHaveLength(2);
    expect(heard.map(({ caller }) => caller.correlationId)).toEqual([correlationId]);
  });

  it('how long it took, in the numbers', async () => {
    const count = async (): Promise<number> => {
      const text = await province.context.metrics.registry.getSingleMetricAsString('lienthong_http_seconds');
      return Number(
        /_count\{(?=.*operation="recordActivity")(?=.*status="200").*\} (\d+)/.exec(text)?.[1] ?? 0,
      );
    };
    const before = await count();
    await send((await somebody()).visitor, [recording('x'), recording('y')]);
    expect(await count()).toBe(before + 2);
  });
});

it('hears no command from the bus, which has no accounts here: whoever is on it could be any system', async () => {
  const command = `commands.${randomUUID()}.H99-1.acceptReceipt`;
  await expect(province.context.connection.request(command)).rejects.toMatchObject({ code: '503' });
});

it.each(roles)('is open to who holds the role %s', async (role) => {
  const { visitor } = await somebody(role);
  expect(namesOf(await send(visitor, [{ operation: 'recordActivity', target: dossier() }]))).not.toContain(
    'done',
  );
});
