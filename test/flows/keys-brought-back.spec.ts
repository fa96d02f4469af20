import { randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import { type KeyStore, openKeyStore } from '@adapters/key-store';
import { notice, type NoticeCommand, noticeStream } from '@domain/notice';
import { eraseAgain } from '../../apps/dossiers/src/applicant/erase-again';
import { Persons } from '../../apps/dossiers/src/applicant/persons';
import { type Province, startProvince } from './province';
import { metaOf } from './scribe';

let province: Province;
let keys: KeyStore;
beforeAll(async () => {
  province = await startProvince({ services: [] });
  keys = await openKeyStore(province.context.configuration);
});
afterAll(() => province.stop());

const at = new Date().toISOString();
/** Kept in the copy that the keys came from, whatever the facts say of it since. */
async function chosen(noticeId: string): Promise<string> {
  const kid = randomUUID();
  await keys.make(kid);
  const choice: NoticeCommand = {
    ...{ type: 'ChooseNotices', noticeId, agency: 'H99.1', officer: 'vt.01', kinds: ['flash'], at },
    ways: ['mail'],
    addresses: { kid, alg: 'A256GCM', iv: 'iv', ct: 'ct' },
    ...{ quietFrom: '21:00', quietUntil: '06:00', flashAtOnce: true, onDaysOff: false },
  };
  await on(noticeId, choice);
  return kid;
}
const on = (noticeId: string, command: NoticeCommand) =>
  transact(province.store, notice, noticeStream(noticeId), command, metaOf('H99.1'));

it('erases again what addresses of officers were sealed with that were given up since', async () => {
  const [standing, ended, left] = [randomUUID(), randomUUID(), randomUUID()];
  const [before, now] = [await chosen(standing), await chosen(standing)];
  const ofEnded = await chosen(ended);
  await on(ended, { type: 'EndNotices', at });
  const ofLeft = await chosen(left);
  await on(left, { type: 'RefuseAddress', way: 'mail', kid: ofLeft, reason: '550', at });
  await on(left, { type: 'LapseNotices', at });
  await eraseAgain(province.context, keys, new Persons(keys));
  const found = await Promise.all([before, now, ofEnded, ofLeft].map((kid) => keys.find(kid)));
  expect(found.map((key) => key !== undefined)).toEqual([false, true, false, false]);
});
