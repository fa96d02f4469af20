import fc from 'fast-check';
import { legOfStream, legStream } from './leg.codec';

it('comes back from the name of its stream', () =>
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 20 }), (dossierId, order) =>
      expect(legOfStream(legStream({ dossierId, order }))).toEqual({ dossierId, order }),
    ),
  ));

it.each([
  'leg-1',
  'leg-3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10',
  'dossier-3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10.1',
])('%s is no leg', (stream) => expect(legOfStream(stream)).toBeUndefined());
