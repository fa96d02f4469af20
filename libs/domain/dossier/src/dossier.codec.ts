import { codecOf } from '@domain/decider';
import { idOfStream, streamNameOf } from '@domain/codes';
import type { DossierEvent } from './dossier.events';

type Data<T extends DossierEvent['type']> = Extract<DossierEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const dossierCodec = codecOf<DossierEvent>({
  'DossierOpened.v1': (data: Data<'DossierOpened'>) => ({ type: 'DossierOpened', data }),
  'HandoffOffered.v1': (data: Data<'HandoffOffered'>) => ({ type: 'HandoffOffered', data }),
  'HandoffAccepted.v1': (data: Data<'HandoffAccepted'>) => ({ type: 'HandoffAccepted', data }),
  'HandoffReturned.v1': (data: Data<'HandoffReturned'>) => ({ type: 'HandoffReturned', data }),
  'HandoffRecalled.v1': (data: Data<'HandoffRecalled'>) => ({ type: 'HandoffRecalled', data }),
  'ActivityRecorded.v1': (data: Data<'ActivityRecorded'>) => ({ type: 'ActivityRecorded', data }),
  'DossierCompleted.v1': (data: Data<'DossierCompleted'>) => ({ type: 'DossierCompleted', data }),
});

export const dossierStream = (dossierId: string): string => streamNameOf('dossier', dossierId);
export const dossierOfStream = (stream: string): string | undefined => idOfStream('dossier', stream);
