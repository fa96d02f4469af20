import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Edge, problemIn } from '../flows/edge';
import { type Province, startProvince } from '../flows/province';

interface Shape {
  readonly header?: object;
  readonly claims: object;
  readonly audience?: string;
  readonly algorithm?: string;
}

const subject = '0e1c3f0a-5d2b-4c6e-9a51-7d0f3b6a2c11';
/** As a realm with default settings signs for somebody who got no role but those that everybody has. */
const everybody = ['offline_access', 'uma_authorization', 'default-roles-tinh'];
const keycloak = {
  sub: subject,
  typ: 'Bearer',
  azp: 'so-tai-chinh',
  sid: '9e1c3f0a-5d2b-4c6e-9a51-7d0f3b6a2c12',
  acr: '1',
  'allowed-origins': ['https://vanphong.example'],
  realm_access: { roles: everybody },
  resource_access: { account: { roles: ['manage-account', 'view-profile'] } },
  scope: 'openid email profile',
  email_verified: false,
  preferred_username: 'clerk.H99.1',
  agency: ['H99.1'],
};
const jwt = { typ: 'JWT' };
const systems = { resource_access: { lienthong: { roles: ['nhap-lieu', 'x'] } } };

const shapes: Readonly<Record<string, Shape>> = {
  default: { header: jwt, claims: keycloak },
  'rfc-9068': { claims: { ...keycloak, typ: undefined } },
  'whole-type': { header: { typ: 'application/AT+JWT' }, claims: keycloak },
  'elliptic-curve': { header: jwt, claims: keycloak, algorithm: 'ES256' },
  'one-role': { header: jwt, claims: { ...keycloak, realm_access: { roles: 'Clerk' } } },
  'no-roles': { header: jwt, claims: { ...keycloak, realm_access: undefined, resource_access: undefined } },
  'two-audiences': { header: jwt, claims: { ...keycloak, aud: ['account', 'lienthong'] } },
  importer: { header: jwt, claims: { ...keycloak, ...systems, preferred_username: 'nhap' } },
  'unlisted-importer': { header: jwt, claims: { ...keycloak, ...systems } },
  account: { header: jwt, claims: { ...keycloak, aud: 'account' } },
  'id-token': { header: jwt, claims: { ...keycloak, typ: 'ID' } },
  'logout-token': { header: { typ: 'logout+jwt' }, claims: keycloak },
  'long-lived': { header: jwt, claims: { ...keycloak, exp: Math.floor(Date.now() / 1000) + 90 * 86_400 } },
  'mail-address': { header: jwt, claims: { ...keycloak, preferred_username: 'clerk@tinh.example' } },
  'two-agencies': { header: jwt, claims: { ...keycloak, agency: ['H99.1', 'H99.2'] } },
  'no-agency': { header: jwt, claims: { ...keycloak, agency: undefined } },
};

let provider: ChildProcess;
let issuer: string;
let province: Province;
let edge: Edge;

beforeAll(async () => {
  provider = spawn(process.execPath, [join(__dirname, 'provider.mjs'), JSON.stringify(shapes)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: provider.stdout! });
  const ended = once(provider, 'exit').then(() => Promise.reject(new Error('the provider did not start')));
  [issuer] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  const settings = {
    LIENTHONG_PORT: '0',
    OIDC_ISSUER: issuer,
    LIENTHONG_OIDC_OFFICER_CLAIM: 'preferred_username',
    LIENTHONG_OIDC_ROLES_CLAIM: 'realm_access.roles,resource_access.lienthong.roles',
    LIENTHONG_OIDC_ROLE_MAP: 'nhap-lieu=Importer',
    LIENTHONG_SYSTEMS: 'nhap',
  };
  province = await startProvince({ services: ['directory'], settings });
  await province.found();
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
  provider.stdin?.end();
});

async function tokenOf(client: string): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:secret-of-${client}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}
const ask = async (client: string) => edge.withToken(await tokenOf(client)).get('/me');

it.each(['default', 'rfc-9068', 'whole-type', 'elliptic-curve', 'one-role', 'no-roles', 'two-audiences'])(
  'a token of the shape %s is good, and the roles are those of the post',
  async (client) =>
    expect(await ask(client)).toMatchObject({
      status: 200,
      body: { agency: 'H99.1', officer: 'clerk.H99.1', roles: ['Clerk'] },
    }),
);

it('a system has the role that the issuer has another name for, while it is listed', async () => {
  expect((await ask('importer')).body).toMatchObject({ officer: 'nhap', roles: ['Importer'] });
  expect((await ask('unlisted-importer')).body).toMatchObject({ roles: ['Clerk'] });
});

it.each([
  ['account', 'audience', /"account", not for lienthong/],
  ['id-token', 'type', /"ID"/],
  ['logout-token', 'type', /"logout\+jwt"/],
  ['long-lived', 'lifetime', /24 h/],
  ['mail-address', 'officer', /preferred_username has another form/],
  ['two-agencies', 'agency', /claim agency/],
  ['no-agency', 'agency', /claim agency is absent/],
])('a token of the shape %s is refused, and the log says why: %s', async (client, check, said) => {
  const answer = await ask(client);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="lienthong", error="invalid_token"/);
  expect(problemIn(answer).type).toBe('urn:lienthong:problem:request:not-authenticated');
  const lines = province.log.filter((line) => line.includes(answer.headers.get('correlation-id') as string));
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ check, msg: expect.stringMatching(said) }),
  ]);
  expect(lines.join()).not.toContain('clerk');
});
