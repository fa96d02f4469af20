import { impossible } from '@domain/decider';
import type { SystemEvent } from './system.events';
import type { RegisteredSystem, SystemKey, SystemState } from './system-state';

export const noSystem: SystemState = { status: 'absent' };

export function evolveSystem(state: SystemState, event: SystemEvent): SystemState {
  if (event.type === 'SystemRegistered') {
    const { at: registeredAt, ...said } = event.data;
    return { status: 'awaiting', ...said, registeredAt, keys: [] };
  }
  return state.status === 'absent' ? state : afterwards(state, event);
}

function afterwards(
  state: RegisteredSystem,
  event: Exclude<SystemEvent, { type: 'SystemRegistered' }>,
): RegisteredSystem {
  switch (event.type) {
    case 'SystemApproved':
      return { ...state, status: 'approved', decidedAt: event.data.at };
    case 'SystemRejected':
      return { ...state, status: 'rejected', reason: event.data.reason, decidedAt: event.data.at };
    case 'SystemRevoked':
      return { ...state, status: 'revoked', reason: event.data.reason, decidedAt: event.data.at };
    case 'SystemKeyIssued':
      return { ...state, keys: [...state.keys, keyOf(event.data)] };
    case 'SystemKeyRotated': {
      const { replacedKeyId, replacedUntil: validUntil } = event.data;
      const keys = state.keys.map((key) => (key.keyId === replacedKeyId ? { ...key, validUntil } : key));
      return { ...state, keys: [...keys, keyOf(event.data)] };
    }
    case 'SystemKeyRevoked': {
      const { keyId, at: revokedAt } = event.data;
      return { ...state, keys: state.keys.map((key) => (key.keyId === keyId ? { ...key, revokedAt } : key)) };
    }
    default:
      return impossible(event);
  }
}

const keyOf = ({ keyId, publicKey, at }: { keyId: string; publicKey: string; at: string }): SystemKey => ({
  ...{ keyId, publicKey, issuedAt: at },
});
