import type { Beside } from '../projector/projection';

/** Who acted for a closed agency, its successor, and for which one; nothing when an agency acted for itself. */
export function actingIn({ metadata: { actor, source, onBehalfOf } }: Beside): {
  readonly by?: string;
  readonly actingFor?: string;
} {
  const isBrought = source === 'import' || source === 'scenario';
  return onBehalfOf === undefined || isBrought ? {} : { by: actor.agency, actingFor: onBehalfOf };
}
