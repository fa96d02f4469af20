import fc from 'fast-check';
import { dossierOfStream, dossierStream } from './dossier.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (id) => dossierOfStream(dossierStream(id)) === id)));

it.each(['document-1', 'dossiers-1', 'dossier-', 'dossier'])('%s is no dossier', (stream) =>
  expect(dossierOfStream(stream)).toBeUndefined(),
);
