import { randomUUID } from 'node:crypto';
import { newUserPair } from '@adapters/messaging/access';

/** A registration with every field given, for the agency that registers it. */
export const systemOf = (agency: string) => ({
  name: 'Hệ thống quản lý văn bản',
  contact: 'vanhanh@stc.example.vn',
  readsFor: [agency],
  reads: 'everything' as const,
  sendsFor: [agency],
  operations: ['acceptReceipt'],
});

type Send = <A>(agency: string, role: 'Leader' | 'Operator', path: string, body: object) => Promise<A>;

/** What its owner and an operator send of connected systems, each of a system of its own. */
export function systemTwins(send: Send, owner: string) {
  const leader = { agency: owner, role: 'Leader' } as const;
  const operator = { agency: 'H99', role: 'Operator' } as const;
  const reason = { reason: 'Lý do thử nghiệm' };
  const registered = async (): Promise<string> =>
    (await send<{ systemId: string }>(owner, 'Leader', '/systems', systemOf(owner))).systemId;
  const approved = async (): Promise<string> => {
    const systemId = await registered();
    await send('H99', 'Operator', `/systems/${systemId}/approval`, {});
    return `/systems/${systemId}`;
  };
  const withKey = async (): Promise<string> => {
    const path = `${await approved()}/keys`;
    const { publicKey } = newUserPair();
    const { keyId } = await send<{ keyId: string }>(owner, 'Leader', path, { publicKey });
    return `${path}/${keyId}`;
  };
  const ownKey = () => ({ publicKey: newUserPair().publicKey });
  const until = () => ({ replacedUntil: new Date(Date.now() + 24 * 60 * 60 * 1_000).toISOString() });
  return {
    registerSystem: [
      () =>
        Promise.resolve({ ...leader, path: '/systems', body: { ...systemOf(owner), name: randomUUID() } }),
    ],
    approveSystem: [async () => ({ ...operator, path: `/systems/${await registered()}/approval`, body: {} })],
    rejectSystem: [
      async () => ({ ...operator, path: `/systems/${await registered()}/rejection`, body: reason }),
    ],
    revokeSystem: [async () => ({ ...operator, path: `${await approved()}/revocation`, body: reason })],
    issueSystemKey: [async () => ({ ...leader, path: `${await approved()}/keys`, body: ownKey() })],
    rotateSystemKey: [
      async () => ({ ...leader, path: `${await withKey()}/rotation`, body: { ...ownKey(), ...until() } }),
    ],
    revokeSystemKey: [async () => ({ ...leader, path: `${await withKey()}/revocation`, body: reason })],
  };
}
