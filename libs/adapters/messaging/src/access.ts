import { nkeys, seedOf } from './access/nkeys';

export { AccountKeys, serversCreds } from './access/account-keys';
export { AccountRegistry } from './access/account-registry';
export { credsOf } from './access/nats-jwt';
export { isUserKey } from './access/nkeys';
export { accessOf } from './access/system-access';
export { userKeyIn, userKeyOf, type Violation, violations } from './access/violations';

/** A pair of a user; its secret half is to be told once and kept nowhere. */
export function newUserPair(): { readonly publicKey: string; readonly seed: string } {
  const pair = nkeys.createUser();
  return { publicKey: pair.getPublicKey(), seed: seedOf(pair) };
}
