import { Injectable } from '@nestjs/common';
import { factIn, type StoredEvent } from '@adapters/event-store';
import { applicantCodec } from '@domain/applicant';
import { NumberInForce } from './number-in-force';
import { Persons } from './persons';

/**
 * ApplicantErased: the key goes; ApplicantChanged: the number of before leads to nobody. Also when whoever recorded it
 * was cut off before.
 */
@Injectable()
export class ErasureReactor {
  readonly name = 'applicant-erasure';
  readonly streamPrefixes = ['applicant-'];

  constructor(
    private readonly persons: Persons,
    private readonly numbers: NumberInForce,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(applicantCodec, event);
    if (fact === undefined) return;
    if (fact.type === 'ApplicantErased') await this.persons.erase(fact.data.applicantRef);
    if (fact.type === 'ApplicantChanged') await this.numbers.settle(fact.data.applicantRef);
  }
}
