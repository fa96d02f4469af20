import { Injectable } from '@nestjs/common';
import { EventStore, stateOf } from '@adapters/event-store';
import { applicant, applicantStream } from '@domain/applicant';
import { Persons } from './persons';

/** Which identity number leads to a person: the one of its last change, whichever change was the last to be done. */
@Injectable()
export class NumberInForce {
  constructor(
    private readonly store: EventStore,
    private readonly persons: Persons,
  ) {}

  /** @throws StoreUnavailable, KeyStoreUnavailable */
  async settle(applicantRef: string): Promise<void> {
    const { state } = await stateOf(this.store, applicant, applicantStream(applicantRef));
    if (state.status === 'known') await this.persons.findByItsNumber(state.person);
  }
}
