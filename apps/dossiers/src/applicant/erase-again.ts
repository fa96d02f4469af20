import type { KeyStore } from '@adapters/key-store';
import { applicantCodec, type ApplicantEvent } from '@domain/applicant';
import type { ServiceContext } from '@runtime';
import type { Persons } from './persons';

/**
 * A backup of keys holds some that were erased since, and numbers that were corrected since: they go again before
 * anybody is shown anything.
 */
export async function eraseAgain(
  { store, log }: ServiceContext,
  keys: KeyStore,
  persons: Persons,
): Promise<void> {
  const ended = new AbortController();
  let erased = 0;
  for await (const event of store.subscribeAll({ streamPrefixes: ['applicant-'], signal: ended.signal })) {
    if ('caughtUp' in event) break;
    if (!('stream' in event)) continue;
    const fact: ApplicantEvent | string = applicantCodec.decode(event);
    if (typeof fact === 'string') continue;
    if (fact.type === 'ApplicantChanged') await persons.findByItsNumber(fact.data.person);
    if (fact.type !== 'ApplicantErased') continue;
    await keys.erase(fact.data.applicantRef);
    erased += 1;
  }
  ended.abort();
  await keys.restoredWhole();
  log.warn({ erased }, 'keys came from a backup; what was erased since was erased again');
}
