import fc from 'fast-check';
import { looksOfStream, looksStream } from './looks.codec';

const codes = fc.oneof(
  fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/),
  fc.stringMatching(/^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/),
);
const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

it('comes back from the name of its stream', () =>
  fc.assert(
    fc.property(codes, days, (agency, localDate) =>
      expect(looksOfStream(looksStream(agency, localDate))).toEqual({ agency, localDate }),
    ),
  ));

it.each([
  'document-1',
  'looks-H26',
  'looks-H26.2026',
  'looks-.2026-11-29',
  'looks-2026-11-29',
  'looks-H26.1',
])('%s holds no looks', (stream) => expect(looksOfStream(stream)).toBeUndefined());
