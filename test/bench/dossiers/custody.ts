import type { EventStore } from '@adapters/event-store';
import { fold } from '@domain/decider';
import { dossierCodec, dossierDecider, type DossierEvent, dossierStream } from '@domain/dossier';
import { atMost } from '@runtime';
import { taker } from './seeded-dossiers';

const readAtOnce = 16;

/** What the store says of a dossier: who holds it, and by which officers it was taken over, one a hand-off. */
interface Custody {
  readonly holder: string | undefined;
  readonly takers: readonly string[];
}

export async function custodyOf(store: EventStore, dossierId: string): Promise<Custody> {
  const { events } = await store.readStream(dossierStream(dossierId));
  const history = events.map((stored): DossierEvent => {
    const event = dossierCodec.decode(stored);
    if (typeof event === 'string') throw new Error(`${dossierId} holds ${stored.type}, unreadable: ${event}`);
    return event;
  });
  const state = fold(dossierDecider, history);
  const takers = history.flatMap((event) => (event.type === 'HandoffAccepted' ? [event.data.taker] : []));
  return { holder: state.status === 'absent' ? undefined : state.holder, takers };
}

/** @throws unless each of the dossiers was taken over once, and the taker holds it. */
export async function assertTakenOver(store: EventStore, dossierIds: readonly string[]): Promise<void> {
  await atMost(readAtOnce, dossierIds, async (id) => {
    const { holder, takers } = await custodyOf(store, id);
    if (holder !== taker || takers.length !== 1)
      throw new Error(`dossier ${id} is held by ${holder} and was taken over ${takers.length} times`);
  });
}
