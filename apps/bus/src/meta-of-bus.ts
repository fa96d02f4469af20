import { randomUUID } from 'node:crypto';
import type { Metadata } from '@contracts';
import { canonicalHash } from '@runtime';

/** What the bus found out by itself. */
interface FoundOut {
  readonly agency: string;
  /** Of all that it is found out again as: the same each time. */
  readonly commandId: string;
  /** Of what it follows. */
  readonly causationId: string;
  /** What the command is compared by. */
  readonly about: object;
}

/** Stored beside a fact that nobody sent a command for. */
export const metaOfBus = ({ agency, commandId, causationId, about }: FoundOut): Metadata => ({
  v: 1,
  commandId,
  commandHash: canonicalHash(about),
  $correlationId: randomUUID(),
  $causationId: causationId,
  actor: { agency, officer: 'System', role: 'System' },
  source: 'reactor',
});
