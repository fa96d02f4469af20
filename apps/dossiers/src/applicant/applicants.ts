import { Injectable } from '@nestjs/common';
import { EventStore, stateOf } from '@adapters/event-store';
import { KeyErased } from '@adapters/key-store';
import type { ShownApplicant } from '@contracts';
import { applicant, applicantStream } from '@domain/applicant';
import { Persons } from './persons';

/** Who applies, as it stands on forms. Whether the asker may see it is for the caller to know. */
@Injectable()
export class Applicants {
  constructor(
    private readonly store: EventStore,
    private readonly persons: Persons,
  ) {}

  /** Its reference alone when nobody recorded the person. One whose key is gone is erased, fact or none. */
  async shown(applicantRef: string): Promise<ShownApplicant> {
    const { state } = await stateOf(this.store, applicant, applicantStream(applicantRef));
    if (state.status === 'absent') return { applicantRef };
    if (state.status === 'erased') return { applicantRef, isErased: true };
    try {
      const { name, address, phone, email } = await this.persons.open(state.person);
      return {
        ...{ applicantRef, name },
        ...(address === undefined ? {} : { address }),
        ...(phone === undefined ? {} : { phone }),
        ...(email === undefined ? {} : { email }),
      };
    } catch (error) {
      if (error instanceof KeyErased) return { applicantRef, isErased: true };
      throw error;
    }
  }
}
