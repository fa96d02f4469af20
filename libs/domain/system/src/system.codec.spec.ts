import fc from 'fast-check';
import { systemOfStream, systemStream } from './system.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (id) => systemOfStream(systemStream(id)) === id)));

it.each(['dossier-1', 'systems-1', 'system-', 'system'])('%s is no connected system', (stream) =>
  expect(systemOfStream(stream)).toBeUndefined(),
);
