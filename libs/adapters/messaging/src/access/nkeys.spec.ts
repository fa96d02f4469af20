import fc from 'fast-check';
import { nkeys as untyped } from 'nats';
import { accountFrom, base32, isUserKey, nkeys, pairOf, seedOf } from './nkeys';

const { fromPublic } = untyped as {
  fromPublic(key: string): { verify(input: Uint8Array, sig: Uint8Array): boolean };
};

it.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foobar', 'MZXW6YTBOI'],
])('writes %j as RFC 4648 does', (text, written) => expect(base32(Buffer.from(text))).toBe(written));

it('makes of 32 bytes an account that the client reads, and always the same', () =>
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), (raw, message) => {
      const pair = accountFrom(raw);
      expect(pair.getPublicKey()).toMatch(/^A[A-Z2-7]{55}$/);
      expect(seedOf(accountFrom(raw))).toBe(seedOf(pair));
      expect(fromPublic(pair.getPublicKey()).verify(message, pair.sign(message))).toBe(true);
    }),
    { numRuns: 20 },
  ));

it('makes none of fewer bytes', () => expect(() => accountFrom(new Uint8Array(31))).toThrow('32 bytes'));

it('knows the public half of a user from anything else', () => {
  const [user, account] = [nkeys.createUser(), nkeys.createAccount()];
  const key = user.getPublicKey();
  const mistyped = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  expect([key, mistyped, account.getPublicKey(), seedOf(user), 'U', ''].map(isUserKey)).toEqual([
    ...[true, false, false, false, false, false],
  ]);
  expect(pairOf(`${seedOf(user)}\n`).getPublicKey()).toBe(key);
});
