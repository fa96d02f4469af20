import type { StoredEvent } from '@adapters/event-store';
import type { KeyStore } from '@adapters/key-store';
import { applicantCodec, type ApplicantEvent } from '@domain/applicant';
import { noticeCodec, type NoticeEvent } from '@domain/notice/events';
import type { ServiceContext } from '@runtime';
import type { Persons } from './persons';

/**
 * A backup of keys holds some that were erased since, and numbers that were corrected since: they go again before
 * anybody is shown anything. So do those that addresses of officers were sealed with: the mark of a restored store is
 * taken away once, for all keys in it.
 */
export async function eraseAgain(
  { store, log }: ServiceContext,
  keys: KeyStore,
  persons: Persons,
): Promise<void> {
  const ended = new AbortController();
  let erased = 0;
  const ofNotices = new Map<string, string>();
  const streamPrefixes = ['applicant-', 'notice-'];
  for await (const event of store.subscribeAll({ streamPrefixes, signal: ended.signal })) {
    if ('caughtUp' in event) break;
    if (!('stream' in event)) continue;
    const retired = retiredBy(event, ofNotices);
    if (retired !== undefined) {
      await keys.erase(retired);
      erased += 1;
    }
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

/** The key that addresses of an officer were sealed with until this fact; `inUse` has the one of each stream. */
function retiredBy(event: StoredEvent, inUse: Map<string, string>): string | undefined {
  const fact: NoticeEvent | string = noticeCodec.decode(event);
  if (typeof fact === 'string' || fact.type === 'NoticeAddressRefused') return undefined;
  const before = inUse.get(event.stream);
  inUse.delete(event.stream);
  if (fact.type === 'NoticesChosen') inUse.set(event.stream, fact.data.addresses.kid);
  return before;
}
