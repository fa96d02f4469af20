import { createHash, randomUUID } from 'node:crypto';
import type { KnownHistory, Metadata } from '@contracts';
import {
  installation,
  type InstallationState,
  installationStream,
  type RenewHistory,
} from '@domain/installation';
import { eventId } from './event-id';
import { type EventPlace, type EventStore, placeOf, type StoredEvent } from './event-store';
import { UnreadableHistory } from './failures';
import { transact } from './transact';

/**
 * Opens the installation with a new id when this store has none yet, and answers the id that stands. Many
 * processes may do so at once: the first one wins. `at` is now, ISO 8601 UTC with milliseconds.
 */
export async function openInstallation(store: EventStore, at: string): Promise<string> {
  const storeId = randomUUID();
  const command = { type: 'OpenInstallation', storeId, at } as const;
  const opened = await transact(store, installation, installationStream, command, systemMeta(storeId));
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
  for await (const stored of opened) {
    const state = installationAfter(installation.decider.initial, stored);
    if (state.status === 'open') return state.storeId;
  }
  signal?.throwIfAborted();
  throw new Error('the event store was closed before the installation was opened');
}

/**
 * Which history of which store this is, by `installation-1` as it stands now, and that stream's last event.
 * @throws StoreUnavailable, UnreadableHistory; HistoryNotRenewed when the installation was never opened.
 */
export async function knownHistory(
  store: EventStore,
): Promise<{ readonly history: KnownHistory; readonly last: EventPlace }> {
  const { events } = await store.readStream(installationStream);
  const last = events.at(-1);
  const state = events.reduce(installationAfter, installation.decider.initial);
  if (state.status === 'absent' || last === undefined) throw new HistoryNotRenewed('not-opened');
  const { storeId, epoch, renewals } = state;
  return { history: { storeId, epoch, renewals }, last: placeOf(last) };
}

/** What is written to `installation-1` after its last known event. @throws HistoryLost */
export const installationNews = (
  store: EventStore,
  options: { readonly after: EventPlace; readonly signal: AbortSignal },
): AsyncIterable<StoredEvent> => store.subscribeStream(installationStream, options);

function installationAfter(state: InstallationState, stored: StoredEvent): InstallationState {
  const { stream, revision, type } = stored;
  const event = installation.codec.decode(stored);
  if (typeof event === 'string') throw new UnreadableHistory(stream, revision, type, event);
  return installation.decider.evolve(state, event);
}

/**
 * Records that the store has another history from here on, unless an earlier renewal explains what was `lost`. `key`
 * names the occasion: the same one is recorded once.
 */
export async function renewHistory(
  store: EventStore,
  command: Omit<RenewHistory, 'type'>,
  key: string,
): Promise<{ readonly epoch: number; readonly renewed: boolean }> {
  const meta = systemMeta(key);
  const outcome = await transact(
    store,
    installation,
    installationStream,
    { type: 'RenewHistory', ...command },
    meta,
  );
  if ('refused' in outcome) throw new HistoryNotRenewed(outcome.refused);
  if (outcome.state.status === 'absent') throw new HistoryNotRenewed('not-opened');
  return { epoch: outcome.state.epoch, renewed: outcome.events.length > 0 && !outcome.replayed };
}

/**
 * Has more CloudEvents types told from here on: those not told yet, in one fact; nothing is written when all are.
 * Answers what was added. Safe at every start, from several processes and beside other releases.
 */
export async function extendPublicMapping(
  store: EventStore,
  types: readonly string[],
  at: string,
): Promise<readonly string[]> {
  if (types.length === 0) return [];
  const command = { type: 'ExtendPublicMapping', types, at } as const;
  const outcome = await transact(
    store,
    installation,
    installationStream,
    command,
    systemMeta(`public mapping: ${[...types].sort().join(' ')}`),
  );
  if ('refused' in outcome) throw new HistoryNotRenewed(outcome.refused);
  return outcome.events.flatMap((event) => ('types' in event.data ? event.data.types : []));
}

/** The store was never opened, or was given what is no position; a repeat of the same does not help. */
export class HistoryNotRenewed extends Error {
  override readonly name = 'HistoryNotRenewed';
  constructor(readonly refused: string) {
    super(
      `the history was not renewed: ${refused}; start the services on this store once, give \`after\` in digits`,
    );
  }
}

function systemMeta(key: string): Metadata {
  const commandId = eventId(installationStream, key, 0);
  return {
    v: 1,
    commandId,
    commandHash: createHash('sha256').update(key).digest('hex'),
    $correlationId: commandId,
    $causationId: commandId,
    actor: { agency: 'System', officer: 'System', role: 'System' },
    source: 'reactor',
  };
}
