import { noticeOperations } from '@contracts';
import { type NoticeCommand, noticeDecider } from '@domain/notice';
import { everyRefusal } from './every-refusal';

const at = '2026-11-30T01:00:00.000Z';
const choose: NoticeCommand = {
  ...{ type: 'ChooseNotices', noticeId: '6f1c2a34-0000-5000-8000-000000000001', at },
  ...{ agency: 'H26.1', officer: 'vt.stc.01', kinds: ['flash'], ways: ['mail'] },
  addresses: { kid: 'kid', alg: 'A256GCM', iv: 'iv', ct: 'ct' },
  ...{ quietFrom: '21:00', quietUntil: '06:00', flashAtOnce: true, onDaysOff: false },
};
const commands: readonly NoticeCommand[] = [
  { ...choose, ways: [] },
  choose,
  { type: 'RefuseAddress', way: 'mail', kid: 'kid', reason: '550 5.1.1', at },
  { type: 'LapseNotices', at },
  { type: 'EndNotices', at },
];

/** What the bus finds out no operation sends. */
const sentBy: Readonly<Record<NoticeCommand['type'], string>> = {
  ChooseNotices: 'chooseNotices',
  EndNotices: 'endNotices',
  ...{ RefuseAddress: '', LapseNotices: '' },
};
const asking = {
  ...{ context: 'notice', operations: noticeOperations, decider: noticeDecider, sentBy, plays: [commands] },
};

it.each(everyRefusal(asking))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
