import { codecOf } from '@domain/decider';
import { idOfStream, streamNameOf } from '@domain/codes';
import type { DocumentEvent } from './document.events';

type Data<T extends DocumentEvent['type']> = Extract<DocumentEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const documentCodec = codecOf<DocumentEvent>({
  'DocumentDrafted.v1': (data: Data<'DocumentDrafted'>) => ({ type: 'DocumentDrafted', data }),
  'DocumentSigned.v1': (data: Data<'DocumentSigned'>) => ({ type: 'DocumentSigned', data }),
  'DocumentNumbered.v1': (data: Data<'DocumentNumbered'>) => ({ type: 'DocumentNumbered', data }),
  'DocumentNumberVoided.v1': (data: Data<'DocumentNumberVoided'>) => ({ type: 'DocumentNumberVoided', data }),
  'OrganisationSealApplied.v1': (data: Data<'OrganisationSealApplied'>) => ({
    type: 'OrganisationSealApplied',
    data,
  }),
  'DocumentRegistered.v1': (data: Data<'DocumentRegistered'>) => ({ type: 'DocumentRegistered', data }),
  'DocumentIssued.v1': (data: Data<'DocumentIssued'>) => ({ type: 'DocumentIssued', data }),
  'RecallOrdered.v1': (data: Data<'RecallOrdered'>) => ({ type: 'RecallOrdered', data }),
  'RecallOrderWithdrawn.v1': (data: Data<'RecallOrderWithdrawn'>) => ({ type: 'RecallOrderWithdrawn', data }),
  'RecallSettled.v1': (data: Data<'RecallSettled'>) => ({ type: 'RecallSettled', data }),
  'ReplacementIssued.v1': (data: Data<'ReplacementIssued'>) => ({ type: 'ReplacementIssued', data }),
  'UpdateIssued.v1': (data: Data<'UpdateIssued'>) => ({ type: 'UpdateIssued', data }),
  'CorrectionIssued.v1': (data: Data<'CorrectionIssued'>) => ({ type: 'CorrectionIssued', data }),
});

export const documentStream = (documentId: string): string => streamNameOf('document', documentId);
export const documentOfStream = (stream: string): string | undefined => idOfStream('document', stream);
