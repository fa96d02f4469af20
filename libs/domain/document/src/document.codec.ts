import { codecOf } from '@domain/decider';
import { idOfStream, streamNameOf } from '@domain/codes';
import type { DocumentEvent } from './document.events';

type Data<T extends DocumentEvent['type']> = Extract<DocumentEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const documentCodec = codecOf<DocumentEvent>({
  'DocumentDrafted.v1': (data: Data<'DocumentDrafted'>) => ({ type: 'DocumentDrafted', data }),
  'DocumentSigned.v1': (data: Data<'DocumentSigned'>) => ({ type: 'DocumentSigned', data }),
  'DocumentNumbered.v1': (data: Data<'DocumentNumbered'>) => ({ type: 'DocumentNumbered', data }),
  'DocumentIssued.v1': (data: Data<'DocumentIssued'>) => ({ type: 'DocumentIssued', data }),
});

export const documentStream = (documentId: string): string => streamNameOf('document', documentId);
export const documentOfStream = (stream: string): string | undefined => idOfStream('document', stream);
