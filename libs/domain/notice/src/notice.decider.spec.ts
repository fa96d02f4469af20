import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import {
  type NoticeCommand,
  noticeDecider,
  type NoticeRefusal,
  noticeRefusals,
  type NoticeState,
  openWays,
} from './notice.decider';
import type { NoticeEvent } from './notice.events';

const noticeId = '6f1c2a34-0000-5000-8000-000000000001';
const [kid, nextKid] = ['6f1c2a34-0000-5000-8000-0000000000aa', '6f1c2a34-0000-5000-8000-0000000000bb'];
const at = '2026-11-30T01:00:00.000Z';
const sealed = (id: string) => ({ kid: id, alg: 'A256GCM', iv: 'q83vEjRWeJASNFZ4', ct: 'hM2nYb0v' }) as const;
const who = { agency: 'H26.1', officer: 'vt.stc.01' };
const said = {
  kinds: ['flash', 'due'],
  ways: ['mail', 'sms'],
  quietFrom: '21:00',
  quietUntil: '06:00',
  flashAtOnce: true,
  onDaysOff: false,
} as const;

const choose = { type: 'ChooseNotices', noticeId, ...who, ...said, addresses: sealed(kid), at } as const;
const chooseAnew = { ...choose, addresses: sealed(nextKid) } as const;
const end = { type: 'EndNotices', at } as const;
const lapse = { type: 'LapseNotices', at } as const;
const refused = { type: 'RefuseAddress', way: 'mail', kid, reason: '550 5.1.1', at } as const;

const { type: _, ...asChosen } = choose;
const chosen: NoticeEvent = { type: 'NoticesChosen', data: asChosen };
const chosenAnew: NoticeEvent = { type: 'NoticesChosen', data: { ...asChosen, addresses: sealed(nextKid) } };
const ended: NoticeEvent = { type: 'NoticesEnded', data: { noticeId, ...who, at } };
const lapsed: NoticeEvent = { type: 'NoticesLapsed', data: { noticeId, at } };
const addressRefused: NoticeEvent = {
  type: 'NoticeAddressRefused',
  data: { noticeId, way: 'mail', kid, reason: '550 5.1.1', at },
};

const when = (command: NoticeCommand, ...history: NoticeEvent[]) =>
  given(noticeDecider)(...history).when(command);

it.each<[string, NoticeCommand, NoticeEvent[], NoticeEvent[]]>([
  ['choosing', choose, [], [chosen]],
  ['choosing again', choose, [chosen], []],
  ['choosing anew', chooseAnew, [chosen], [chosenAnew]],
  ['choosing after the end', chooseAnew, [chosen, ended], [chosenAnew]],
  ['ending', end, [chosen], [ended]],
  ['ending again', end, [chosen, ended], []],
  ['lapsing', lapse, [chosen], [lapsed]],
  ['lapsing of nothing', lapse, [], []],
  ['lapsing after the end', lapse, [chosen, ended], []],
  ['a refused address', refused, [chosen], [addressRefused]],
  ['a refused address again', refused, [chosen, addressRefused], []],
  ['a refused address of the choice before', refused, [chosen, chosenAnew], []],
  ['a refused address of a way not chosen', { ...refused, way: 'zalo' }, [chosen], []],
  ['a refused address after the end', refused, [chosen, ended], []],
])('%s', (_, command, history, events) => expect(when(command, ...history)).toEqual({ events }));

const refusals: Record<NoticeRefusal, [NoticeCommand, NoticeEvent[]]> = {
  'no-way': [{ ...choose, ways: [] }, []],
  'not-chosen': [end, []],
};
it.each(noticeRefusals.map((refusal) => [refusal, ...refusals[refusal]] as const))(
  'refuses with %s',
  (refusal, command, history) => expect(when(command, ...history)).toEqual({ refused: refusal }),
);

it('leaves out a way whose address was refused, until the officer chooses anew', () => {
  const waysOf = (...history: NoticeEvent[]) => {
    const state: NoticeState = fold(noticeDecider, history);
    return state.phase === 'chosen' ? openWays(state) : [];
  };
  expect(waysOf(chosen)).toEqual(['mail', 'sms']);
  expect(waysOf(chosen, addressRefused)).toEqual(['sms']);
  expect(waysOf(chosen, addressRefused, chosenAnew)).toEqual(['mail', 'sms']);
});

it('whatever is commanded: the same command again records nothing', () => {
  const command = fc.constantFrom<NoticeCommand>(choose, chooseAnew, end, lapse, refused);
  fc.assert(
    fc.property(fc.array(command, { maxLength: 10 }), command, (list, last) => {
      const { state } = play(noticeDecider, [...list, last]);
      const again = noticeDecider.decide(last, state);
      expect('events' in again ? again.events : []).toEqual([]);
    }),
  );
});
