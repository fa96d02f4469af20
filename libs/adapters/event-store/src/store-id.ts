import { createHash, randomUUID } from 'node:crypto';

import type { Metadata } from '@contracts';
import { installation, installationStream } from '@domain/installation';
import { eventId } from './event-id';
import type { EventStore } from './event-store';
import { UnreadableHistory } from './failures';
import { transact } from './transact';

/**
 * Opens the installation with a new id when this store has none yet, and answers the id that stands. Many
 * processes may do so at once: the first one wins. `at` is now, ISO 8601 UTC with milliseconds.
 */
export async function openInstallation(store: EventStore, at: string): Promise<string> {
  const storeId = randomUUID();
  const command = { type: 'OpenInstallation', storeId, at } as const;
  const opened = await transact(store, installation, installationStream, command, openedBy(storeId));
  if ('refused' in opened) throw new Error(`${installationStream} could not be opened: ${opened.refused}`);
  if (opened.state.status === 'absent') throw new Error(`${installationStream} was opened and is absent`);
  return opened.state.storeId;
}

/**
 * The id of this store: waits until the installation was opened.
 * @throws the signal's reason when it aborts first.
 */
export async function storeIdOf(store: EventStore, signal?: AbortSignal): Promise<string> {
  const neverAborted = new AbortController().signal;
  const opened = store.subscribeStream(installationStream, { signal: signal ?? neverAborted });
  for await (const { data, stream, revision, type } of opened) {
    const event = installation.codec.decode({ type, data });
    if (typeof event === 'string') throw new UnreadableHistory(stream, revision, type, event);
    return event.data.storeId;
  }
  signal?.throwIfAborted();
  throw new Error('the event store was closed before the installation was opened');
}

function openedBy(storeId: string): Metadata {
  const commandId = eventId(installationStream, storeId, 0);
  return {
    v: 1,
    commandId,
    commandHash: createHash('sha256').update(storeId).digest('hex'),
    $correlationId: commandId,
    $causationId: commandId,
    actor: { agency: 'System', officer: 'System', role: 'System' },
    source: 'reactor',
  };
}
