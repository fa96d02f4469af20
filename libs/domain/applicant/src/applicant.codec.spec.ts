import fc from 'fast-check';
import { applicantOfStream, applicantStream } from './applicant.codec';

it('comes back from the name of its stream', () =>
  fc.assert(fc.property(fc.uuid(), (ref) => expect(applicantOfStream(applicantStream(ref))).toBe(ref))));

it.each(['dossier-1', 'applicant-', 'applicant'])('%s is no applicant', (stream) =>
  expect(applicantOfStream(stream)).toBeUndefined(),
);
