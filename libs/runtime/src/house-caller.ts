import { randomUUID } from 'node:crypto';
import { type Caller, house, type Source } from '@contracts';

/** The caller of a message by which the house asks its own parts; commands name their occasion. */
export const houseCaller = (source: Source, idempotencyKey?: string): Caller => ({
  actor: house,
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source,
  ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
});
