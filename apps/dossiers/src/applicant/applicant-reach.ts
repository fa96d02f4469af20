import { Injectable } from '@nestjs/common';
import { EventStore, stateOf } from '@adapters/event-store';
import { type Caller, isBrought } from '@contracts';
import { applicant, applicantStream, isReachedBy } from '@domain/applicant';
import { Directory } from '../directory';
import { ReadModels } from './read-models';

interface Asked {
  readonly applicantRef: string;
  readonly agency: string;
  /** Local date. */
  readonly onDate: string;
}

/** Of whom an agency may begin a dossier, and whom it knows through an agency that it follows. */
@Injectable()
export class ApplicantReach {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly readModels: ReadModels,
  ) {}

  /**
   * The agency recorded the person, was given the exact identity number, or is a party to a dossier of the person; or
   * an agency that it follows. Whoever recorded the person costs one read of the store and no question.
   * @throws StoreUnavailable, ServiceUnavailable
   */
  async isWithin({ applicantRef, agency, onDate }: Asked, caller: Caller): Promise<boolean> {
    const { state } = await stateOf(this.store, applicant, applicantStream(applicantRef));
    if (state.status !== 'known') return false;
    if (isReachedBy(state, agency)) return true;
    const followed = await this.directory.predecessorsOf(agency, onDate, caller);
    if (followed.some((code) => isReachedBy(state, code))) return true;
    return (await this.readModels.dossiersOf(applicantRef, agency, caller)).isParty;
  }

  /** The closed agency that recorded the person, when the asking one follows it: it acts for that one. */
  async recorderFollowed(
    { applicantRef, agency, onDate }: Asked,
    caller: Caller,
  ): Promise<string | undefined> {
    if (isBrought(caller)) return undefined;
    const followed = await this.directory.predecessorsOf(agency, onDate, caller);
    if (followed.length === 0) return undefined;
    const { state } = await stateOf(this.store, applicant, applicantStream(applicantRef));
    return state.status !== 'absent' && followed.includes(state.recordedBy) ? state.recordedBy : undefined;
  }
}
