import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { applicantCodec } from './applicant.codec';
import type { ApplicantEvent, SealedPerson } from './applicant.events';

interface Acting {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

export type ApplicantCommand =
  | ({
      readonly type: 'RecordApplicant';
      readonly applicantRef: string;
      readonly person: SealedPerson;
    } & Acting)
  | ({ readonly type: 'ChangeApplicant'; readonly person: SealedPerson } & Gathered & Acting)
  | ({ readonly type: 'EraseApplicant'; readonly legalBasis: string } & Gathered & Acting);

/** What the handler found of the dossiers of this person. */
interface Gathered {
  /** Does or did the agency hold one, or was it offered one? */
  readonly isParty: boolean;
  /** How many have not come to an end, at any agency. */
  readonly openDossiers: number;
}

export const applicantRefusals = ['not-found', 'erased', 'has-open-dossiers', 'not-recorded-here'] as const;
export type ApplicantRefusal = (typeof applicantRefusals)[number];

export type ApplicantState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'known';
      readonly applicantRef: string;
      readonly recordedBy: string;
      /** Agencies that were given the exact identity number. */
      readonly recognisedBy?: readonly string[];
      readonly person: SealedPerson;
    }
  | { readonly status: 'erased'; readonly applicantRef: string; readonly recordedBy: string };

type Decided = Decision<ApplicantEvent, ApplicantRefusal>;

/** Is the person shown to this agency: it recorded the person, or is or was a party to a dossier of it. */
export const isShownTo = (state: ApplicantState, agency: string, isParty: boolean): boolean =>
  state.status !== 'absent' && (state.recordedBy === agency || isParty);

/** May the agency begin a dossier of the person, whatever dossiers there are? */
export const isReachedBy = (state: ApplicantState, agency: string): boolean =>
  state.status === 'known' && (state.recordedBy === agency || (state.recognisedBy ?? []).includes(agency));

/**
 * A person whose dossiers agencies handle. Erasing ends what can be read of it, never the history: what is sealed in
 * earlier facts stays, and its key goes (Decree 13/2023/NĐ-CP art. 16; art. 16(2): not while a law needs the data).
 */
export const applicantDecider: Decider<ApplicantCommand, ApplicantEvent, ApplicantState, ApplicantRefusal> = {
  initial: { status: 'absent' },

  decide(command, state): Decided {
    const { agency, officer, at } = command;
    if (command.type === 'RecordApplicant') {
      const { applicantRef, person } = command;
      if (state.status === 'absent')
        return accept({ type: 'ApplicantRecorded', data: { applicantRef, agency, officer, person, at } });
      return state.status === 'erased' || isReachedBy(state, agency)
        ? accept()
        : accept({
            ...{ type: 'ApplicantRecognised' },
            data: { applicantRef: state.applicantRef, agency, officer, at },
          });
    }
    if (state.status === 'absent' || !isShownTo(state, agency, command.isParty)) return refuse('not-found');
    const { applicantRef } = state;
    if (command.type === 'ChangeApplicant') {
      if (state.status === 'erased') return refuse('erased');
      const { person } = command;
      return accept({ type: 'ApplicantChanged', data: { applicantRef, agency, officer, person, at } });
    }
    if (state.recordedBy !== agency) return refuse('not-recorded-here');
    if (state.status === 'erased') return accept();
    if (command.openDossiers > 0) return refuse('has-open-dossiers');
    const { legalBasis } = command;
    return accept({ type: 'ApplicantErased', data: { applicantRef, agency, officer, legalBasis, at } });
  },

  evolve(state, event): ApplicantState {
    switch (event.type) {
      case 'ApplicantRecorded': {
        const { applicantRef, agency, person } = event.data;
        return { status: 'known', applicantRef, recordedBy: agency, person };
      }
      case 'ApplicantRecognised':
        return state.status === 'known'
          ? { ...state, recognisedBy: [...(state.recognisedBy ?? []), event.data.agency] }
          : state;
      case 'ApplicantChanged':
        return state.status === 'known' ? { ...state, person: event.data.person } : state;
      case 'ApplicantErased': {
        if (state.status === 'absent') return state;
        const { applicantRef, recordedBy } = state;
        return { status: 'erased', applicantRef, recordedBy };
      }
      default:
        return impossible(event);
    }
  },
};

export const applicant = { decider: applicantDecider, codec: applicantCodec };
