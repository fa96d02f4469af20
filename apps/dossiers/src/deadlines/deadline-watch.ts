import { dossier } from '@domain/dossier';
import type { DossierEvent } from '@domain/dossier/events';
import { Watch, type WatchParts } from '@runtime';
import { awaitedOf, waitingAfter } from './awaited.policy';

/** Records that an appointment comes near, was missed, or that no opinion came. */
export const deadlineWatch = (parts: WatchParts<DossierEvent>) =>
  new Watch(
    { name: 'deadline-watch', streamPrefix: 'dossier-', kind: dossier, waitingAfter, awaitedOf },
    parts,
  );
