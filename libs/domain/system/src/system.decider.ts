import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { currentKey, isFittingOverlap } from './keys';
import { systemCodec } from './system.codec';
import type { Grant, SystemEvent } from './system.events';
import { evolveSystem, noSystem } from './system-fold';
import type { RegisteredSystem, SystemState } from './system-state';

interface OnSystem {
  readonly systemId: string;
  readonly at: string;
}

/** By an officer of the owner. */
interface ByOwner extends OnSystem {
  readonly by: string;
}

interface ByOperator extends OnSystem {
  /** Who decides: not who registered it. */
  readonly decidedBy: { readonly agency: string; readonly officer: string };
}

interface WithKey extends ByOwner {
  /** Follows from the call. */
  readonly keyId: string;
  readonly publicKey: string;
}

export type SystemCommand =
  | (OnSystem &
      Grant & {
        readonly type: 'RegisterSystem';
        readonly owner: string;
        readonly name: string;
        readonly contact: string;
        readonly officer: string;
        /** Gathered: agencies of the grant that are neither the owner nor below it today, unknown ones included. */
        readonly outside: readonly string[];
        /** Gathered: operations that no system sends, unknown ones included. */
        readonly notOffered: readonly string[];
      })
  | (ByOperator & { readonly type: 'ApproveSystem' })
  | (ByOperator & { readonly type: 'RejectSystem'; readonly reason: string })
  | (OnSystem & { readonly type: 'RevokeSystem'; readonly reason: string })
  | (WithKey & { readonly type: 'IssueKey' })
  | (WithKey & {
      readonly type: 'RotateKey';
      readonly replacedKeyId: string;
      /** Instant from which the replaced one is good no more: now, or within 30 days. */
      readonly replacedUntil: string;
    })
  | (ByOwner & { readonly type: 'RevokeKey'; readonly keyId: string; readonly reason: string });

export const systemRefusals = [
  'not-found',
  'system-already-registered',
  'nothing-granted',
  'operations-do-not-fit',
  'agency-not-below',
  'operation-not-offered',
  'decided-already',
  'decided-by-registrant',
  'not-approved',
  'system-revoked',
  'not-a-public-key',
  'key-used-before',
  'key-still-good',
  'key-not-found',
  'key-not-current',
  'overlap-does-not-fit',
] as const;
export type SystemRefusal = (typeof systemRefusals)[number];

type Decided = Decision<SystemEvent, SystemRefusal>;
type CommandOf<T extends SystemCommand['type']> = Extract<SystemCommand, { type: T }>;

export const systemDecider: Decider<SystemCommand, SystemEvent, SystemState, SystemRefusal> = {
  initial: noSystem,

  decide(command, state) {
    if (command.type === 'RegisterSystem') return register(command, state);
    // Another agency's system is answered as one that is not there.
    if (state.status === 'absent' || !isTheirs(command, state)) return refuse('not-found');
    switch (command.type) {
      case 'ApproveSystem':
      case 'RejectSystem':
        return settle(command, state);
      case 'RevokeSystem':
        return revoke(command, state);
      case 'IssueKey':
        return issueKey(command, state);
      case 'RotateKey':
        return rotateKey(command, state);
      case 'RevokeKey':
        return revokeKey(command, state);
      default:
        return impossible(command);
    }
  },

  evolve: evolveSystem,
};

/** Operators are of the whole province. */
const isTheirs = (command: Exclude<SystemCommand, { type: 'RegisterSystem' }>, state: RegisteredSystem) =>
  !('by' in command) || command.by === state.owner;

function register(command: CommandOf<'RegisterSystem'>, state: SystemState): Decided {
  const { type: _, outside, notOffered, ...data } = command;
  if (state.status !== 'absent') return isSame(data, state) ? accept() : refuse('system-already-registered');
  if (data.readsFor.length + data.sendsFor.length === 0) return refuse('nothing-granted');
  if ((data.sendsFor.length === 0) !== (data.operations.length === 0)) return refuse('operations-do-not-fit');
  if (outside.length > 0) return refuse('agency-not-below');
  if (notOffered.length > 0) return refuse('operation-not-offered');
  return accept({ type: 'SystemRegistered', data });
}

const saidOf = ({ owner, name, contact, officer, readsFor, reads, sendsFor, operations }: Registration) =>
  JSON.stringify([owner, name, contact, officer, readsFor, reads, sendsFor, operations]);
type Registration = Omit<RegisteredSystem, 'status' | 'systemId' | 'registeredAt' | 'keys'>;
const isSame = (a: Registration, b: Registration): boolean => saidOf(a) === saidOf(b);

function settle(command: CommandOf<'ApproveSystem' | 'RejectSystem'>, state: RegisteredSystem): Decided {
  const { systemId, at, decidedBy } = command;
  const isApproval = command.type === 'ApproveSystem';
  if (isApproval ? state.status === 'approved' : isRejectedSo(state, command.reason)) return accept();
  if (state.status !== 'awaiting') return refuse('decided-already');
  if (decidedBy.agency === state.owner && decidedBy.officer === state.officer)
    return refuse('decided-by-registrant');
  return isApproval
    ? accept({ type: 'SystemApproved', data: { systemId, at } })
    : accept({ type: 'SystemRejected', data: { systemId, reason: command.reason, at } });
}

const isRejectedSo = (state: RegisteredSystem, reason: string): boolean =>
  state.status === 'rejected' && state.reason === reason;

function revoke({ systemId, reason, at }: CommandOf<'RevokeSystem'>, state: RegisteredSystem): Decided {
  if (state.status === 'revoked') return accept();
  if (state.status === 'rejected') return refuse('decided-already');
  return accept({ type: 'SystemRevoked', data: { systemId, reason, at } });
}

/** Why it takes no keys; nothing when it does. */
function faultOf(state: RegisteredSystem, publicKey: string): SystemRefusal | undefined {
  if (state.status === 'revoked') return 'system-revoked';
  if (state.status !== 'approved') return 'not-approved';
  if (!/^U[A-Z2-7]{55}$/.test(publicKey)) return 'not-a-public-key';
  return state.keys.some((key) => key.publicKey === publicKey) ? 'key-used-before' : undefined;
}

function issueKey(command: CommandOf<'IssueKey'>, state: RegisteredSystem): Decided {
  const { systemId, keyId, publicKey, at } = command;
  if (isIssued(state, keyId, publicKey)) return accept();
  const fault = faultOf(state, publicKey) ?? (currentKey(state) && 'key-still-good');
  if (fault !== undefined) return refuse(fault);
  return accept({ type: 'SystemKeyIssued', data: { systemId, keyId, publicKey, at } });
}

function rotateKey(command: CommandOf<'RotateKey'>, state: RegisteredSystem): Decided {
  const { systemId, keyId, publicKey, replacedKeyId, replacedUntil, at } = command;
  if (isIssued(state, keyId, publicKey)) return accept();
  const fault = faultOf(state, publicKey);
  if (fault !== undefined) return refuse(fault);
  if (!state.keys.some((key) => key.keyId === replacedKeyId)) return refuse('key-not-found');
  if (currentKey(state)?.keyId !== replacedKeyId) return refuse('key-not-current');
  if (!isFittingOverlap(replacedUntil, at)) return refuse('overlap-does-not-fit');
  const data = { systemId, keyId, publicKey, replacedKeyId, replacedUntil, at };
  return accept({ type: 'SystemKeyRotated', data });
}

const isIssued = ({ keys }: RegisteredSystem, keyId: string, publicKey: string): boolean =>
  keys.some((key) => key.keyId === keyId && key.publicKey === publicKey);

function revokeKey(command: CommandOf<'RevokeKey'>, state: RegisteredSystem): Decided {
  const { systemId, keyId, reason, at } = command;
  const key = state.keys.find((each) => each.keyId === keyId);
  if (key === undefined) return refuse('key-not-found');
  if (key.revokedAt !== undefined) return accept();
  return accept({ type: 'SystemKeyRevoked', data: { systemId, keyId, reason, at } });
}

export const system = { decider: systemDecider, codec: systemCodec };
