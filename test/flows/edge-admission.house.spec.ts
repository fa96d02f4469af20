import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { exportJWK, importPKCS8, SignJWT } from 'jose';
import { isSystemRole } from '@adapters/identity';
import {
  type Caller,
  callerHeader,
  type Message,
  type OfficerStanding,
  type Operation,
  operations,
  problems,
  services,
  subjects,
} from '@contracts';
import { type Role, roles } from '@domain/codes';
import { version } from '@runtime';
import { type Answer, Edge, placeOf, problemIn, type Visitor } from './edge';
import { officerId, type Province, startProvince } from './province';

interface Heard {
  readonly subject: string;
  readonly message: Message;
  readonly caller: Caller;
}

let province: Province;
let edge: Edge;
let clerk: Visitor;
const heard: Heard[] = [];

const packet = (id: string, answer: object): Buffer => {
  const response = { ok: true, answer, position: `${province.storeId}.7` };
  return Buffer.from(JSON.stringify({ id, response, isDisposed: true }));
};

/** As the directory would say it of a province where whoever is asked about is in post. */
const standing = ({ body }: Message): OfficerStanding => {
  const { officer } = body as { readonly officer: string };
  const own = roles.filter((role) => !isSystemRole(role) && officer === officerId(role, 'H99.1'));
  return { agency: 'open', roles: posts[officer] ?? (officer === 'operator.H99' ? ['Operator'] : own) };
};
const posts: Readonly<Record<string, readonly Role[]>> = {
  'hai.vai': ['Specialist', 'Clerk'],
  truc: ['Clerk'],
  'vt.sxd': ['Clerk'],
};

/** Listens in the place of every service: what the edge lets through is heard here, and answered as accepted. */
function listen(): void {
  for (const subject of Object.values(subjects)) {
    province.context.connection.subscribe(subject, {
      callback: (_error, wire) => {
        const { id, data } = wire.json<{ id: string; data: Message }>();
        if (subject === subjects.officerStanding) return wire.respond(packet(id, standing(data)));
        const caller = JSON.parse(wire.headers?.get(callerHeader) ?? '') as Caller;
        // What the gateway itself tells of who looked comes when it comes.
        if (subject !== subjects.recordLooks) heard.push({ subject, message: data, caller });
        wire.respond(packet(id, { agencies: [{}] }));
      },
    });
  }
}

const lastHeard = (): Heard => heard.at(-1) as Heard;

beforeAll(async () => {
  province = await startProvince({ services: [], settings: { LIENTHONG_PORT: '0' } });
  listen();
  edge = await Edge.start(province.context);
  clerk = await edge.as('H99.1', 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});
beforeEach(() => void heard.splice(0));

const example: Readonly<Record<string, string>> = {
  sha256: 'a'.repeat(64),
  uploadId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  documentId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  dossierId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  handoffId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  agency: 'H99.5',
  year: '2026',
  entryId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
};
const pathOf = ({ path }: Operation): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => example[name] ?? '');

const isAsking = ({ method }: Operation): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);
const send = (visitor: Visitor, operation: Operation, headers: Readonly<Record<string, string>> = {}) =>
  visitor.send(operation.method, pathOf(operation), isAsking(operation) ? undefined : '{}', {
    'content-type': isAsking(operation) ? '' : 'application/json',
    'idempotency-key': operation.method === 'POST' ? randomUUID() : '',
    'content-secrecy': operation.kind === 'upload' ? 'none' : '',
    ...headers,
  });

const closed = Object.entries<Operation>(operations).filter(
  ([, { kind }]) => kind !== 'open' && kind !== 'public',
);

describe('roles', () => {
  it.each(closed)('%s is for the roles of its row and no other', async (_name, operation) => {
    const writes = operation.kind === 'command' || operation.kind === 'upload';
    const allowed: readonly Role[] =
      operation.allow === 'any'
        ? roles.filter((role) => role !== 'AxisAdapter')
        : [...operation.allow, ...(writes ? (['Importer'] as const) : [])];
    for (const role of roles) {
      const answer = await send(await edge.as('H99.1', role), operation);
      const refused = answer.status === 403;
      expect({ role, refused }).toEqual({ role, refused: !allowed.includes(role) });
      // The answer to a HEAD has no body.
      if (refused && operation.method !== 'HEAD') {
        expect(problemIn(answer)).toMatchObject({
          type: 'urn:lienthong:problem:request:role-not-allowed',
          retry: 'never',
        });
        expect(problemIn(answer).errors).toHaveLength(allowed.length);
      }
    }
    expect(heard.every(({ caller }) => caller.actor.agency === 'H99.1')).toBe(true);
  });

  it('names in the caller the one role that allowed the act', async () => {
    const token = await edge.issuer.issue({
      sub: 'hai.vai',
      agency: 'H99.1',
      roles: ['Specialist', 'Clerk'],
    });
    await edge.withToken(token).post(`/inbox/${example['documentId']}/receipt`);
    expect(lastHeard().caller.actor).toEqual({ agency: 'H99.1', officer: 'hai.vai', role: 'Clerk' });
  });

  it('names in the caller for whom a carrier speaks, and for nobody else', async () => {
    const holder = {
      sub: 'truc',
      agency: 'H99.1',
      roles: ['AxisAdapter', 'Clerk'],
      carries: ['H99.1', 'H99.2'],
    };
    const visitor = edge.withToken(await edge.issuer.issue(holder));
    await visitor.post(`/carrier/deliveries/${example['documentId']}/H99.1/arrival`);
    expect(lastHeard().caller).toMatchObject({ actor: { role: 'AxisAdapter' }, carries: holder.carries });
    await visitor.post(`/inbox/${example['documentId']}/receipt`);
    expect(lastHeard().caller).not.toHaveProperty('carries');
  });

  it('are those of the post, whatever the token says', async () => {
    const token = (sub: string) =>
      edge.issuer.issue({ sub, agency: 'H99.1', roles: ['Superuser', 'Leader', 'Operator'] });
    expect((await edge.withToken(await token('la')).get('/inbox')).status).toBe(403);
    const clerk = edge.withToken(await token('clerk.H99.1'));
    expect((await clerk.get('/inbox')).status).toBe(200);
    expect((await clerk.post(`/documents/${example['documentId']}/signature`)).status).toBe(403);
  });
});

describe('tokens', () => {
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => {
    const now = Math.floor(Date.now() / 1000);
    const who = { sub: 'vt', agency: 'H99.1', roles: ['Clerk'] };
    return { iss: 'urn:lienthong:local', aud: 'lienthong', iat: now, exp: now + 600, ...who };
  };
  const publicKey = () => edge.issuer.jwks.keys[0] as { kid: string; x: string };

  async function foreign(over: object = {}, header: object = {}): Promise<string> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = await importPKCS8(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 'Ed25519');
    const protectedHeader = { alg: 'Ed25519', typ: 'JWT', kid: publicKey().kid, ...header };
    return new SignJWT({ ...claims(), ...over }).setProtectedHeader(protectedHeader).sign(key);
  }

  const bad: readonly [string, () => Promise<string | undefined>][] = [
    ['no token at all', async () => 'abc'],
    [
      'good for more than a day',
      () => edge.issuer.issue({ sub: 'vt', agency: 'H99.1', roles: ['Clerk'], hours: 25 }),
    ],
    ['of another key under our key id', () => foreign()],
    ['with a key id that is a path', () => foreign({}, { kid: '../../../../dev/null' })],
    [
      'that brings its own key',
      async () => {
        const { publicKey: key } = generateKeyPairSync('ed25519');
        return foreign({}, { jwk: await exportJWK(key) });
      },
    ],
    [
      'that names a key set elsewhere',
      () => foreign({}, { jku: 'http://127.0.0.1:9/keys', x5u: 'http://127.0.0.1:9/' }),
    ],
    ['with algorithm none', async () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims())}.`],
    [
      'signed with our public key as a secret',
      async () => {
        const text = `${base64({ alg: 'HS256', typ: 'JWT', kid: publicKey().kid })}.${base64(claims())}`;
        const secret = Buffer.from(publicKey().x, 'base64url');
        return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
      },
    ],
    ['with its signature cut', async () => (clerk.token as string).slice(0, -8)],
    [
      'with another payload under a true signature',
      async () => {
        const [header, , signature] = (clerk.token as string).split('.') as [string, string, string];
        return `${header}.${base64({ ...claims(), roles: ['Operator'] })}.${signature}`;
      },
    ],
    ['of an agency that is none', () => edge.issuer.issue({ sub: 'vt', agency: '../H99', roles: ['Clerk'] })],
    ['longer than 8 KiB', async () => 'a'.repeat(9_000)],
  ];

  it.each(bad)('a token %s is answered 401 without a word on why', async (_case, token) => {
    const answer = await edge.withToken(await token()).get('/inbox');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(`${realm}, ${invalid('is not valid')}`);
    const { status, title, detail, detailVi, retry } = problems['request:not-authenticated'];
    const type = 'urn:lienthong:problem:request:not-authenticated';
    expect(problemIn(answer)).toEqual({ type, title, status, detail, detailVi, instance: '/inbox', retry });
    expect(heard).toEqual([]);
  });

  const realm = 'Bearer realm="lienthong"';
  const invalid = (said: string) => `error="invalid_token", error_description="The access token ${said}"`;
  const sent = (authorization: string, path = '/me') =>
    edge.withToken(undefined).get(path, { authorization });
  const challengeOf = ({ status, headers }: Answer<unknown>) => [status, headers.get('www-authenticate')];

  it('that has ended is told so, on which clients fetch another', async () => {
    const who = { sub: 'vt', agency: 'H99.1', roles: ['Clerk'], hours: -1 };
    const answer = await edge.withToken(await edge.issuer.issue(who)).get('/inbox');
    expect(challengeOf(answer)).toEqual([401, `${realm}, ${invalid('expired')}`]);
  });

  it.each(['', 'Basic dnQ6eA==', 'Negotiate abc'])('that is not there is no error: %j', async (line) =>
    expect(challengeOf(await sent(line))).toEqual([401, realm]),
  );

  it.each(['Bearer a b', 'Bearer', 'Bearer token="abc"', 'Bearer abc, Bearer def'])(
    'in a malformed header is a malformed request: %j',
    async (line) => {
      const answer = await sent(line);
      expect(challengeOf(answer)).toEqual([
        400,
        expect.stringMatching(/^Bearer realm=.*error="invalid_request"/),
      ]);
      expect(problemIn(answer).type).toBe('urn:lienthong:problem:request:malformed-header');
    },
  );

  it.each(['bearer', 'BEARER', 'Bearer  ', 'Bearer    '])(
    'comes behind the scheme %j as well',
    async (scheme) => expect((await sent(`${scheme} ${clerk.token}`)).status).toBe(200),
  );

  it('of a post without the role has not the scope', async () => {
    const post = await edge.as('H99.1', 'Drafter');
    expect(challengeOf(await send(post, operations.acceptReceipt))).toEqual([
      403,
      expect.stringMatching(/error="insufficient_scope"/),
    ]);
  });

  it('with roles nobody here knows holds', async () => {
    const roles = ['Clerk', 'offline_access', 'default-roles-tinh', 'ROLE_USER'];
    const token = await edge.issuer.issue({ sub: 'clerk.H99.1', agency: 'H99.1', roles });
    expect((await edge.withToken(token).get('/me')).status).toBe(200);
  });

  it('is told in the log by the check that failed, and never itself', async () => {
    const token = await foreign();
    await edge.withToken(token).get('/inbox');
    const line = province.log.find((each) => each.includes('token refused, signature')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      check: 'signature',
      correlationId: expect.any(String),
    });
    for (const part of token.split('.')) expect(province.log.join()).not.toContain(part);
  });

  it('says who the token is for', async () => {
    expect((await clerk.get('/me')).body).toEqual({
      agency: 'H99.1',
      officer: 'clerk.H99.1',
      roles: ['Clerk'],
    });
  });

  it('is asked for before a body is read', async () => {
    const answer = await edge.withToken(undefined).send('POST', '/documents', '{'.repeat(2_000_000));
    expect(answer.status).toBe(401);
  });
});

describe('imports', () => {
  const source = `bien-nhan.csv#${'b'.repeat(64)}`;
  const headers = {
    'import-on-behalf-of': 'H99.2/vt.sxd',
    'import-source': source,
    'import-occurred-at': '2026-03-02T01:00:00.000Z',
  };
  const path = `/inbox/${example['documentId']}/receipt`;

  it('act for the officer named, with the importer beside them', async () => {
    const importer = await edge.as('H99', 'Importer');
    await importer.post(path, {}, { ...headers, 'idempotency-key': 'k1' });
    expect(lastHeard().caller).toMatchObject({
      actor: { agency: 'H99.2', officer: 'vt.sxd', role: 'Importer' },
      onBehalfOf: 'H99',
      source: 'import',
      importedFrom: source,
      occurredAt: '2026-03-02T01:00:00.000Z',
      idempotencyKey: 'k1',
    });
  });

  it('may be a scenario, which names no file', async () => {
    const importer = await edge.as('H99', 'Importer');
    await importer.post(path, {}, { ...headers, 'import-source': 'scenario' });
    expect(lastHeard().caller.source).toBe('scenario');
    expect(lastHeard().caller.importedFrom).toMatch(/^scenario#[0-9a-f]{64}$/);
  });

  it('name files in any letters, percent-encoded', async () => {
    const importer = await edge.as('H99', 'Importer');
    await importer.post(
      path,
      {},
      { ...headers, 'import-source': `${encodeURIComponent('biên nhận.csv')}#${'b'.repeat(64)}` },
    );
    expect(lastHeard().caller.importedFrom).toBe(`biên nhận.csv#${'b'.repeat(64)}`);
  });

  it.each(Object.entries(headers))('are refused to everyone else: %s', async (name, value) => {
    expect(problemIn(await clerk.post(path, {}, { [name]: value })).type).toBe(
      'urn:lienthong:problem:request:importer-only',
    );
    expect(heard).toEqual([]);
  });

  it('bring facts, and read nothing in the name of others', async () => {
    const importer = await edge.as('H99', 'Importer');
    expect((await importer.get('/inbox', headers)).status).toBe(403);
  });

  it.each([
    ['no officer', { 'import-on-behalf-of': 'H99.2' }, ['/headers/import-on-behalf-of']],
    ['no agency code', { 'import-on-behalf-of': 'sxd/vt' }, ['/headers/import-on-behalf-of']],
    ['no instant', { 'import-occurred-at': '2026-03-02' }, ['/headers/import-occurred-at']],
    ['an instant without a source', { 'import-source': '' }, ['/headers/import-source']],
    ['a source without a hash', { 'import-source': 'a.csv' }, ['/headers/import-source']],
  ])('are refused with %s', async (_case, over, pointers) => {
    const answer = await (await edge.as('H99', 'Importer')).post(path, {}, { ...headers, ...over });
    expect(problemIn(answer)).toMatchObject({
      type: 'urn:lienthong:problem:request:malformed-header',
      status: 400,
    });
    expect(problemIn(answer).errors?.map(placeOf)).toEqual(pointers);
  });
});

it.each(['/', '/me', '/nowhere', '/inbox?limit=0', '/openapi.json', '/problems', '/%zz'])(
  'the answer of %s bears the version of the API',
  async (path) => expect((await clerk.get(path)).headers.get('api-version')).toBe(version),
);

it('a refusal leads to the page of its type', async () => {
  const [, page] = /^<(.+)>; rel="type"$/.exec((await clerk.get('/nowhere')).headers.get('link') ?? '') ?? [];
  const { status, text } = await edge.withToken(undefined).get(page as string);
  expect([status, text]).toEqual([
    200,
    expect.stringContaining('urn:lienthong:problem:request:no-such-address'),
  ]);
});

describe('a request on its way', () => {
  it('carries its journey, its trace and its key, and brings back the position', async () => {
    const correlationId = randomUUID();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const answer = await clerk.post(
      `/documents/${example['documentId']}/number`,
      {},
      { 'correlation-id': correlationId.toUpperCase(), traceparent, 'idempotency-key': 'so.1:a_B-c' },
    );
    expect(lastHeard()).toMatchObject({
      subject: subjects.numberDocument,
      message: { target: { documentId: example['documentId'] }, body: {} },
      caller: { correlationId, traceparent, idempotencyKey: 'so.1:a_B-c', source: 'http' },
    });
    expect(lastHeard().caller.causationId).not.toBe(correlationId);
    expect(answer.headers.get('correlation-id')).toBe(correlationId);
    expect(answer.headers.get('lienthong-position')).toBe(`${province.storeId}.7`);
    expect(answer.body).toMatchObject({ position: `${province.storeId}.7` });
  });

  it.each([
    ['8e03978e-40d5-43dd', '"8e03978e-40d5-43dd"'],
    ['so "1" \\', '"so \\"1\\" \\\\"'],
  ])('has the key %s when it is sent as the string %s', async (key, sent) => {
    const path = `/documents/${example['documentId']}/number`;
    await clerk.post(path, {}, { 'idempotency-key': sent });
    expect(lastHeard().caller).toMatchObject({ idempotencyKey: key });
  });

  it('gets a journey of its own, and drops a trace that is malformed', async () => {
    const answer = await clerk.get('/inbox', { traceparent: 'nonsense' });
    expect(lastHeard().caller.correlationId).toBe(answer.headers.get('correlation-id'));
    expect(lastHeard().caller).not.toHaveProperty('traceparent');
    expect(lastHeard().caller).not.toHaveProperty('idempotencyKey');
  });

  it('may leave an empty body out', async () => {
    const path = `/documents/${example['documentId']}/number`;
    const answer = await clerk.send('POST', path, undefined, { 'idempotency-key': 'a' });
    expect([answer.status, lastHeard().message.body]).toEqual([200, {}]);
  });

  it('puts an agency under a key made of what is put', async () => {
    const operator = await edge.as('H99', 'Operator');
    const body = { name: 'Sở Nội vụ', abbreviation: 'SNV', tier: 'province' };
    for (const each of [body, body, { ...body, name: 'Sở Nội Vụ' }])
      await operator.put('/agencies/H99.9', each);
    const keys = heard.map(({ caller }) => caller.idempotencyKey);
    expect(keys[0]).toMatch(/^H99\.9:[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});

describe('every answer', () => {
  const answers: readonly [string, () => Promise<Answer<unknown>>][] = [
    ['a page', () => edge.withToken(undefined).get('/')],
    ['a list', () => clerk.get('/inbox')],
    ['an unknown address', () => clerk.get('/khong-co')],
    ['a refusal', () => edge.withToken(undefined).get('/inbox')],
    ['an address that is no URL', () => clerk.get('/%FF')],
  ];

  it.each(answers)('is safe to open: %s', async (_case, ask) => {
    const { headers } = await ask();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('is a problem document even where no handler is reached', async () => {
    const port = Number(new URL(edge.address).port);
    const raw = (bytes: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let text = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
        socket.once('end', () => resolve(text)).once('error', reject);
      });
    expect(await raw('NONSENSE\r\n\r\n')).toContain('urn:lienthong:problem:request:unreadable');
    const large = await raw(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 [\s\S]*urn:lienthong:problem:request:headers-too-large/);
  });

  it('is told to Prometheus by operation and status, without ids', async () => {
    await clerk.get('/inbox');
    const { text } = await (await edge.as('H99', 'Operator')).get('/metrics');
    expect(text).toContain(
      'lienthong_http_seconds_count{operation="getInbox",status="200",process="province"}',
    );
    expect(text).not.toContain('H99.1');
  });
});

describe('the API page', () => {
  it('comes with all its files', async () => {
    const visitor = edge.withToken(undefined);
    const page = await visitor.get<string>('/docs');
    expect(page.status).toBe(200);
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file as string);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file).not.toMatch(/^(https?:)?\/\//);
      expect([file, (await visitor.get(new URL(file, `${edge.address}/docs`).pathname)).status]).toEqual([
        file,
        200,
      ]);
    }
  });
});

describe('readiness', () => {
  it('is 503 while services are missing, and names each part to an operator', async () => {
    const answer = await edge.withToken(undefined).get('/health/ready');
    expect([answer.status, answer.text]).toEqual([503, '{"ready":false}']);
    const asked = (await edge.as('H99', 'Operator')).get<{ parts: object }>('/health/details');
    const { status, body } = await asked;
    expect(status).toBe(200);
    expect(body).toMatchObject({ ready: false, followers: [], parked: 0 });
    expect(body).not.toHaveProperty('jetStream');
    expect(Object.keys(body.parts).sort()).toEqual([...services, 'gateway'].sort());
    expect((await edge.withToken(undefined).get('/health/live')).status).toBe(200);
  });
});
