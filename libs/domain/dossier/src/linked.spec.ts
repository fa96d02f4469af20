import fc from 'fast-check';
import { vietnamCalendar as calendar } from '@domain/calendar';
import { type LegState, legStates } from '@domain/codes';
import { fold, given, play } from '@domain/decider';
import { linked } from '../../../../test/transitions/linked-examples';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { DossierRules } from './dossier-rules';
import type { LinkedCommand, LinkedRefusal } from './linked';

const { fix, fixUpward, fixFlat, ask, askForLeg, consolidate, refuse, goOn, standings, lead, other } = linked;
const { counter, competent, offer } = staged;
/** The one that took over stands no higher than who hands up. */
const below = { [counter.by]: 'commune', [lead.by]: 'province', 'H26.7': 'commune' } as const;
const days = (amount: number) => ({ amount, unit: 'working-days' }) as const;
const routed: DossierRules = {
  ...rules,
  route: {
    ...{ mode: 'sequential', lead: lead.by },
    legs: [
      { agency: lead.by, task: 'Thẩm định', time: days(2) },
      { agency: other, task: 'Cho ý kiến', time: days(1), optional: true },
    ],
  },
};
const { mode: _, lead: __, legs: ___, ...byDefault } = fix;

const factsOf = (commands: readonly DossierCommand[], under = rules) =>
  play(dossierDecider, [...submittedFor(under), ...commands]).events;
const when = (commands: readonly DossierCommand[], under = rules) =>
  given(dossierDecider)(...factsOf(commands, under));
const stateAfter = (...commands: readonly DossierCommand[]) => fold(dossierDecider, factsOf(commands));
const items = [
  { key: 'to-khai', answer: 'accepted', originals: 0 },
  { key: 'ban-ve', answer: 'accepted', originals: 2 },
  { key: 'anh', answer: 'accepted', originals: 1 },
] as const;
const take: DossierCommand = { type: 'AcceptHandoff', handoffId: 'h', items, calendar, ...competent };

describe('an interlinked dossier', () => {
  const facts: Record<LinkedCommand['type'], [DossierCommand[], DossierCommand, string]> = {
    FixRoute: [[], fix, 'RouteFixed'],
    ConsolidateResults: [[fix], consolidate, 'LinkedResultsConsolidated'],
    RefuseLinkedDossier: [[fix], refuse, 'LinkedDossierRefused'],
    ContinueLinkedDossier: [[fix], goOn, 'LinkedDossierContinued'],
  };
  it.each(Object.entries(facts))('%s is recorded', (_name, [before, command, type]) =>
    expect(when(before).when(command)).toMatchObject({ events: [{ type }] }),
  );

  const refusals: Record<
    LinkedRefusal,
    [DossierCommand[], DossierCommand, (object | undefined)?, DossierRules?][]
  > = {
    'route-not-given': [[[], byDefault]],
    'outside-the-route': [
      [[], { ...byDefault, legs: [{ agency: 'H26.9', task: 'x', time: days(1) }] }, undefined, routed],
      [[], { ...byDefault, mode: 'parallel' }, { allowed: [lead.by, other] }, routed],
      [[], { ...byDefault, lead: other }, { lead: lead.by }, routed],
      [[fix], { ...offer('h'), to: 'H26.9' }, { allowed: [lead.by, other] }],
    ],
    'route-agency-not-found': [[[], { ...fix, unknownAgencies: [other] }, { agencies: [other] }]],
    'route-agency-closed': [
      [[], { ...fix, closed: [{ code: other, successors: [] }] }, { agencies: [other] }],
      [[], { ...fix, closed: [{ code: other, successors: ['H26.7', 'H26.8'] }] }, { agencies: [other] }],
    ],
    'route-not-upward': [
      [[], fixFlat, { agencies: [lead.by] }],
      [[], { ...fixUpward, closed: [{ code: lead.by, successors: ['H26.7'] }], levels: below }],
    ],
    'route-level-unknown': [[[], { ...fixUpward, levels: {} }, { agencies: [counter.by, lead.by] }]],
    'legs-exceed-the-deadline': [
      [
        [],
        { ...fix, legs: [{ agency: other, task: 'x', time: days(4) }] },
        { dueAt: '2026-12-01T16:59:59.999Z' },
      ],
      [
        [],
        {
          ...fix,
          mode: 'sequential',
          legs: [2, 2].map((n) => ({ agency: other, task: 'x', time: days(n) })),
        },
      ],
    ],
    'not-the-lead': [
      [[fix], { ...consolidate, ...counter }, { lead: lead.by }],
      [[fix], { ...ask, ...counter }, { lead: lead.by }],
    ],
    'leg-not-refused': [
      [[fix], { ...refuse, standings: standings('Active', 'Done') }],
      [[fix], { ...goOn, standings: standings('Done', 'Done') }],
    ],
    'leg-not-at-work': [
      [[fix], { ...askForLeg, standings: standings('Active', 'Pending') }],
      [[fix], { ...askForLeg, order: 3 }],
      [[staged.assign], { ...askForLeg, ...counter }],
    ],
    'leg-is-mandatory': [[[fix], { ...goOn, order: 1, standings: refuse.standings }]],
    'refused-leg-undecided': [
      [[fix], { ...consolidate, standings: standings('Done', 'Refused') }, { legs: ['2'] }],
    ],
    'legs-not-done': [[[fix], { ...consolidate, standings: standings('Active', 'Done') }, { legs: ['1'] }]],
    'not-at-the-one-stop': [
      [[fix, offer('h'), take], consolidate, { oneStop: counter.by }],
      [[fix, offer('h'), take], refuse],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([before, command, about, under]) => [refused, before, command, about, under] as const),
    ),
  )('is refused with %s', (refused, before, command, about, under) =>
    expect(when(before, under).when(command)).toMatchObject({ refused, ...(about && { about }) }),
  );

  describe('while its legs are worked on', () => {
    const after = (at: string, command: DossierCommand) => ({ ...command, at });
    const [submitted, agreed] = [
      after('2026-11-27T02:00:00.000Z', staged.submit),
      after('2026-12-02T02:00:00.000Z', staged.agree),
    ];
    const legOf = { order: 2, agency: other };

    it('waits for a supplement that its lead agency asks for, for itself or for a leg, and goes on with its legs', () => {
      expect(when([fix]).when(ask)).toMatchObject({
        events: [{ type: 'SupplementRequested', data: { agency: lead.by } }],
      });
      expect(when([fix]).when(askForLeg)).toMatchObject({ events: [{ data: { leg: legOf } }] });
      expect(stateAfter(fix, askForLeg)).toMatchObject({
        ...{ stage: 'AwaitingSupplement', file: { link: { stood: [{ pausedAt: ask.at }] } } },
      });
      expect(stateAfter(fix, askForLeg, submitted, agreed)).toMatchObject({
        ...{ stage: 'Routed' },
        file: {
          link: {
            asked: [legOf],
            stood: [{ pausedAt: ask.at, resumedAt: agreed.at, clock: 'restart' }],
          },
        },
      });
    });

    it('asks as often as its procedure says, counted for the lead and for each leg', () => {
      const again = [fix, ask, submitted, agreed].map((each) => ({ ...each }));
      const late = { ...ask, at: '2026-12-01T02:00:00.000Z' };
      expect(when(again).when(late)).toMatchObject({ refused: 'supplement-already-requested' });
      const { standings: _____, ...own } = { ...askForLeg, at: agreed.at };
      const accepted = standings('Active', 'Active').map((each) => ({ ...each, acceptedAt: agreed.at }));
      expect(when(again).when({ ...own, standings: accepted })).toMatchObject({ events: [{}] });
      const another = { ...own, standings: accepted.map((each) => ({ ...each, agency: 'H26.7' })) };
      expect(when([fix, askForLeg, submitted, agreed]).when(another)).toMatchObject({ events: [{}] });
    });

    it('asks within 3 working days of when the route was fixed, or the leg accepted', () => {
      const late = '2026-12-02T02:00:00.000Z';
      const tooLate = { refused: 'supplement-request-too-late' };
      expect(when([fix]).when({ ...ask, at: late })).toMatchObject(tooLate);
      expect(when([fix]).when({ ...askForLeg, at: late })).toMatchObject(tooLate);
      const accepted = standings('Active', 'Active').map((each) => ({ ...each, acceptedAt: late }));
      expect(when([fix]).when({ ...askForLeg, at: late, standings: accepted })).toMatchObject({
        events: [{}],
      });
    });

    it('waits for a hand-off that is under way', () =>
      expect(when([fix, offer('h')]).when(ask)).toEqual({ refused: 'handoff-already-pending' }));

    it('is stopped, with its legs, when nothing came', () =>
      expect(stateAfter(fix, ask, staged.lapse)).toMatchObject({ stage: 'Stopped' }));
  });

  it('goes by the route of its procedure, each leg due after the one before it', () =>
    expect(when([], routed).when(byDefault)).toMatchObject({
      events: [
        {
          data: {
            ...{ mode: 'sequential', lead: lead.by },
            legs: [
              { agency: lead.by, mandatory: true, dueAt: '2026-11-30T16:59:59.999Z' },
              { agency: other, mandatory: false, dueAt: '2026-12-01T16:59:59.999Z' },
            ],
          },
        },
      ],
    }));

  it('goes to who took over from a closed agency, whether it names that one or the other', () => {
    const closed = [{ code: lead.by, successors: ['H26.7'] }];
    const legs = (routed.route?.legs ?? []).map((leg) =>
      leg.agency === lead.by ? { ...leg, agency: 'H26.7' } : leg,
    );
    for (const command of [
      { ...byDefault, closed },
      { ...byDefault, closed, legs, lead: 'H26.7' },
    ])
      expect(when([], routed).when(command)).toMatchObject({
        events: [{ data: { lead: 'H26.7', legs: [{ agency: 'H26.7' }, { agency: other }] } }],
      });
  });

  it('has legs only once the applicant has the receipt of it', () => {
    const [submission] = submittedFor(rules);
    const before = play(dossierDecider, [submission]).events;
    expect(given(dossierDecider)(...before).when(fix)).toMatchObject({ refused: 'not-at-this-stage' });
  });

  it('goes upward under the eyes of the one-stop unit above', () =>
    expect(when([]).when(fixUpward)).toMatchObject({
      events: [{ data: { legs: [{ agency: lead.by, monitor: lead.by }] } }],
    }));

  it('gives its papers to one agency at a time, and stays routed', () => {
    expect(stateAfter(fix, offer('h'), take)).toMatchObject({
      ...{ stage: 'Routed', holder: competent.by },
      file: { originals: [{ holder: competent.by }, { holder: competent.by }] },
    });
    const second = { ...offer('h2'), ...competent, to: other };
    expect(
      when([fix, offer('h'), take]).when({ ...second, standings: standings('Active', 'Pending') }),
    ).toMatchObject({
      events: [{ type: 'HandoffOffered', data: { from: competent.by, to: other } }],
    });
    expect(when([fix]).when({ ...offer('h'), to: other, standings: standings('Active', 'Planned') })).toEqual(
      {
        refused: 'outside-the-route',
        about: { allowed: [competent.by] },
      },
    );
  });

  it('ends as refused or granted, and is returned then as any other', () => {
    for (const [end, outcome] of [
      [refuse, 'refused'],
      [consolidate, 'granted'],
    ] as const) {
      expect(stateAfter(fix, end)).toMatchObject({ stage: 'Finished', file: { result: { outcome } } });
      expect(when([fix, end]).when(staged.give)).toMatchObject({ events: [{ type: 'ResultReturned' }] });
    }
  });

  it('goes on without an optional leg once that is decided, and once', () => {
    const rest = { ...consolidate, standings: standings('Done', 'Refused') };
    expect(when([fix, goOn]).when(rest)).toMatchObject({ events: [{ data: { results: [{ order: 1 }] } }] });
    expect(when([fix, goOn]).when(goOn)).toEqual({ events: [] });
  });

  it('is finished by its legs alone: by what they are, never by what anybody says', () => {
    const states = fc.constantFrom<LegState>(...legStates);
    fc.assert(
      fc.property(states, states, fc.boolean(), (first, second, isContinued) => {
        const before = isContinued ? [fix, goOn] : [fix];
        const decision = when(before).when({ ...consolidate, standings: standings(first, second) });
        const isReady = first === 'Done' && (second !== 'Refused' || isContinued);
        expect('events' in decision).toBe(isReady);
      }),
    );
  });

  it('has one holder of every paper, whatever is tried of hand-offs and legs', () => {
    const offers = [competent.by, other, counter.by].flatMap((to) =>
      [counter, competent].map((who): DossierCommand => ({
        ...{ ...offer(`${who.by}-${to}`), ...who, to, standings: standings('Active', 'Pending') },
      })),
    );
    const takes = offers.map((each): DossierCommand => ({
      ...{ type: 'AcceptHandoff', handoffId: 'handoffId' in each ? each.handoffId : '', items, calendar },
      ...{ ...competent, by: 'to' in each ? each.to : '' },
    }));
    const tried = fc.constantFrom<DossierCommand>(fix, consolidate, refuse, goOn, ...offers, ...takes);
    fc.assert(
      fc.property(fc.array(tried, { maxLength: 40 }), (played) => {
        const state = stateAfter(...played);
        if (state.status === 'absent') throw new Error('it was submitted');
        const { holder, file } = state;
        expect(file?.originals.every((each) => each.holder === holder)).toBe(true);
      }),
    );
  });
});
