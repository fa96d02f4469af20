import type { SystemStatus } from '@domain/codes';
import type { Grant } from './system.events';

export interface SystemKey {
  readonly keyId: string;
  readonly publicKey: string;
  readonly issuedAt: string;
  /** Replaced: good until this instant, and not at it. */
  readonly validUntil?: string;
  readonly revokedAt?: string;
}

export interface RegisteredSystem extends Grant {
  readonly status: SystemStatus;
  readonly systemId: string;
  readonly owner: string;
  readonly name: string;
  readonly contact: string;
  readonly officer: string;
  readonly registeredAt: string;
  /** Why it was rejected or revoked. */
  readonly reason?: string;
  /** When its status became what it is. */
  readonly decidedAt?: string;
  /** Oldest first; each of them for ever, so that none is issued a second time. */
  readonly keys: readonly SystemKey[];
}

export type SystemState = { readonly status: 'absent' } | RegisteredSystem;
