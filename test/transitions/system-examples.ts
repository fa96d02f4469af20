import type { connectedSystemOperations } from '@contracts';
import { play } from '@domain/decider';
import { type SystemCommand, systemDecider } from '@domain/system';

/** Which operation sends each command. */
export const systemSentBy: Readonly<Record<SystemCommand['type'], keyof typeof connectedSystemOperations>> = {
  RegisterSystem: 'registerSystem',
  ApproveSystem: 'approveSystem',
  RejectSystem: 'rejectSystem',
  RevokeSystem: 'revokeSystem',
  IssueKey: 'issueSystemKey',
  RotateKey: 'rotateSystemKey',
  RevokeKey: 'revokeSystemKey',
};

type Of<T extends SystemCommand['type']> = Extract<SystemCommand, { type: T }>;

const at = '2026-11-30T01:00:00.000Z';
const systemId = '7c1e5f0a-5d2b-5e63-9a1d-3f6b2c4d5e6f';
const by = 'H26.1';
const reason = 'Ngừng sử dụng';
const decidedBy = { agency: 'H26', officer: 'qt.01' };
export const publicKeys = ['A', 'B', 'C'].map((letter) => `U${letter.repeat(55)}`) as [
  string,
  string,
  string,
];

export const systemRegistration: Of<'RegisterSystem'> = {
  ...{ type: 'RegisterSystem', systemId, owner: by, name: 'Quản lý văn bản', contact: 'vh@stc.example.vn' },
  ...{ officer: 'gd.01', readsFor: [by], reads: 'everything', sendsFor: [by], operations: ['acceptReceipt'] },
  ...{ outside: [], notOffered: [], at },
};
export const systemApproval: Of<'ApproveSystem'> = { type: 'ApproveSystem', systemId, decidedBy, at };
export const systemRejection: Of<'RejectSystem'> = { type: 'RejectSystem', systemId, decidedBy, reason, at };
export const systemRevocation: Of<'RevokeSystem'> = { type: 'RevokeSystem', systemId, reason, at };
export const keyIssue: Of<'IssueKey'> = {
  ...{ type: 'IssueKey', systemId, by, keyId: 'key-1', publicKey: publicKeys[0], at },
};
export const keyRotation: Of<'RotateKey'> = {
  ...{ type: 'RotateKey', systemId, by, keyId: 'key-2', publicKey: publicKeys[1], replacedKeyId: 'key-1' },
  ...{ replacedUntil: '2026-12-10T01:00:00.000Z', at },
};
export const keyRevocation: Of<'RevokeKey'> = { type: 'RevokeKey', systemId, by, keyId: 'key-1', reason, at };

/** One command of each kind, and what says something else than is recorded. */
export const systemCommands: readonly (readonly [name: string, command: SystemCommand])[] = [
  ...[
    ...[systemRegistration, systemApproval, systemRejection, systemRevocation],
    ...[keyIssue, keyRotation, keyRevocation],
  ].map((command) => [command.type, command] as const),
  ['RegisterSystem, otherwise', { ...systemRegistration, name: 'Một cửa' }],
  ['IssueKey, another one', { ...keyIssue, keyId: 'key-3', publicKey: publicKeys[2] }],
];

export const systemStates = [
  [],
  [systemRegistration],
  [systemRegistration, systemRejection],
  [systemRegistration, systemApproval],
  [systemRegistration, systemApproval, keyIssue, systemRevocation],
].map((commands) => {
  const { state } = play(systemDecider, commands);
  return [state.status, state] as const;
});
