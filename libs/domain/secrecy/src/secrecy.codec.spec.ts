import fc from 'fast-check';
import { secrecyOfStream, secrecyStream } from './secrecy.codec';

const codes = fc.oneof(
  fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/),
  fc.stringMatching(/^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/),
);

it('comes back from the name of its stream', () =>
  fc.assert(
    fc.property(codes, fc.integer({ min: 1000, max: 9999 }), (agency, year) =>
      expect(secrecyOfStream(secrecyStream(agency, year))).toEqual({ agency, year }),
    ),
  ));

it.each(['document-1', 'secrecy-H26', 'secrecy-H26.26', 'secrecy-.2026', 'secrecy-2026'])(
  '%s counts no refusals',
  (stream) => expect(secrecyOfStream(stream)).toBeUndefined(),
);
