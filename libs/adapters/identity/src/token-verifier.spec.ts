import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64url, type CryptoKey, importJWK, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { LocalIssuer } from './local-issuer';
import type { TokenRefusal } from './token-refusal';
import { IssuerUnavailable, TokenVerifier } from './token-verifier';

const now = Math.floor(Date.now() / 1000);
const hour = 3_600;
const claims: JWTPayload = {
  iss: 'urn:lienthong:local',
  aud: 'lienthong',
  sub: 'vt.stc.01',
  agency: 'H26.1',
  roles: ['Clerk'],
  iat: now,
  exp: now + hour,
};
const bearer = { ok: true, sub: 'vt.stc.01', agency: 'H26.1', roles: ['Clerk'] };
const invalid = { ok: false, reason: 'invalid' };
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
type Key = CryptoKey | KeyObject;
const signed = (payload: JWTPayload, key: Key, header: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'Ed25519', typ: 'JWT', ...header }).sign(key);

/** A token with any header at all, signed with a text as an HMAC secret. */
function hmac(header: object, secret: string | Buffer): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

let folder: string;
let key: CryptoKey;
let publicJwk: JWK;
let local: TokenVerifier;

/** Nothing here may call out: whatever listens under a URL in a token hears of it. */
let lure: Server;
let lured = 0;
let lureUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-tokens-'));
  publicJwk = (await LocalIssuer.open(folder)).jwks.keys[0] as JWK;
  key = (await importJWK(
    JSON.parse(await readFile(join(folder, 'signing-key.json'), 'utf8')) as JWK,
    'Ed25519',
  )) as CryptoKey;
  local = await TokenVerifier.forLocal(folder);
  lure = createServer((_, answer) => {
    lured++;
    answer.end(JSON.stringify({ keys: [foreignJwk] }));
  }).listen(0, '127.0.0.1');
  await once(lure, 'listening');
  lureUrl = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/jwks.json`;
});
afterAll(async () => {
  lure.close();
  await rm(folder, { recursive: true, force: true });
});

const foreign = generateKeyPairSync('ed25519');
const foreignJwk = { ...foreign.publicKey.export({ format: 'jwk' }), alg: 'Ed25519', kid: 'k1' };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

it('takes a token of its own issuer', async () =>
  expect(await local.verify(await signed(claims, key))).toEqual(bearer));

it.each([
  ['unknown ones', ['Clerk', 'offline_access', 'default-roles-tinh', 'ROLE_USER']],
  ['more than 32', ['Clerk', ...Array.from({ length: 60 }, (_, each) => `role-${each}`)]],
  ['one as a text', 'Clerk'],
])('takes roles as %s', async (_, roles) =>
  expect(await local.verify(await signed({ ...claims, roles }, key))).toEqual(bearer),
);

it('takes its type in any case, with the whole media type', async () => {
  for (const typ of ['JWT', 'jwt', 'application/jwt', 'Application/JWT'])
    expect(await local.verify(await signed(claims, key, { typ }))).toEqual(bearer);
});

it('takes a clock that differs by less than half a minute', async () => {
  expect(await local.verify(await signed({ ...claims, exp: now - 20 }, key))).toEqual(bearer);
  expect(await local.verify(await signed({ ...claims, nbf: now + 20 }, key))).toEqual(bearer);
});

it.each([
  [hour * 24, bearer],
  [hour * 24 + 1, invalid],
  [hour * 24 * 365 * 100, invalid],
])('a token that is good for %i s is taken or is none', async (seconds, verdict) =>
  expect(await local.verify(await signed({ ...claims, exp: now + seconds }, key))).toEqual(verdict),
);

it('a token is good for as long as it is told that one may be', async () => {
  const verifier = await TokenVerifier.forLocal(folder, { hoursMax: 1 });
  expect(await verifier.verify(await signed(claims, key))).toEqual(bearer);
  expect(await verifier.verify(await signed({ ...claims, exp: now + hour + 1 }, key))).toEqual(invalid);
});

it('a token that was issued later than now is none', async () => {
  const later = { ...claims, iat: now + 10 * 365 * 24 * hour, exp: now + 10 * 365 * 24 * hour + hour };
  expect(await local.verify(await signed(later, key))).toEqual(invalid);
  expect(await local.verify(await signed({ ...claims, iat: now + 20 }, key))).toEqual(bearer);
});

it('tells an expired token from an invalid one', async () =>
  expect(await local.verify(await signed({ ...claims, exp: now - 60 }, key))).toEqual({
    ok: false,
    reason: 'expired',
  }));

describe('of a token it has found good', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => void jest.useRealTimers());

  it('says the same again, and expired from its end on', async () => {
    const token = await signed({ ...claims, exp: Math.floor(Date.now() / 1_000) + 10 }, key);
    expect(await local.verify(token)).toEqual(bearer);
    jest.advanceTimersByTime(39_000);
    expect(await local.verify(token)).toEqual(bearer);
    jest.advanceTimersByTime(2_000);
    expect(await local.verify(token)).toEqual({ ok: false, reason: 'expired' });
  });
});

const publicPem = () => foreign.publicKey.export({ type: 'spki', format: 'pem' });
const attacks: readonly [string, () => Promise<string> | string][] = [
  ['no signature (alg none)', () => new UnsecuredJWT(claims).encode()],
  [
    'alg none with the signature left on',
    async () => renamed(await signed(claims, key), { alg: 'none', typ: 'JWT' }),
  ],
  [
    'HS256 with the public JWK as secret',
    () => hmac({ alg: 'HS256', typ: 'JWT' }, JSON.stringify(publicJwk)),
  ],
  ['HS256 with the public key bytes', () => hmac({ alg: 'HS256', typ: 'JWT' }, base64(publicJwk.x))],
  ['HS256 with a public PEM', () => hmac({ alg: 'HS256', typ: 'JWT' }, String(publicPem()))],
  [
    'HS256 with our key id',
    () => hmac({ alg: 'HS256', typ: 'JWT', kid: publicJwk.kid }, base64(publicJwk.x)),
  ],
  ['RS256', () => signed(claims, rsa.privateKey, { alg: 'RS256' })],
  ['a foreign key', () => signed(claims, foreign.privateKey)],
  ['a foreign key under our key id', () => signed(claims, foreign.privateKey, { kid: publicJwk.kid })],
  ['a key id that is a path', () => signed(claims, foreign.privateKey, { kid: '../../signing-key.json' })],
  ['a key id that is a URL', () => signed(claims, foreign.privateKey, { kid: lureUrl })],
  ['a key URL (jku)', () => signed(claims, foreign.privateKey, { jku: lureUrl, kid: 'k1' })],
  ['a certificate URL (x5u)', () => signed(claims, foreign.privateKey, { x5u: lureUrl })],
  ['its own key (jwk)', () => signed(claims, foreign.privateKey, { jwk: foreignJwk })],
  [
    'an unknown critical header',
    async () => renamed(await signed(claims, key), { alg: 'Ed25519', typ: 'JWT', crit: ['x'], x: 1 }),
  ],
  ['another audience', () => signed({ ...claims, aud: 'another' }, key)],
  ['no audience', () => signed(without('aud'), key)],
  ['another issuer', () => signed({ ...claims, iss: 'https://evil.example' }, key)],
  ['no issuer', () => signed(without('iss'), key)],
  ['another type', () => signed(claims, key, { typ: 'at+jwt' })],
  ['no type', () => signed(claims, key, { typ: undefined })],
  ['no expiry', () => signed(without('exp'), key)],
  ['an expiry that is a text', () => signed({ ...claims, exp: 'never' as never }, key)],
  ['no time of issue', () => signed(without('iat'), key)],
  ['no subject', () => signed(without('sub'), key)],
  ['no agency', () => signed(without('agency'), key)],
  ['no roles', () => signed(without('roles'), key)],
  ['a role that is no word', () => signed({ ...claims, roles: ['Clerk', 7] }, key)],
  ['a carrier for nobody', () => signed({ ...claims, carries: [] }, key)],
  ['a carrier for a text', () => signed({ ...claims, carries: 'H26.1' }, key)],
  ['a carrier for a wildcard', () => signed({ ...claims, carries: ['H26.1', 'H26.>'] }, key)],
  ['a subject with a line end', () => signed({ ...claims, sub: 'vt\r\n.stc' }, key)],
  ['an agency with a wildcard', () => signed({ ...claims, agency: 'H26.>' }, key)],
  ['a start in the future', () => signed({ ...claims, nbf: now + hour }, key)],
  ['a truncated signature', async () => (await signed(claims, key)).slice(0, -4)],
  ['no signature part', async () => (await signed(claims, key)).replace(/\.[^.]*$/, '.')],
  ['a changed claim', async () => changed(await signed(claims, key), { ...claims, agency: 'H26.2' })],
  ['one part', () => 'token'],
  ['nothing', () => ''],
  ['no ASCII', () => 'ký.tự.lạ'],
  ['a token without end', async () => `${await signed({ ...claims, padding: 'x'.repeat(9_000) }, key)}`],
];

it.each(attacks)('refuses %s without a word why, and calls nobody', async (_, attack) => {
  expect(await local.verify(await attack())).toEqual(invalid);
  expect(lured).toBe(0);
});

const base64 = (text: string | undefined): Buffer => Buffer.from(base64url.decode(text ?? ''));
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const renamed = (token: string, header: object): string =>
  [encoded(header), ...token.split('.').slice(1)].join('.');
const changed = (token: string, payload: object): string => {
  const [header, , signature] = token.split('.');
  return [header, encoded(payload), signature].join('.');
};

describe('an OpenID Connect issuer', () => {
  const rsaJwk = { ...rsa.publicKey.export({ format: 'jwk' }), alg: 'RS256', kid: 'rsa-1', use: 'sig' };
  let provider: Server;
  let issuer: string;
  let asked: string[] = [];
  let up = true;

  beforeAll(async () => {
    provider = createServer((request, answer) => {
      asked.push(request.url ?? '');
      if (!up) return void answer.writeHead(503).end();
      const discovery = { issuer, jwks_uri: `${issuer}/keys` };
      answer.end(JSON.stringify(request.url === '/keys' ? { keys: [rsaJwk] } : discovery));
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
    up = true;
  });
  afterAll(() => provider.close());

  const audience = 'lienthong';
  const token = (change: object = {}, header = {}, by: Key = rsa.privateKey) =>
    signed({ ...claims, iss: issuer, ...change }, by, { alg: 'RS256', kid: 'rsa-1', ...header });

  it('is found by its discovery document, asked once, and believed by its keys alone', async () => {
    const verifier = await TokenVerifier.forIssuer({ issuer, audience });
    expect(asked).toEqual([]);
    expect(await verifier.verify(await token())).toEqual(bearer);
    expect(await verifier.verify(await token({}, { typ: 'at+jwt' }))).toEqual(bearer);
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    expect(
      await verifier.verify(
        await token({}, {}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      ),
    ).toEqual(invalid);
    expect(await verifier.verify(await token({ iss: 'urn:lienthong:local' }))).toEqual(invalid);
    expect(await verifier.verify(await token({ exp: now - hour }))).toEqual({ ok: false, reason: 'expired' });
    expect(await verifier.verify(hmac({ alg: 'HS256', typ: 'JWT', kid: 'rsa-1' }, rsaPem()))).toEqual(
      invalid,
    );
  });

  describe('a type', () => {
    it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/at+JWT', 'JWT', 'application/jwt'])(
      '%s is one of RFC 9068, 4 and RFC 7519, 5.1',
      async (typ) => {
        const verifier = await TokenVerifier.forIssuer({ issuer, audience });
        expect(await verifier.verify(await token({}, { typ }))).toEqual(bearer);
      },
    );

    const others = [
      'id+jwt',
      'logout+jwt',
      'dpop+jwt',
      'text/at+jwt',
      'application/x/at+jwt',
      'at',
      'secevent+jwt',
    ];
    it.each(others)('%s is none', async (typ) => {
      const verifier = await TokenVerifier.forIssuer({ issuer, audience, typeOptional: true });
      expect(await verifier.verify(await token({}, { typ }))).toEqual(invalid);
    });

    it('may be absent only where that is said', async () => {
      const untyped = await token({}, { typ: undefined });
      const strictly = await TokenVerifier.forIssuer({ issuer, audience });
      expect(await strictly.verify(untyped)).toEqual(invalid);
      const leniently = await TokenVerifier.forIssuer({ issuer, audience, typeOptional: true });
      expect(await leniently.verify(untyped)).toEqual(bearer);
    });

    it.each(['ID', 'Refresh', 'Offline', 'Logout'])(
      'of a Keycloak token %s is no access token',
      async (typ) => {
        const verifier = await TokenVerifier.forIssuer({ issuer, audience });
        expect(await verifier.verify(await token({ typ }))).toEqual(invalid);
        expect(await verifier.verify(await token({ typ: 'Bearer' }))).toEqual(bearer);
      },
    );
  });

  const past = { iat: now - 2 * hour, exp: now - hour };
  const other = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  it.each<[string, string, () => Promise<string>, RegExp]>([
    ['too long', 'length', () => token({ padding: 'x'.repeat(9_000) }), /8192/],
    ['no token', 'form', async () => 'abc', /no signed/],
    [
      'with another algorithm',
      'algorithm',
      async () => hmac({ alg: 'HS256', typ: 'JWT' }, rsaPem()),
      /algorithm/,
    ],
    ['of an unknown key', 'key', () => token({}, { kid: 'other' }), /no key/],
    ['of another key', 'signature', () => token({}, {}, other()), /signature/],
    ['of another issuer', 'issuer', () => token({ iss: 'https://other' }), /"https:\/\/other", not of http/],
    [
      'for others',
      'audience',
      () => token({ aud: ['account', 'x\n'] }),
      /"account","x\\n"\], not for lienthong/,
    ],
    ['without an audience', 'audience', () => token({ aud: undefined }), /nothing, not for lienthong/],
    ['that has ended', 'expired', () => token(past), /^since 20/],
    ['that begins later', 'time', () => token({ nbf: now + hour }), /nbf/],
    ['issued later', 'time', () => token({ iat: now + hour, exp: now + 2 * hour }), /later/],
    ['without an end', 'time', () => token({ exp: undefined }), /exp/],
    ['good for too long', 'lifetime', () => token({ exp: now + 25 * hour }), /24 h/],
    ['of another type', 'type', () => token({}, { typ: 'id+jwt' }), /"id\+jwt", none of jwt, at\+jwt/],
    ['without an officer', 'officer', () => token({ sub: undefined }), /claim sub is absent/],
    [
      'with another form of agency',
      'agency',
      () => token({ agency: '/STC' }),
      /claim agency has another form/,
    ],
    ['with a number for a role', 'roles', () => token({ roles: [7] }), /claim roles/],
    ['of a carrier for nobody', 'carries', () => token({ carries: [] }), /claim carries/],
  ])('a token %s tells whoever listens that its %s failed', async (_, check, made, said) => {
    const verifier = await TokenVerifier.forIssuer({ issuer, audience });
    const refused: TokenRefusal[] = [];
    expect(await verifier.verify(await made(), (refusal) => refused.push(refusal))).toMatchObject({
      ok: false,
    });
    expect(refused).toEqual([{ check, said: expect.stringMatching(said) }]);
  });

  it('needs no roles of an outside issuer, and finds who asks where it is told to', async () => {
    const names = { officer: 'preferred_username', agency: 'agency', roles: ['realm_access.roles'] };
    const verifier = await TokenVerifier.forIssuer({ issuer, audience, claims: names });
    const keycloak = {
      sub: '5f4dcc3b',
      preferred_username: 'vt.stc.01',
      roles: undefined,
      agency: ['H26.1'],
    };
    expect(await verifier.verify(await token(keycloak))).toEqual({ ...bearer, roles: [] });
    expect(
      await verifier.verify(await token({ ...keycloak, realm_access: { roles: ['Clerk', 'x'] } })),
    ).toEqual(bearer);
  });

  it('never takes tokens of the local issuer', async () => {
    const verifier = await TokenVerifier.forIssuer({ issuer, audience, jwksUrl: `${issuer}/keys` });
    expect(await verifier.verify(await signed(claims, key, { kid: publicJwk.kid }))).toEqual(invalid);
  });

  it('says that the keys cannot be had, and takes the token once they can', async () => {
    up = false;
    const verifier = await TokenVerifier.forIssuer({ issuer, audience });
    await expect(verifier.verify(await token())).rejects.toBeInstanceOf(IssuerUnavailable);
    const direct = await TokenVerifier.forIssuer({ issuer, audience, jwksUrl: `${issuer}/keys` });
    await expect(direct.verify(await token())).rejects.toBeInstanceOf(IssuerUnavailable);
    const nowhere = await TokenVerifier.forIssuer({ issuer, audience, jwksUrl: 'http://127.0.0.1:1/keys' });
    await expect(nowhere.verify(await token())).rejects.toBeInstanceOf(IssuerUnavailable);
    up = true;
    expect(await verifier.verify(await token())).toEqual(bearer);
  });

  it('takes no keys over plain http from an issuer that is asked over https', async () => {
    const secure = 'https://id.example';
    const asks = jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValue(Response.json({ issuer: secure, jwks_uri: `${issuer}/keys` }));
    const verifier = await TokenVerifier.forIssuer({ issuer: secure, audience });
    const answer = await verifier.verify(await token({ iss: secure })).catch((error: Error) => error);
    asks.mockRestore();
    expect(answer).toBeInstanceOf(IssuerUnavailable);
    const why = (error: unknown): string =>
      error instanceof Error ? `${error.message} ${why(error.cause)}` : '';
    expect(why(answer)).toContain('anyone on the way may replace');
    expect(asked).toEqual([]);
  });

  it('does not believe a discovery document of somebody else', async () => {
    const verifier = await TokenVerifier.forIssuer({ issuer: `${issuer}/realms/x`, audience });
    await expect(verifier.verify(await token({ iss: `${issuer}/realms/x` }))).rejects.toBeInstanceOf(
      IssuerUnavailable,
    );
  });

  const rsaPem = (): string => String(rsa.publicKey.export({ type: 'spki', format: 'pem' }));
});
