/** Personal data under the key `kid`, which is erased with the person: AES-256-GCM, base64url. */
export interface SealedPerson {
  readonly kid: string;
  readonly alg: 'A256GCM';
  readonly iv: string;
  readonly ct: string;
}

/** No fact of a person holds anything readable of it; who recorded it is an officer's id. */
export type ApplicantEvent =
  | {
      readonly type: 'ApplicantRecorded';
      readonly data: {
        /** What dossiers name their applicant by, a UUID. */
        readonly applicantRef: string;
        readonly agency: string;
        readonly officer: string;
        readonly person: SealedPerson;
        readonly at: string;
      };
    }
  | {
      /** Another agency was given the exact identity number: it may begin dossiers of the person, no more. */
      readonly type: 'ApplicantRecognised';
      readonly data: {
        readonly applicantRef: string;
        readonly agency: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'ApplicantChanged';
      readonly data: {
        readonly applicantRef: string;
        readonly agency: string;
        readonly officer: string;
        /** The whole person anew. */
        readonly person: SealedPerson;
        readonly at: string;
      };
    }
  | {
      readonly type: 'ApplicantErased';
      readonly data: {
        readonly applicantRef: string;
        readonly agency: string;
        readonly officer: string;
        /** What it was erased by, such as `Luật 91/2025/QH15`: never who asked, nor why in words of theirs. */
        readonly legalBasis: string;
        readonly at: string;
      };
    };
