import { Injectable } from '@nestjs/common';
import type { StoredEvent } from '@adapters/event-store';
import { UnreadableHistory } from '@adapters/event-store';
import { applicantCodec } from '@domain/applicant';
import { Persons } from './persons';

/** ApplicantErased: the key goes, also when whoever recorded it was cut off before. */
@Injectable()
export class ErasureReactor {
  readonly name = 'applicant-erasure';
  readonly streamPrefixes = ['applicant-'];

  constructor(private readonly persons: Persons) {}

  async react({ stream, revision, type, data }: StoredEvent): Promise<void> {
    const fact = applicantCodec.decode({ type, data });
    if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
    if (fact === 'unknown-fact' || fact.type !== 'ApplicantErased') return;
    await this.persons.erase(fact.data.applicantRef);
  }
}
