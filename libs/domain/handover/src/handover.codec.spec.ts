import fc from 'fast-check';
import { handoverOfStream, handoverStream } from './handover.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (id) => expect(handoverOfStream(handoverStream(id))).toBe(id))));

it.each(['dossier-1', 'handover-', 'handover'])('%s is no list', (stream) =>
  expect(handoverOfStream(stream)).toBeUndefined(),
);
