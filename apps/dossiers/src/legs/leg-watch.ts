import { type EventStore, stateOf } from '@adapters/event-store';
import { dossier, dossierStream } from '@domain/dossier';
import { leg, legOfStream } from '@domain/leg';
import type { LegEvent } from '@domain/leg/events';
import { Watch, type WatchParts } from '@runtime';
import { awaitedOfLeg, type LegTold, legWaitingAfter } from './awaited-leg.policy';

/**
 * Records that an agency missed the deadline of its leg: charged to it, and to no other one. A leg may not have
 * followed yet that its dossier stands still, after a death of the process above all: the dossier is asked.
 */
export const legWatch = (parts: WatchParts<LegEvent>) =>
  new Watch(
    {
      ...{ name: 'leg-watch', streamPrefix: 'leg-', kind: leg },
      ...{ waitingAfter: legWaitingAfter, awaitedOf: awaitedOfLeg },
      gather: (command: LegTold, stream) => withStretches(parts.store, command, stream),
    },
    parts,
  );

async function withStretches(store: EventStore, command: LegTold, stream: string): Promise<LegTold> {
  const key = legOfStream(stream);
  if (command.type !== 'DeclareLegOverdue' || key === undefined) return command;
  const { state } = await stateOf(store, dossier, dossierStream(key.dossierId));
  const stood = state.status === 'absent' ? undefined : state.file?.link?.stood;
  return { ...command, ...(stood === undefined ? {} : { stood }) };
}
