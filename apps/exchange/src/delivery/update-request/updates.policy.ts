import type { StoredEvent } from '@adapters/event-store';
import type { DocumentChanges, DocumentEvent } from '@domain/document/events';

type Updated = Extract<DocumentEvent, { type: 'UpdateIssued' }>['data'];

export interface Update {
  readonly stored: StoredEvent;
  readonly data: Updated;
  /** What this update and those before it came to. */
  readonly soFar: DocumentChanges;
}

/** The updates of a document, oldest first. */
export function updatesAmong(
  facts: readonly { readonly stored: StoredEvent; readonly event: DocumentEvent }[],
): readonly Update[] {
  const updates: Update[] = [];
  for (const { stored, event } of facts) {
    if (event.type !== 'UpdateIssued') continue;
    const soFar = { ...updates.at(-1)?.soFar, ...event.data.changes };
    updates.push({ stored, data: event.data, soFar });
  }
  return updates;
}
