import { idOfStream, streamNameOf } from '@domain/codes';
import { codecOf, oneOf, shape, text } from '@domain/decider';
import type { ApplicantEvent } from './applicant.events';

const whose = { applicantRef: text, agency: text, officer: text, at: text };
const person = shape({ kid: text, alg: oneOf('A256GCM'), iv: text, ct: text });

/** These names are the stored format: versions are added, never changed. */
export const applicantCodec = codecOf<ApplicantEvent>({
  ApplicantRecorded: { name: 'ApplicantRecorded.v1', schema: shape({ ...whose, person }) },
  ApplicantRecognised: { name: 'ApplicantRecognised.v1', schema: shape(whose) },
  ApplicantChanged: { name: 'ApplicantChanged.v1', schema: shape({ ...whose, person }) },
  ApplicantErased: { name: 'ApplicantErased.v1', schema: shape({ ...whose, legalBasis: text }) },
});

export const applicantStream = (applicantRef: string): string => streamNameOf('applicant', applicantRef);
export const applicantOfStream = (stream: string): string | undefined => idOfStream('applicant', stream);
