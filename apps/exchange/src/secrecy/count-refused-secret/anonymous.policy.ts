import type { Caller } from '@contracts';
import { idOf } from '@runtime';

/**
 * The caller with nothing left that leads to a person or to the refused document: only the agency stays. The
 * idempotency key tells repeats apart; the ids of the journey are made from it, so that no log line can be joined
 * with the stored fact.
 */
export function anonymous({ actor, source, idempotencyKey }: Caller): Caller {
  const journey = idOf('refused-secret', actor.agency, idempotencyKey ?? null);
  return {
    actor: { agency: actor.agency, officer: 'system', role: 'System' },
    correlationId: journey,
    causationId: journey,
    source,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}
