import { isBrought } from '@contracts';
import type { Beside } from '../projector/projection';

/**
 * Who acted for a closed agency, its successor, and for which one; nothing when an agency acted for itself, also where
 * one of its officers acted for another one who is away.
 */
export function actingIn(
  { metadata: { actor, source, onBehalfOf } }: Beside,
  { coverFor }: { readonly coverFor?: unknown } = {},
): {
  readonly by?: string;
  readonly actingFor?: string;
} {
  const isOfAgency = onBehalfOf !== undefined && onBehalfOf !== coverFor && !isBrought({ source });
  return isOfAgency ? { by: actor.agency, actingFor: onBehalfOf } : {};
}
