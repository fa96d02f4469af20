import { agency, type Answer, described, maybe, ofAskedDay, oneOf, shape, text, uuid, yes } from '../answer';

export const applicantKinds = ['citizen', 'organisation'] as const;

export const applicantRecorded = shape({
  applicantRef: described(uuid, 'what dossiers name their applicant by'),
  isKnown: described(
    yes,
    'a person with this identity number was recorded before; now your agency may begin its dossiers too',
  ),
});
export type ApplicantRecorded = Answer<typeof applicantRecorded>;

export const applicantView = ofAskedDay(
  shape({
    applicantRef: described(uuid, 'what dossiers name their applicant by'),
    recordedBy: described(agency, 'code of the agency that recorded the person'),
    kind: described(oneOf(...applicantKinds), 'a person, or an organisation with a code of its own'),
    name: text,
    identityNumber: maybe(described(text, 'as it was given; absent when it was not')),
    birthDate: maybe(described(text, 'local date')),
    address: maybe(described(text, 'as the person gave it')),
    phone: maybe(described(text, 'as the person gave it')),
    email: maybe(described(text, 'where results and notices may be sent')),
  }),
);
export type ApplicantView = Answer<typeof applicantView>;

/** What services tell each other of the dossiers of a person. */
export interface ApplicantDossiers {
  /** Does or did the agency hold one of them, or was it offered one? */
  readonly isParty: boolean;
  /** How many have not come to an end, at any agency. */
  readonly openDossiers: number;
}
