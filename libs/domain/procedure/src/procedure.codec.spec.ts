import fc from 'fast-check';
import { procedureOfStream, procedureStream } from './procedure.codec';

const codes = fc.stringMatching(/^[A-Za-z0-9]{1,20}([.-][A-Za-z0-9]{1,9}){0,4}$/);

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(codes, (code) => procedureOfStream(procedureStream(code)) === code)));

it.each(['dossier-1', 'procedures-1', 'procedure-', 'procedure'])('%s is no procedure', (stream) =>
  expect(procedureOfStream(stream)).toBeUndefined(),
);
