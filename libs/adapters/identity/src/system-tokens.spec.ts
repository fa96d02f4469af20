import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { newUserPair } from '@adapters/messaging/access';
import { systemToken } from '@client';
import { isSystemToken, SystemTokens } from './system-tokens';

const audience = 'urn:lienthong:installation:0b9f6c0e-2d1f-4c58-9d55-7f1f3e1c2a10';
const systemId = randomUUID();
const pair = newUserPair();
const nowSeconds = Math.floor(Date.now() / 1_000);

/** The secret half of a seed, as Node has keys. */
function privateKeyOf(seed: string): KeyObject {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...seed].map((each) => alphabet.indexOf(each).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2)));
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes.subarray(2, 34)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

interface Over {
  readonly header?: object;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly seed?: string;
}
const signed = ({ header = {}, claims = {}, seed = pair.seed }: Over = {}): Promise<string> =>
  new SignJWT({ sub: systemId, aud: audience, iat: nowSeconds, exp: nowSeconds + 60, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'lienthong-system+jwt', kid: pair.publicKey, ...header })
    .sign(privateKeyOf(seed));

const verdict = (token: string) => new SystemTokens().verify(token);

it('takes what the client signs, for whom it names', async () => {
  const token = systemToken({ creds: `-----\n${pair.seed}\n-----`, systemId, audience });
  expect(isSystemToken(token)).toBe(true);
  expect(await verdict(token)).toEqual({ systemId, audience, publicKey: pair.publicKey });
});

it.each<[string, Over]>([
  ['`iss` beside `sub`', { claims: { iss: systemId } }],
  ['the newer name of the algorithm', { header: { alg: 'Ed25519' } }],
  ['five minutes', { claims: { exp: nowSeconds + 300 } }],
])('takes one with %s', async (_, over) =>
  expect(await verdict(await signed(over))).toMatchObject({ systemId }),
);

it.each<[string, Over, string]>([
  ['of yesterday', { claims: { iat: nowSeconds - 86_400, exp: nowSeconds - 86_300 } }, 'expired'],
  ['good for an hour', { claims: { exp: nowSeconds + 3_600 } }, 'lifetime'],
  ['issued later than now', { claims: { iat: nowSeconds + 120, exp: nowSeconds + 180 } }, 'time'],
  ['signed by another key', { seed: newUserPair().seed }, 'signature'],
  ['that names no key', { header: { kid: undefined } }, 'key'],
  ['that names what is no key', { header: { kid: `A${pair.publicKey.slice(1)}` } }, 'key'],
  ['of no system', { claims: { sub: 'vt.stc.01' } }, 'system'],
  ['of a system by another one', { claims: { iss: randomUUID() } }, 'issuer'],
  ['for several', { claims: { aud: [audience, 'x'] } }, 'audience'],
  ['for nobody', { claims: { aud: undefined } }, 'audience'],
  ['without an end', { claims: { exp: undefined } }, 'time'],
  ['longer than any', { claims: { more: 'x'.repeat(3_000) } }, 'length'],
])('refuses a token %s', async (_, over, check) =>
  expect(await verdict(await signed(over))).toMatchObject({ check }),
);

it('refuses one that was changed', async () => {
  const [header, , signature] = (await signed()).split('.');
  const claims = { sub: randomUUID(), aud: audience, iat: nowSeconds, exp: nowSeconds + 60 };
  const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
  expect(await verdict(`${header}.${changed}.${signature}`)).toMatchObject({ check: 'signature' });
});

it.each(['', 'abc', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])('takes %j for no token of a system', (token) =>
  expect(isSystemToken(token)).toBe(false),
);

it('remembers a good one, and no other', async () => {
  const tokens = new SystemTokens();
  const [good, bad] = [await signed(), await signed({ claims: { sub: 'x' } })];
  await tokens.verify(good);
  await tokens.verify(bad);
  expect([tokens.remembers(good), tokens.remembers(bad)]).toEqual([true, false]);
});
