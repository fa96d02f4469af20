import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import {
  endedKeys,
  goodKeys,
  isFittingOverlap,
  noSystem,
  type RegisteredSystem,
  standingOf,
  type SystemCommand,
  systemDecider,
  type SystemEvent,
  type SystemRefusal,
} from '.';

type Of<T extends SystemCommand['type']> = Extract<SystemCommand, { type: T }>;

const at = '2026-11-30T01:00:00.000Z';
const systemId = '7c1e5f0a-5d2b-5e63-9a1d-3f6b2c4d5e6f';
const [owner, officer] = ['H26.1', 'gd.01'] as const;
const [first, second, third] = ['A', 'B', 'C'].map((letter) => `U${letter.repeat(55)}`) as [
  string,
  string,
  string,
];
const reason = 'Ngừng sử dụng';
const grant = {
  readsFor: [owner],
  reads: 'exchange',
  sendsFor: [owner],
  operations: ['acceptReceipt'],
} as const;
const said = {
  systemId,
  owner,
  name: 'Quản lý văn bản',
  contact: 'vh@stc.example.vn',
  officer,
  ...grant,
  at,
};
const nothingWrong = { outside: [], notOffered: [] };
const decidedBy = { agency: 'H26', officer: 'qt.01' };

const register: Of<'RegisterSystem'> = { type: 'RegisterSystem', ...said, ...nothingWrong };
const approve: Of<'ApproveSystem'> = { type: 'ApproveSystem', systemId, decidedBy, at };
const reject: Of<'RejectSystem'> = { type: 'RejectSystem', systemId, decidedBy, reason, at };
const revoke: Of<'RevokeSystem'> = { type: 'RevokeSystem', systemId, reason, at };
const issue: Of<'IssueKey'> = { type: 'IssueKey', systemId, by: owner, keyId: 'k1', publicKey: first, at };
const until = '2026-12-10T01:00:00.000Z';
const rotate: Of<'RotateKey'> = {
  ...{ type: 'RotateKey', systemId, by: owner, keyId: 'k2', publicKey: second },
  ...{ replacedKeyId: 'k1', replacedUntil: until, at },
};
const revokeKey: Of<'RevokeKey'> = { type: 'RevokeKey', systemId, by: owner, keyId: 'k1', reason, at };

const registered: SystemEvent = { type: 'SystemRegistered', data: said };
const approved: SystemEvent = { type: 'SystemApproved', data: { systemId, at } };
const rejected: SystemEvent = { type: 'SystemRejected', data: { systemId, reason, at } };
const revoked: SystemEvent = { type: 'SystemRevoked', data: { systemId, reason, at } };
const issued: SystemEvent = {
  type: 'SystemKeyIssued',
  data: { systemId, keyId: 'k1', publicKey: first, at },
};
const rotated: SystemEvent = {
  type: 'SystemKeyRotated',
  data: { systemId, keyId: 'k2', publicKey: second, replacedKeyId: 'k1', replacedUntil: until, at },
};
const keyRevoked: SystemEvent = { type: 'SystemKeyRevoked', data: { systemId, keyId: 'k1', reason, at } };

const on = given(systemDecider);

it('is registered, approved, given a key that is replaced and revoked, and is cut off', () => {
  expect(on().when(register)).toEqual({ events: [registered] });
  expect(on(registered).when(approve)).toEqual({ events: [approved] });
  expect(on(registered).when(reject)).toEqual({ events: [rejected] });
  expect(on(registered, approved).when(issue)).toEqual({ events: [issued] });
  expect(on(registered, approved, issued).when(rotate)).toEqual({ events: [rotated] });
  expect(on(registered, approved, issued).when(revokeKey)).toEqual({ events: [keyRevoked] });
  expect(on(registered, approved, issued).when(revoke)).toEqual({ events: [revoked] });
  expect(on(registered).when(revoke)).toEqual({ events: [revoked] });
});

it('is given a first key again once the last one was revoked', () => {
  const again = { ...issue, keyId: 'k3', publicKey: third };
  expect(on(registered, approved, issued, keyRevoked).when(again)).toEqual({
    events: [{ type: 'SystemKeyIssued', data: { systemId, keyId: 'k3', publicKey: third, at } }],
  });
});

it.each<[string, SystemCommand, SystemEvent[]]>([
  ['registration', register, [registered, approved]],
  ['approval', approve, [registered, approved, issued]],
  ['rejection', reject, [registered, rejected]],
  ['revocation', revoke, [registered, approved, revoked]],
  ['key', issue, [registered, approved, issued, rotated]],
  ['rotation', rotate, [registered, approved, issued, rotated]],
  ['revocation of a key', revokeKey, [registered, approved, issued, keyRevoked, revoked]],
])('records nothing when the %s is said again', (_what, command, history) =>
  expect(on(...history).when(command)).toEqual({ events: [] }),
);

describe('refuses', () => {
  type Case = readonly [command: SystemCommand, history: readonly SystemEvent[]];
  const withKey = [registered, approved, issued];
  const asRegistrant = { decidedBy: { agency: owner, officer } };
  const cases: Readonly<Record<SystemRefusal, readonly Case[]>> = {
    'not-found': [
      ...[approve, reject, revoke, issue, rotate, revokeKey].map((command) => [command, []] as Case),
      ...[issue, rotate, revokeKey].map((command) => [{ ...command, by: 'H26.2' }, withKey] as Case),
    ],
    'system-already-registered': [[{ ...register, name: 'Khác' }, [registered]]],
    'nothing-granted': [[{ ...register, readsFor: [], sendsFor: [], operations: [] }, []]],
    'operations-do-not-fit': [
      [{ ...register, operations: [] }, []],
      [{ ...register, sendsFor: [] }, []],
    ],
    'agency-not-below': [[{ ...register, outside: ['H26.2'] }, []]],
    'operation-not-offered': [[{ ...register, notOffered: ['registerAgency'] }, []]],
    'decided-already': [
      [approve, [registered, rejected]],
      [approve, [registered, approved, revoked]],
      [reject, [registered, approved]],
      [{ ...reject, reason: 'Khác' }, [registered, rejected]],
      [revoke, [registered, rejected]],
    ],
    'decided-by-registrant': [
      [{ ...approve, ...asRegistrant }, [registered]],
      [{ ...reject, ...asRegistrant }, [registered]],
    ],
    'not-approved': [
      [issue, [registered]],
      [rotate, [registered, rejected]],
    ],
    'system-revoked': [
      [{ ...issue, keyId: 'k3', publicKey: third }, [...withKey, revoked]],
      [rotate, [...withKey, revoked]],
    ],
    'not-a-public-key': [
      [{ ...issue, publicKey: 'UA' }, [registered, approved]],
      [{ ...rotate, publicKey: `S${first}` }, withKey],
    ],
    'key-used-before': [
      [{ ...rotate, publicKey: first }, withKey],
      [{ ...issue, keyId: 'k3' }, [...withKey, keyRevoked]],
    ],
    'key-still-good': [[{ ...issue, keyId: 'k3', publicKey: third }, withKey]],
    'key-not-found': [
      [{ ...rotate, replacedKeyId: 'k9' }, withKey],
      [{ ...revokeKey, keyId: 'k9' }, withKey],
    ],
    'key-not-current': [
      [{ ...rotate, keyId: 'k3', publicKey: third }, [...withKey, rotated]],
      [rotate, [...withKey, keyRevoked]],
    ],
    'overlap-does-not-fit': [
      [{ ...rotate, replacedUntil: '2026-11-30T00:59:59.999Z' }, withKey],
      [{ ...rotate, replacedUntil: '2026-12-30T01:00:00.001Z' }, withKey],
    ],
  };
  const told = Object.entries(cases).flatMap(([refused, all]) =>
    all.map(([command, history]) => [refused, command, history] as const),
  );

  it.each(told)('with %s', (refused, command, history) =>
    expect(on(...history).when(command)).toEqual({ refused }),
  );
});

describe('keys', () => {
  const state = fold(systemDecider, [registered, approved, issued, rotated]) as RegisteredSystem;
  const names = (moment: string) => goodKeys(state, moment).map(({ keyId }) => keyId);

  it('overlap until the instant that was said, and not at it', () => {
    expect([names(at), names('2026-12-10T00:59:59.999Z'), names(until)]).toEqual([
      ['k1', 'k2'],
      ['k1', 'k2'],
      ['k2'],
    ]);
    expect(endedKeys(state, '2026-12-10T00:59:59.999Z')).toEqual([]);
    expect(endedKeys(state, until)).toEqual([{ publicKey: first, since: until }]);
    expect(state.keys.map((key) => standingOf(key, until))).toEqual(['expired', 'current']);
  });

  it('are good for nothing once the system is revoked', () =>
    expect(
      goodKeys(fold(systemDecider, [registered, approved, issued, revoked]) as RegisteredSystem, at),
    ).toEqual([]));

  it('may overlap for thirty days', () => {
    expect([at, '2026-12-30T01:00:00.000Z'].map((end) => isFittingOverlap(end, at))).toEqual([true, true]);
    expect(noSystem).toEqual(systemDecider.initial);
  });

  const commands = fc.array(
    fc.oneof(
      ...[approve, reject, revoke, revokeKey].map((command) => fc.constant<SystemCommand>(command)),
      fc.nat(9).map((n): SystemCommand => ({
        ...issue,
        keyId: `k${n}`,
        publicKey: `U${'ABCDEFGHIJ'[n]?.repeat(55)}`,
      })),
      fc.nat(9).map((n): SystemCommand => ({
        ...rotate,
        keyId: `k${n}`,
        publicKey: `U${'ABCDEFGHIJ'[n]?.repeat(55)}`,
      })),
    ),
    { maxLength: 30 },
  );

  it('are one at a time beside those that were replaced, whatever is sent in whatever order', () =>
    fc.assert(
      fc.property(commands, (sent) => {
        const { state: end } = play(systemDecider, [register, ...sent]);
        if (end.status === 'absent') throw new Error('it was registered');
        expect(end.keys.filter((key) => standingOf(key, at) === 'current').length).toBeLessThanOrEqual(1);
        expect(new Set(end.keys.map(({ publicKey }) => publicKey)).size).toBe(end.keys.length);
        if (end.status !== 'approved') expect(goodKeys(end, at)).toEqual([]);
      }),
    ));
});
