import fc from 'fast-check';
import { agencyOfStream, agencyStream } from './agency.codec';

const codes = fc.oneof(
  fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/),
  fc.stringMatching(/^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/),
);

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(codes, (code) => agencyOfStream(agencyStream(code)) === code)));

it.each(['document-1', 'agencies-1', 'agency-', 'agency'])('%s is no agency', (stream) =>
  expect(agencyOfStream(stream)).toBeUndefined(),
);
