import fc from 'fast-check';
import { vietnamCalendar as calendar } from '@domain/calendar';
import { fold, given, play } from '@domain/decider';
import { rules, submittedFor } from '../../../../test/transitions/staged-examples';
import type { CustodyRefusal } from './custody';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { ItemAnswer } from './dossier.events';
import type { DossierRules } from './dossier-rules';

type CommandOf<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

const at = '2026-11-26T02:00:00.000Z';
const [opener, first, second] = ['H26.1', 'H26.2', 'H26.3'] as const;
const act = (by: string) => ({ by, officer: `mc.${by}`, at });
const days = (amount: number) => ({ amount, unit: 'working-days' as const });
const legs = [first, second].map((agency) => ({ agency, task: 'Thẩm định', time: days(2) }));
const routed = (mode: 'sequential' | 'parallel'): DossierRules => ({
  ...rules,
  route: { mode, lead: first, legs },
});

const offer = (by: string, to: string, handoffId = `${by}>${to}`): CommandOf<'OfferHandoff'> => ({
  ...{ type: 'OfferHandoff', handoffId, to, recipientKnown: true, reason: 'Thẩm định', ...act(by) },
});
const whole: readonly ItemAnswer[] = [
  { key: 'to-khai', answer: 'accepted', originals: 0 },
  { key: 'ban-ve', answer: 'accepted', originals: 2 },
  { key: 'anh', answer: 'accepted', originals: 1 },
];
const answered = (key: string, answer: 'missing' | 'wrong') =>
  whole.map((each) => (each.key === key ? { ...each, answer, note: 'Thiếu trang 2' } : each));
const take = (
  from: string,
  to: string,
  items: readonly ItemAnswer[] = whole,
): CommandOf<'AcceptHandoff'> => ({
  ...{ type: 'AcceptHandoff', handoffId: `${from}>${to}`, items, calendar, ...act(to) },
});

const after = (under: DossierRules, ...commands: readonly DossierCommand[]) => {
  const [submit, accept] = submittedFor(under);
  return play(dossierDecider, [submit, accept, ...commands]).events;
};
const when = (under: DossierRules, ...commands: readonly DossierCommand[]) =>
  given(dossierDecider)(...after(under, ...commands));
const originalsAfter = (under: DossierRules, ...commands: readonly DossierCommand[]) => {
  const state = fold(dossierDecider, after(under, ...commands));
  return state.status === 'absent' ? undefined : state.file?.originals;
};

describe('a hand-off of a dossier with its papers', () => {
  it('says what is offered and until when it is to be handed over', () =>
    expect(when(rules).when(offer(opener, first))).toMatchObject({
      events: [
        {
          data: {
            handOverBy: '2026-11-26T16:59:59.999Z',
            originals: [
              { key: 'ban-ve', count: 2 },
              { key: 'anh', count: 1 },
            ],
          },
        },
      ],
    }));

  it('brings it into process, with its papers, where all of them are there', () => {
    const taken = fold(dossierDecider, after(rules, offer(opener, first), take(opener, first)));
    expect(taken).toMatchObject({ stage: 'InProcess', holder: first, file: { receivedAt: at } });
    expect(originalsAfter(rules, offer(opener, first), take(opener, first))).toEqual([
      { key: 'ban-ve', count: 2, holder: first },
      { key: 'anh', count: 1, holder: first },
    ]);
  });

  it('is a return where a mandatory component is missing or wrong, and says which', () => {
    for (const answer of ['missing', 'wrong'] as const) {
      const items = answered('ban-ve', answer);
      expect(when(rules, offer(opener, first)).when(take(opener, first, items))).toMatchObject({
        events: [{ type: 'HandoffReturned', data: { items, reason: `ban-ve ${answer} Thiếu trang 2` } }],
      });
    }
  });

  it('leaves with the giver what was not accepted, where the rest is enough', () => {
    const items = answered('anh', 'missing');
    expect(originalsAfter(rules, offer(opener, first), take(opener, first, items))).toEqual([
      { key: 'ban-ve', count: 2, holder: first },
      { key: 'anh', count: 1, holder: opener },
    ]);
  });

  it('goes one after the other, back to whom it has been, and never past the next', () => {
    const route = routed('sequential');
    const [toFirst, takenByFirst] = [offer(opener, first), take(opener, first)];
    expect(when(route).when(offer(opener, second))).toEqual({
      refused: 'outside-the-route',
      about: { allowed: [first] },
    });
    for (const to of [opener, second])
      expect(when(route, toFirst, takenByFirst).when(offer(first, to))).toMatchObject({
        events: [{ data: { to } }],
      });
    expect(when(route, toFirst, takenByFirst).when(offer(first, 'H26.9'))).toEqual({
      refused: 'outside-the-route',
      about: { allowed: [opener, second] },
    });
  });

  it('goes to any of them where they work at once', () =>
    expect(when(routed('parallel')).when(offer(opener, second))).toMatchObject({ events: [{}] }));

  it('gives the taker the time of its leg to hand it on', () => {
    const route = routed('sequential');
    const taken = [offer(opener, first), take(opener, first)];
    expect(when(route, ...taken).when(offer(first, second))).toMatchObject({
      events: [{ data: { handOverBy: '2026-11-30T16:59:59.999Z' } }],
    });
    const offers = after(rules, ...taken, offer(first, second)).slice(-1);
    expect(offers[0]?.data).not.toHaveProperty('handOverBy');
  });

  const offered = [offer(opener, first)];
  const refusals: Partial<
    Record<CustodyRefusal | 'unknown-component' | 'calendar-year-not-covered', DossierCommand[]>
  > = {
    'answer-incomplete': [take(opener, first, []), take(opener, first, whole.slice(1))],
    'unknown-component': [take(opener, first, [...whole, { key: 'khac', answer: 'wrong', originals: 0 }])],
    'originals-miscounted': [
      take(
        opener,
        first,
        whole.map((each) => ({ ...each, originals: 1 })),
      ),
    ],
    'not-the-recipient': [{ ...take(opener, first), ...act(opener) }],
  };
  it.each(Object.entries(refusals).flatMap(([refused, all]) => all.map((each) => [refused, each] as const)))(
    'is refused with %s',
    (refused, command) => expect(when(rules, ...offered).when(command)).toMatchObject({ refused }),
  );

  it('has no limit in a year without a calendar', () =>
    expect(
      when(routed('sequential'), ...offered).when({ ...take(opener, first), at: '2031-11-26T02:00:00.000Z' }),
    ).toMatchObject({ refused: 'calendar-year-not-covered' }));
});

describe('for random ways of a dossier with papers', () => {
  const agencies = fc.constantFrom(opener, first, second);
  const ids = fc.constantFrom('h1', 'h2', 'h3', 'h4');
  const item = (key: string, originals: number) =>
    fc
      .constantFrom('accepted' as const, 'missing' as const, 'wrong' as const)
      .map((answer): ItemAnswer => ({ key, answer, originals }));
  const commands: fc.Arbitrary<DossierCommand> = fc.oneof(
    fc.tuple(agencies, agencies, ids).map(([by, to, id]) => offer(by, to, id)),
    fc
      .tuple(agencies, ids, item('to-khai', 0), item('ban-ve', 2), item('anh', 1), fc.boolean())
      .map(([by, handoffId, ...items]): DossierCommand => {
        const [form, drawing, photo, isWhole] = items;
        const said = isWhole ? whole : [form, drawing, photo];
        return { type: 'AcceptHandoff', handoffId, items: said, calendar, ...act(by) };
      }),
    fc
      .tuple(agencies, ids, fc.constantFrom('ReturnHandoff' as const, 'RecallHandoff' as const))
      .map(([by, handoffId, type]): DossierCommand => ({ type, handoffId, reason: 'x', ...act(by) })),
  );

  it('every paper original has exactly one holder, which changes only when a hand-off is accepted', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (played) => {
        let state = dossierDecider.initial;
        let before: readonly object[] = [];
        for (const event of after(rules, ...played)) {
          state = dossierDecider.evolve(state, event);
          const originals = state.status === 'absent' ? [] : (state.file?.originals ?? []);
          expect(originals.map(({ key, count }) => [key, count])).toEqual([
            ['ban-ve', 2],
            ['anh', 1],
          ]);
          if (event.type !== 'HandoffAccepted' && before.length > 0) expect(originals).toEqual(before);
          before = originals;
        }
      }),
    ));

  it('nothing is handed over before it is accepted', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 20 }), (played) => {
        const [submit] = submittedFor(rules);
        expect(play(dossierDecider, [submit, ...played]).events).toHaveLength(1);
      }),
    ));
});
