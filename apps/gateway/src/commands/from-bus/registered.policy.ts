import { isOffered, type ProblemName, type SystemStanding } from '@contracts';
import type { Subjected } from './sent-command';

/** What a server with the permissions of the registration does not let through. */
export const refusalsOfRegistration = [
  'system:not-connected',
  'system:no-such-command',
  'system:not-registered-for-agency',
  'system:not-registered-for-command',
] as const satisfies readonly ProblemName[];

/** Why a system may not send what its subject says; nothing when it is registered for it. */
export function refusalOf(
  { agency, operation }: Subjected,
  { status, sendsFor, operations }: SystemStanding,
): (typeof refusalsOfRegistration)[number] | undefined {
  if (status !== 'approved') return 'system:not-connected';
  if (!sendsFor.includes(agency)) return 'system:not-registered-for-agency';
  if (!isOffered(operation)) return 'system:no-such-command';
  return operations.includes(operation) ? undefined : 'system:not-registered-for-command';
}
