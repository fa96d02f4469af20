import { leg } from '@domain/leg';
import type { LegEvent } from '@domain/leg/events';
import { Watch, type WatchParts } from '@runtime';
import { awaitedOfLeg, legWaitingAfter } from './awaited-leg.policy';

/** Records that an agency missed the deadline of its leg: charged to it, and to no other one. */
export const legWatch = (parts: WatchParts<LegEvent>) =>
  new Watch(
    {
      ...{ name: 'leg-watch', streamPrefix: 'leg-', kind: leg },
      ...{ waitingAfter: legWaitingAfter, awaitedOf: awaitedOfLeg },
    },
    parts,
  );
