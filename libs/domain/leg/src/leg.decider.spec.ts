import fc from 'fast-check';
import { vietnamCalendar as calendar, type WorkCalendar, workCalendar } from '@domain/calendar';
import { fold, given, play } from '@domain/decider';
import { legs, legVariants } from '../../../../test/transitions/leg-examples';
import { type LegCommand, legDecider, type LegRefusal, turnOnLeg } from './leg.decider';
import type { LegEvent } from './leg.events';
import type { StoodStill } from './leg-state';

const { open, openUpward, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close } =
  legs;
const { agency, oneStop, lead, monitor, sha256, openStrict, deliverDocument, document } = legs;
const { lack, proposeUp, proposeFlat, pause, resume, restart, stretch, recompute, revised } = legs;

const when = (...commands: readonly LegCommand[]) => given(legDecider)(...play(legDecider, commands).events);
const typesOf = (commands: readonly LegCommand[], command: LegCommand) => {
  const decision = when(...commands).when(command);
  return 'refused' in decision ? decision : decision.events.map(({ type }) => type);
};

describe('a leg', () => {
  const facts: Record<LegCommand['type'], [LegCommand[], LegCommand, LegEvent['type'][]][]> = {
    OpenLeg: [
      [[], open, ['LegOpened']],
      [[], openUpward, ['LegOpened', 'LegMonitoringShared']],
      [[], openClosed, ['LegNotOpened']],
    ],
    AcceptLeg: [[[open], take, ['LegAccepted']]],
    ReturnLeg: [[[open], giveBack, ['LegReturned']]],
    DeliverLegResult: [
      [[open, take], deliver, ['LegResultDelivered']],
      [[openUpward, take], deliver, ['LegResultReturnedDown']],
      [[open, take], deliverDocument, ['LegResultDelivered']],
      [[openUpward, take], deliverDocument, ['LegResultReturnedDown']],
    ],
    RefuseLeg: [[[open, take], refuse, ['LegRefused']]],
    ProposeSupplement: [
      [[open, take], lack, ['LegSupplementProposed']],
      [[open, take, pause], lack, ['LegSupplementProposed']],
    ],
    ProposeRerouting: [
      [[open], propose, ['LegReroutingProposed']],
      [[open, take], propose, ['LegReroutingProposed']],
      [[openClosed], propose, ['LegReroutingProposed']],
      [[open, giveBack], { ...propose, to: agency }, ['LegReroutingProposed']],
      [[openUpward], proposeUp, ['LegReroutingProposed']],
    ],
    AgreeToRerouting: [
      [[open, take, propose], agree, ['LegRerouted']],
      [[openClosed, propose], agree, ['LegRerouted']],
    ],
    DeclareLegOverdue: [
      [[open], declare, ['LegOverdueDeclared']],
      [[open, take], declare, ['LegOverdueDeclared']],
    ],
    FollowClock: [
      [[open], pause, ['LegPaused']],
      [[open, take, pause], resume, ['LegResumed', 'LegDeadlineRecomputed']],
      [[open, take], resume, ['LegPaused', 'LegResumed', 'LegDeadlineRecomputed']],
      [[openClosed, pause], resume, ['LegResumed']],
    ],
    RecomputeLegDeadline: [[[open], recompute, ['LegDeadlineRecomputed']]],
    CloseLeg: [
      [[open], close, ['LegClosed']],
      [[open, giveBack], close, ['LegClosed']],
    ],
  };
  it.each(Object.entries(facts).flatMap(([type, cases]) => cases.map((each) => [type, ...each] as const)))(
    '%s is recorded',
    (_, before, command, types) => expect(typesOf(before, command)).toEqual(types),
  );

  const late = '2031-11-26T02:00:00.000Z';
  const { document: _, ...ofNone } = deliverDocument;
  const ofDocument = (more: Partial<typeof document>): LegCommand => ({
    ...deliverDocument,
    document: { ...document, ...more },
  });
  const refusals: Record<LegRefusal, [LegCommand[], LegCommand, object?][]> = {
    'not-found': [
      [[], take],
      [[open], { ...take, by: 'H26.9' }],
      [[open], { ...propose, by: 'H26.9' }],
    ],
    'not-with-your-agency': [
      [[open], { ...take, by: oneStop }, { agency }],
      [[open, propose, agree], take, { agency: propose.to }],
      [[open, take], { ...lack, by: lead }, { agency }],
    ],
    'not-at-this-state': [
      [[open], deliver, { state: 'Pending' }],
      [[open], lack, { state: 'Pending' }],
      [[open, take], take, { state: 'Active' }],
      [[open, take], giveBack, { state: 'Active' }],
      [[open, take, deliver], refuse, { state: 'Done' }],
      [[open, take, deliver], propose, { state: 'Done' }],
      [[open, take, refuse], deliver, { state: 'Refused' }],
      [[open, close], take, { state: 'Closed' }],
      [[openClosed], take, { state: 'Returned' }],
    ],
    'only-the-one-stop': [[[open], { ...propose, by: lead }]],
    'not-the-lead': [[[open, propose], { ...agree, by: oneStop }, { lead }]],
    'unknown-recipient': [[[open], { ...propose, recipientKnown: false }]],
    'agency-closed': [
      [[open], { ...propose, isClosed: true }, { agency: propose.to }],
      [[open, propose], { ...agree, isClosed: true }, { agency: propose.to }],
    ],
    'not-upward': [[[openUpward], proposeFlat, { agency: propose.to }]],
    'level-unknown': [
      [[openUpward], { ...propose, levels: {} }, { agency: oneStop }],
      [[openUpward], { ...propose, levels: { oneStop: 'commune' } }, { agency: propose.to }],
    ],
    'there-already': [[[open], { ...propose, to: agency }]],
    'no-rerouting-proposed': [[[open], agree]],
    'calendar-year-not-covered': [
      [[], { ...open, at: late }, { year: '2031' }],
      [[open, propose], { ...agree, at: late }, { year: '2031' }],
      [[], { ...open, stood: [{ pausedAt: open.at, resumedAt: late }] }, { year: '2031' }],
      [[open], { ...resume, stood: [{ ...stretch, resumedAt: late, clock: 'restart' }] }, { year: '2031' }],
    ],
    'result-document-required': [[[openStrict, take], deliver]],
    'result-document-not-found': [
      [[open, take], ofNone],
      [[open, take], ofDocument({ agency: lead })],
    ],
    'result-document-not-sealed': [
      [[open, take], ofDocument({ status: 'Numbered' }), { status: 'Numbered' }],
      [[open, take], ofDocument({ status: 'Recalled' }), { status: 'Recalled' }],
      [[open, take], ofDocument({ numbered: undefined as never })],
    ],
    'result-document-differs': [
      [[open, take], ofDocument({ contents: ['c'.repeat(64)] }), { approved: sha256 }],
      [[open, take], { ...deliverDocument, symbol: '46/TĐ' }, { symbol: '45/TĐ' }],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([before, command, about]) => [refused, before, command, about] as const),
    ),
  )('is refused with %s', (refused, before, command, about) =>
    expect(when(...before).when(command)).toMatchObject({ refused, ...(about && { about }) }),
  );

  it('has its own time from when it begins, and never less than was planned', () => {
    const dueAtOf = (at: string) => when().when({ ...open, at });
    expect(dueAtOf('2026-11-25T02:00:00.000Z')).toMatchObject({
      events: [{ data: { dueAt: open.plan.plannedDueAt } }],
    });
    expect(dueAtOf('2026-12-03T02:00:00.000Z')).toMatchObject({
      events: [{ data: { dueAt: '2026-12-07T16:59:59.999Z' } }],
    });
  });

  it('sends its result to whoever uses it next and to the one-stop unit', () => {
    expect(when(open, take).when(deliver)).toMatchObject({
      events: [{ data: { to: [open.plan.next, oneStop], sha256 } }],
    });
    const { next: _, ...plan } = open.plan;
    expect(when({ ...open, plan }, take).when(deliver)).toMatchObject({
      events: [{ data: { to: [lead, oneStop] } }],
    });
  });

  it('has for its result the document that is named, with the number that stands there', () => {
    const { documentId } = deliverDocument;
    const result = { sha256, symbol: '45/TĐ', document: { documentId, number: 45, bookYear: 2026 } };
    expect(when(openStrict, take).when(deliverDocument)).toMatchObject({ events: [{ data: result }] });
    const { state } = play(legDecider, [openStrict, take, deliverDocument]);
    expect(state).toMatchObject({ status: 'Done', result });
  });

  it('takes a told hash where its procedure wants a document only of what happened before', () =>
    expect(when(openStrict, take).when({ ...deliver, isImport: true })).toMatchObject({
      events: [{ type: 'LegResultDelivered', data: { sha256 } }],
    }));

  it('is watched over from above', () =>
    expect(when().when(openUpward)).toMatchObject({ events: [{}, { data: { monitor } }] }));

  it('charges lateness to the agency that has it then', () => {
    const agreed = { ...agree, at: '2026-12-01T02:00:00.000Z' };
    expect(when(open, propose, agreed).when(declare)).toEqual({ events: [] });
    const anew = { ...declare, dueAt: '2026-12-03T16:59:59.999Z', at: '2026-12-03T17:00:00.000Z' };
    const told = when(open, declare, propose, agreed).when(anew);
    expect(told).toMatchObject({ events: [{ type: 'LegOverdueDeclared', data: { agency: propose.to } }] });
  });

  it('is not late before its time, nor twice, nor once it is over', () => {
    expect(when(open).when({ ...declare, at: declare.dueAt })).toEqual({ events: [] });
    expect(when(open, declare).when(declare)).toEqual({ events: [] });
    for (const over of [
      [open, take, deliver],
      [open, take, refuse],
      [open, close],
      [open, giveBack],
    ])
      expect(when(...over).when(declare)).toEqual({ events: [] });
  });

  it('says whose turn each command of an officer is', () => {
    const state = play(legDecider, [open]).state;
    const turns = [take, giveBack, deliver, refuse, propose, agree].map(({ type }) => turnOnLeg(type, state));
    expect(turns).toEqual([agency, agency, agency, agency, oneStop, lead]);
    expect(turnOnLeg('AcceptLeg', legDecider.initial)).toBeUndefined();
  });

  it('that is begun, proposed or over already is recorded once', () => {
    expect(when(open).when(open)).toEqual({ events: [] });
    expect(when(open, propose).when(propose)).toEqual({ events: [] });
    expect(when(open, take, deliver).when(close)).toEqual({ events: [] });
    expect(when().when(close)).toEqual({ events: [] });
  });

  it('is with one agency, and ends once, whatever is tried', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...legVariants), { maxLength: 40 }), (played) => {
        const { events } = play(legDecider, played);
        const ends = events.filter(({ type }) =>
          ['LegResultDelivered', 'LegResultReturnedDown', 'LegRefused', 'LegClosed'].includes(type),
        );
        expect(ends.length).toBeLessThanOrEqual(1);
        const state = fold(legDecider, events);
        const rerouted = events.findLast((event) => event.type === 'LegRerouted');
        const last = rerouted?.type === 'LegRerouted' ? rerouted.data.to : agency;
        if (state.status !== 'absent') expect(state.agency).toBe(last);
      }),
    ));
});

const dueAfter = (...commands: readonly LegCommand[]): string | undefined => {
  const { state } = play(legDecider, commands);
  return state.status === 'absent' ? undefined : state.dueAt;
};

describe('the clock of a leg', () => {
  it('goes on with that of its dossier by what was left, or begins anew', () => {
    expect(dueAfter(open, take)).toBe('2026-11-30T16:59:59.999Z');
    expect(dueAfter(open, take, pause, resume)).toBe('2026-12-03T16:59:59.999Z');
    expect(dueAfter(open, take, pause, restart)).toBe('2026-12-04T16:59:59.999Z');
  });

  it('is followed once, however often and late it is told', () => {
    expect(when(open, pause).when(pause)).toEqual({ events: [] });
    expect(when(open, pause, resume).when(resume)).toEqual({ events: [] });
    expect(when(open, pause, resume).when(pause)).toEqual({ events: [] });
    expect(dueAfter(open, resume)).toBe(dueAfter(open, pause, resume));
    for (const over of [[open, take, deliver], [open, take, refuse], [open, close], []])
      expect(when(...over).when(resume)).toEqual({ events: [] });
  });

  it('that begins after its dossier stood still has its own time, and what was planned as it was moved', () => {
    const { resumedAt } = stretch;
    const later = { ...open, at: resumedAt, stood: [{ ...stretch, clock: 'resume' as const }] };
    expect(when().when(later)).toMatchObject({
      events: [{ data: { plannedDueAt: '2026-12-03T16:59:59.999Z', dueAt: '2026-12-04T16:59:59.999Z' } }],
    });
    expect(when(later).when(resume)).toEqual({ events: [] });
  });

  it('charges nobody with what it stood still, and who was late before with that', () => {
    expect(when(open, pause).when(declare)).toEqual({ events: [] });
    expect(when(open).when({ ...declare, stood: pause.stood })).toEqual({ events: [] });
    expect(when(open, resume).when({ ...declare, stood: resume.stood })).toEqual({ events: [] });
    const after = [{ pausedAt: '2026-12-01T02:00:00.000Z' }];
    expect(typesOf([open], { ...declare, stood: after })).toEqual(['LegOverdueDeclared']);
    const whole = [{ pausedAt: '2026-12-01T02:00:00.000Z', resumedAt: stretch.resumedAt }];
    expect(typesOf([open, declare], { ...resume, stood: whole })).toEqual(['LegPaused', 'LegResumed']);
    expect(dueAfter(open, declare, { ...resume, stood: whole })).toBe(declare.dueAt);
  });

  it('of an agency that got it meanwhile begins when its dossier goes on', () => {
    const agreed = { ...agree, at: '2026-12-01T02:00:00.000Z' };
    expect(dueAfter(open, pause, propose, agreed, resume)).toBe('2026-12-04T16:59:59.999Z');
    expect(dueAfter(open, giveBack, pause, propose, agreed, resume)).toBe('2026-12-04T16:59:59.999Z');
  });

  it('is computed again by a revised calendar, says what moved it, and comes back with it', () => {
    expect(when(open).when(recompute)).toMatchObject({
      events: [
        {
          data: {
            ...{ before: declare.dueAt, dueAt: '2026-12-01T16:59:59.999Z', startedAt: open.at },
            ...{ calendarVersion: revised.calendarVersion, revision: recompute.revision },
          },
        },
      ],
    });
    expect(when(open, recompute).when(recompute)).toEqual({ events: [] });
    expect(dueAfter(open, recompute, { ...recompute, calendar })).toBe(declare.dueAt);
    for (const over of [[open, take, deliver], [open, giveBack], [open, close], []])
      expect(when(...over).when(recompute)).toEqual({ events: [] });
  });

  it('tells again that it is late with an end that was moved', () => {
    const later = { ...declare, dueAt: '2026-12-01T16:59:59.999Z', at: '2026-12-01T17:00:00.000Z' };
    expect(typesOf([open, declare, recompute], later)).toEqual(['LegOverdueDeclared']);
  });

  const days = fc.integer({ min: 0, max: 20 });
  const moments = (day: number): string => new Date(Date.parse(open.at) + day * 86_400_000).toISOString();
  const stretches = fc
    .array(fc.tuple(days, days, fc.constantFrom('restart' as const, 'resume' as const)), { maxLength: 3 })
    .map((list): readonly StoodStill[] => {
      let from = 1;
      return list.map(([until, before, clock]) => {
        const pausedAt = moments(from + before);
        from += before + until + 1;
        return { pausedAt, resumedAt: moments(from), clock };
      });
    });
  const calendars = fc.constantFrom<WorkCalendar>(calendar, workCalendar(), revised);

  it('recomputed by the calendar it was computed by comes to the same instant and tells nothing', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...legVariants), { maxLength: 20 }),
        stretches,
        calendars,
        (played, stood, by) => {
          const own = played.map((command) =>
            'calendar' in command ? { ...command, calendar: by } : command,
          );
          const { events } = play(legDecider, [...own, { ...resume, stood, calendar: by }]);
          const again = { ...recompute, calendar: by, at: moments(60) };
          expect(given(legDecider)(...events).when(again)).toEqual({ events: [] });
        },
      ),
    ));

  it('comes to the same, whether each stretch is followed at once or all of them late', () =>
    fc.assert(
      fc.property(stretches, (stood) => {
        const each = stood.flatMap((stretchOf, place): LegCommand[] => {
          const before = stood.slice(0, place);
          const begun = { ...resume, stood: [...before, { pausedAt: stretchOf.pausedAt }] };
          return [begun, { ...resume, stood: stood.slice(0, place + 1) }];
        });
        expect(dueAfter(open, take, ...each)).toBe(dueAfter(open, take, { ...resume, stood }));
        expect((dueAfter(open, take, ...each) ?? '') >= (dueAfter(open, take) ?? '')).toBe(true);
      }),
    ));
});
