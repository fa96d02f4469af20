import fc from 'fast-check';
import { documentOfStream, documentStream } from './document.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (id) => documentOfStream(documentStream(id)) === id)));

it.each(['delivery-1', 'documents-1', 'document-', 'document'])('%s is no document', (stream) =>
  expect(documentOfStream(stream)).toBeUndefined(),
);
