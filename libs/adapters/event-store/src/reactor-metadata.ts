import { createHash } from 'node:crypto';
import type { Metadata } from '@contracts';
import { eventId } from './event-id';
import type { NewEvent, StoredEvent } from './event-store';
import { runnerCodec, type RunnerEvent } from './runner.codec';

/** An event the runner writes about a reactor's own work. `cause` is what it was working on. */
export function noted(stream: string, key: string, fact: RunnerEvent, cause?: StoredEvent): NewEvent {
  const commandId = eventId(stream, key, 0);
  const { agency, importedFrom, correlationId } = originOf(cause);
  const metadata: Metadata = {
    v: 1,
    commandId,
    commandHash: createHash('sha256').update(key).digest('hex'),
    $correlationId: correlationId ?? commandId,
    $causationId: cause?.id ?? commandId,
    actor: { agency, officer: 'System', role: 'System' },
    source: 'reactor',
    ...(importedFrom === undefined ? {} : { importedFrom }),
  };
  return { id: eventId(stream, commandId, 0), ...runnerCodec.encode(fact), metadata };
}

function originOf(cause: StoredEvent | undefined) {
  const { actor, importedFrom, $correlationId } = cause?.metadata ?? {};
  return { agency: actor?.agency || 'System', importedFrom, correlationId: $correlationId || undefined };
}
