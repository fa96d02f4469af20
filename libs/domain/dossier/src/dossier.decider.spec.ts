import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import type { CustodyCommand, CustodyRefusal } from './custody';
import type { ownRefusals } from './deciding';
import { type DossierCommand, dossierDecider } from './dossier.decider';
import type { DossierEvent } from './dossier.events';
import type { PlainCommand, PlainRefusal } from './unversioned';

/** Of a dossier that lives by no version of a procedure; those that do have specs of their own. */
type Plain = PlainCommand | CustodyCommand | Extract<DossierCommand, { type: 'OpenDossier' }>;
type OfPlain = (typeof ownRefusals)[number] | CustodyRefusal | PlainRefusal;
type Command<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;
type EventOf<T extends DossierEvent['type']> = Extract<DossierEvent, { type: T }>;

const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const handoffId = 'b1d2c3a4-0000-5000-8000-000000000001';
const at = '2026-11-22T01:00:00.000Z';
const reason = 'thuộc thẩm quyền của cơ quan nhận';

const open: Command<'OpenDossier'> = {
  type: 'OpenDossier',
  dossierId,
  agency: 'H26.1',
  officer: 'mc.01',
  procedure: '2.000635',
  channel: 'counter',
  applicantRef: '5f1d7a52-0000-4000-8000-000000000001',
  codes: [],
  startedAt: at,
  at,
};
const offer: Command<'OfferHandoff'> = {
  type: 'OfferHandoff',
  handoffId,
  by: 'H26.1',
  officer: 'mc.01',
  to: 'H26.2',
  recipientKnown: true,
  reason,
  at,
};
const accept: Command<'AcceptHandoff'> = {
  type: 'AcceptHandoff',
  handoffId,
  by: 'H26.2',
  officer: 'cv.02',
  at,
};
const giveBack = { type: 'ReturnHandoff', handoffId, by: 'H26.2', officer: 'cv.02', reason, at } as const;
const recall = { type: 'RecallHandoff', handoffId, by: 'H26.1', officer: 'mc.01', reason, at } as const;
const activity: Command<'RecordActivity'> = {
  type: 'RecordActivity',
  by: 'H26.1',
  officer: 'mc.01',
  activity: 'Thẩm định hồ sơ',
  instance: 'wf-77',
  at,
};
const complete: Command<'CompleteDossier'> = {
  type: 'CompleteDossier',
  by: 'H26.1',
  officer: 'mc.01',
  outcome: 'granted',
  endedAt: at,
  at,
};

const handoff = { dossierId, handoffId, from: 'H26.1', to: 'H26.2', at };
const { type: _open, ...opening } = open;
const opened: EventOf<'DossierOpened'> = { type: 'DossierOpened', data: opening };
const offered: EventOf<'HandoffOffered'> = {
  type: 'HandoffOffered',
  data: { ...handoff, giver: 'mc.01', reason },
};
const accepted: EventOf<'HandoffAccepted'> = {
  type: 'HandoffAccepted',
  data: { ...handoff, giver: 'mc.01', taker: 'cv.02' },
};
const returned: EventOf<'HandoffReturned'> = {
  type: 'HandoffReturned',
  data: { ...handoff, officer: 'cv.02', reason },
};
const recalled: EventOf<'HandoffRecalled'> = {
  type: 'HandoffRecalled',
  data: { ...handoff, officer: 'mc.01', reason },
};
const recorded: EventOf<'ActivityRecorded'> = {
  type: 'ActivityRecorded',
  data: { dossierId, agency: 'H26.1', officer: 'mc.01', activity: 'Thẩm định hồ sơ', instance: 'wf-77', at },
};
const completed: EventOf<'DossierCompleted'> = {
  type: 'DossierCompleted',
  data: { dossierId, agency: 'H26.1', officer: 'mc.01', outcome: 'granted', endedAt: at, at },
};

const givenDossier = given(dossierDecider);
const second = { ...offer, handoffId: 'b1d2c3a4-0000-5000-8000-000000000002' };

const { calendarVersion, dueAt } = { calendarVersion: 'vn-1', dueAt: '2026-11-23T16:59:59.999Z' };
const declare: Command<'DeclareHandoffOverdue'> = {
  ...{ type: 'DeclareHandoffOverdue', handoffId, dueAt, calendarVersion, at: '2026-11-23T17:00:00.000Z' },
};
const overdue: DossierEvent = {
  type: 'HandoffOverdue',
  data: { dossierId, handoffId, from: 'H26.1', to: 'H26.2', dueAt, calendarVersion, at: declare.at },
};

describe('a dossier', () => {
  const acceptances: Record<Plain['type'], [DossierEvent[], DossierCommand, DossierEvent]> = {
    OpenDossier: [[], open, opened],
    OfferHandoff: [[opened], offer, offered],
    AcceptHandoff: [[opened, offered], accept, accepted],
    ReturnHandoff: [[opened, offered], giveBack, returned],
    RecallHandoff: [[opened, offered], recall, recalled],
    DeclareHandoffOverdue: [[opened, offered], declare, overdue],
    RecordActivity: [[opened], activity, recorded],
    CompleteDossier: [[opened], complete, completed],
  };
  it.each(Object.entries(acceptances))('records a fact on %s', (_, [history, command, event]) =>
    expect(givenDossier(...history).when(command)).toEqual({ events: [event] }),
  );

  const refusals: Partial<Record<OfPlain, [DossierEvent[], DossierCommand][]>> = {
    'not-found': [
      [[], offer],
      [[], complete],
      [[opened], { ...accept, by: 'H26.3' }],
      [[opened, offered], { ...recall, by: 'H26.3' }],
    ],
    'not-the-holder': [
      [[opened, offered, returned], { ...second, by: 'H26.2', to: 'H26.1' }],
      [[opened, offered, accepted], activity],
      [[opened, offered], { ...activity, by: 'H26.2' }],
      [[opened, offered, accepted], complete],
    ],
    'not-the-recipient': [
      [[opened, offered], { ...accept, by: 'H26.1' }],
      [[opened, offered], { ...giveBack, by: 'H26.1' }],
    ],
    'not-the-giver': [[[opened, offered], { ...recall, by: 'H26.2' }]],
    'recipient-is-holder': [[[opened], { ...offer, to: 'H26.1' }]],
    'unknown-recipient': [[[opened], { ...offer, recipientKnown: false }]],
    'handoff-not-found': [
      [[opened], { ...accept, by: 'H26.1' }],
      [[opened, offered], { ...accept, handoffId: second.handoffId }],
      [[opened], { ...accept, by: 'H26.1', handoffId: 'constructor' }],
    ],
    'handoff-already-pending': [
      [[opened, offered], second],
      [[opened, offered], complete],
    ],
    'handoff-already-settled': [
      [[opened, offered, accepted], accept],
      [[opened, offered, returned], giveBack],
      [[opened, offered, recalled], recall],
      [[opened, offered, accepted], giveBack],
      [[opened, offered, accepted], recall],
      [[opened, offered, returned], accept],
      [[opened, offered, recalled], accept],
    ],
    'not-at-this-stage': [
      [[opened], { type: 'RefuseAcceptance', by: 'H26.1', officer: 'mc.01', reason, at }],
    ],
    'already-completed': [
      [[opened, completed], second],
      [[opened, completed], { ...activity, activity: 'Ký duyệt' }],
      [[opened, completed], { ...complete, outcome: 'refused' }],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([history, command]) => [command.type, refused, history, command] as const),
    ),
  )('refuses %s with %s', (_, refused, history, command) =>
    expect(givenDossier(...history).when(command)).toMatchObject({ refused }),
  );

  it.each<[string, DossierCommand, DossierEvent, object]>([
    ['accepted', accept, accepted, { agency: 'H26.2', officer: 'cv.02' }],
    ['returned', giveBack, returned, { agency: 'H26.2', officer: 'cv.02' }],
    ['recalled', recall, recalled, { agency: 'H26.1', officer: 'mc.01' }],
  ])('tells who %s a hand-off and when, whatever is told of it later', (settled, command, event, who) =>
    expect(givenDossier(opened, offered, event).when(command)).toEqual({
      refused: 'handoff-already-settled',
      about: { settled, ...who, at },
    }),
  );

  it.each<[string, DossierCommand, DossierEvent[]]>([
    ['opening', open, [opened]],
    ['offer', offer, [opened, offered]],
    ['offer, after it was accepted', offer, [opened, offered, accepted]],
    ['offer, after it was returned', offer, [opened, offered, returned]],
    ['activity', activity, [opened, recorded]],
    ['activity, after the dossier moved on', activity, [opened, recorded, offered, accepted]],
    ['completion', complete, [opened, completed]],
  ])('records nothing when the %s is redelivered', (_, command, history) =>
    expect(givenDossier(...history).when(command)).toEqual({ events: [] }),
  );

  it('is said once to be taken by nobody, and not once it came to rest or while there is time', () => {
    expect(givenDossier(opened, offered, overdue).when(declare)).toEqual({ events: [] });
    expect(givenDossier(opened, offered, accepted).when(declare)).toEqual({ events: [] });
    expect(givenDossier(opened, offered).when({ ...declare, at: dueAt })).toEqual({ events: [] });
    expect(givenDossier(opened, offered, overdue).when(accept)).toEqual({ events: [accepted] });
  });

  it('goes back to its giver when it is returned or recalled, and may be offered again', () => {
    expect(givenDossier(opened, offered, returned).when(second)).toMatchObject({
      events: [{ type: 'HandoffOffered' }],
    });
    expect(givenDossier(opened, offered, recalled).when(second)).toMatchObject({
      events: [{ type: 'HandoffOffered' }],
    });
  });

  it('stays with its giver while the hand-off is pending', () =>
    expect(fold(dossierDecider, [opened, offered])).toMatchObject({ status: 'offered', holder: 'H26.1' }));
});

describe('for random histories of a dossier', () => {
  it('deciding twice appends once', () =>
    fc.assert(
      fc.property(fc.array(commands), commands, (before, command) => {
        const once = play(dossierDecider, [open, ...before, command]).events;
        expect(play(dossierDecider, [open, ...before, command, command]).events).toEqual(once);
      }),
    ));

  it('a command redelivered at any later time appends nothing', () =>
    fc.assert(
      fc.property(fc.array(commands), fc.nat(), (played, which) => {
        const { recorded, events } = play(dossierDecider, [open, ...played]);
        const redelivered = recorded[which % recorded.length] as DossierCommand;
        expect(play(dossierDecider, [open, ...played, redelivered]).events).toEqual(events);
      }),
    ));

  it('exactly one agency holds it, and only a holder gives it away', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (played) => {
        let holder = 'H26.1';
        let state = dossierDecider.initial;
        for (const event of play(dossierDecider, [open, ...played]).events) {
          if (event.type === 'HandoffOffered') expect(event.data.from).toBe(holder);
          if (event.type === 'HandoffAccepted') holder = event.data.to;
          state = dossierDecider.evolve(state, event);
          expect(state).toMatchObject({ holder });
        }
      }),
    ));

  it('every hand-off is settled at most once, one after the other', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (played) => {
        const handoffs = play(dossierDecider, [open, ...played]).events.filter(({ type }) =>
          type.startsWith('Handoff'),
        );
        handoffs.forEach(({ type }, i) => expect(type === 'HandoffOffered').toBe(i % 2 === 0));
        const offers = handoffs.filter((event) => event.type === 'HandoffOffered');
        expect(new Set(offers.map(({ data }) => data.handoffId)).size).toBe(offers.length);
      }),
    ));

  it('completion is the one terminal state: nothing follows it', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (played) => {
        const types = play(dossierDecider, [open, ...played]).events.map(({ type }) => type);
        const end = types.indexOf('DossierCompleted');
        if (end !== -1) expect(end).toBe(types.length - 1);
      }),
    ));
});

const agencies = fc.constantFrom('H26.1', 'H26.2', 'H26.3');
const act = {
  by: agencies,
  officer: fc.constantFrom('mc.01', 'cv.02'),
  at: fc.constantFrom('2026-11-22T01:00:00.000Z', '2026-11-22T02:00:00.000Z'),
};
const settling = { ...act, handoffId: fc.constantFrom('h1', 'h2', 'h3', 'h4') };
const commands: fc.Arbitrary<DossierCommand> = fc.oneof(
  fc.record({
    ...settling,
    type: fc.constant('OfferHandoff' as const),
    to: agencies,
    recipientKnown: fc.boolean(),
    reason: fc.constant(reason),
  }),
  fc.record({ ...settling, type: fc.constant('AcceptHandoff' as const) }),
  fc.record({
    ...settling,
    type: fc.constantFrom('ReturnHandoff' as const, 'RecallHandoff' as const),
    reason: fc.constant(reason),
  }),
  fc.record({
    ...act,
    type: fc.constant('RecordActivity' as const),
    activity: fc.constantFrom('Thẩm định', 'Ký duyệt'),
  }),
  { weight: 1, arbitrary: completions() },
);

function completions(): fc.Arbitrary<DossierCommand> {
  return fc.record({
    ...act,
    type: fc.constant('CompleteDossier' as const),
    outcome: fc.constantFrom('granted' as const, 'refused' as const),
    endedAt: fc.constant(at),
  });
}
