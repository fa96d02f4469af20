import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { LocalIssuer, SigningKeyUnreadable } from './local-issuer';
import { TokenVerifier } from './token-verifier';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lienthong-identity-')), 'identity');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

const officer = { sub: 'vt.stc.01', agency: 'H26.1', roles: ['Clerk', 'Drafter'] };
const keyFile = () => join(folder, 'signing-key.json');

it('issues tokens that are good for 12 hours and say who, where and what', async () => {
  const issuer = await LocalIssuer.open(folder);
  const token = await issuer.issue(officer);
  const { exp = 0, iat = 0, ...claims } = decodeJwt(token);
  expect(claims).toMatchObject({ iss: 'urn:lienthong:local', aud: 'lienthong', ...officer });
  expect(exp - iat).toBe(12 * 60 * 60);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'Ed25519', typ: 'JWT', kid: issuer.jwks.keys[0]?.kid });
  const verifier = await TokenVerifier.forLocal(folder);
  expect(await verifier.verify(token)).toEqual({ ok: true, ...officer });
});

it('says for whom a carrier speaks', async () => {
  const carrier = { sub: 'truc', agency: 'H26.1', roles: ['AxisAdapter'], carries: ['H26.1', 'H26.2'] };
  const token = await (await LocalIssuer.open(folder)).issue(carrier);
  expect(await (await TokenVerifier.forLocal(folder)).verify(token)).toEqual({ ok: true, ...carrier });
});

it('keeps its key for its owner alone, and never shows the private half', async () => {
  const { jwks } = await LocalIssuer.open(folder);
  expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual(['signing-key.json']);
  expect(jwks.keys).toEqual([expect.not.objectContaining({ d: expect.anything() as unknown })]);
  await chmod(keyFile(), 0o644);
  await LocalIssuer.open(folder);
  expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
});

it('finds its key again, so that tokens outlive a restart', async () => {
  const token = await (await LocalIssuer.open(folder)).issue(officer);
  await LocalIssuer.open(folder);
  expect(await (await TokenVerifier.forLocal(folder)).verify(token)).toMatchObject({ ok: true });
});

it('makes one key when several processes start first', async () => {
  const issuers = await Promise.all(Array.from({ length: 8 }, () => LocalIssuer.open(folder)));
  expect(new Set(issuers.map(({ jwks }) => jwks.keys[0]?.kid)).size).toBe(1);
  expect(await readdir(folder)).toHaveLength(1);
});

it.each([
  ['no JSON', '{"kty":"OKP"'],
  ['another key', '{"kty":"oct","k":"c2VjcmV0"}'],
  ['half a key', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
])('refuses a key file that holds %s, and leaves it as it is', async (_, text) => {
  await LocalIssuer.open(folder);
  await writeFile(keyFile(), text);
  await expect(LocalIssuer.open(folder)).rejects.toMatchObject({
    constructor: SigningKeyUnreadable,
    path: keyFile(),
  });
  expect(await readFile(keyFile(), 'utf8')).toBe(text);
});
