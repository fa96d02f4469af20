import type { StoredEvent } from '@adapters/event-store';
import type { HistoryEvent } from '@contracts';

const optional = <Name extends string>(name: Name, value: unknown): { readonly [N in Name]?: string } =>
  typeof value === 'string' ? ({ [name]: value } as { readonly [N in Name]: string }) : {};

/** One event as an auditor reads it: exactly what is stored, told in the words of who, when and why. */
export function historyEvent(stored: StoredEvent): HistoryEvent {
  const { metadata } = stored;
  const data = stored.data as Readonly<Record<string, unknown>> & { readonly at: string };
  return {
    stream: stored.stream,
    revision: Number(stored.revision),
    position: String(stored.position),
    eventId: stored.id,
    type: stored.type,
    occurredAt: data.at,
    recordedAt: stored.recordedAt,
    actor: metadata.actor,
    source: metadata.source,
    ...optional('importedFrom', metadata.importedFrom),
    ...optional('onBehalfOf', metadata.onBehalfOf),
    ...optional('sentBy', metadata.sentBy),
    correlationId: metadata.$correlationId,
    causationId: metadata.$causationId,
    commandId: metadata.commandId,
    ...optional('legalBasis', metadata.legalBasis),
    ...optional('ruleVersion', metadata.ruleVersion),
    ...optional('reason', data.reason ?? data.result),
    data,
  };
}
