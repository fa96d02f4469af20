import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { legs, legVariants } from '../../../../test/transitions/leg-examples';
import { type LegCommand, legDecider, type LegRefusal, turnOnLeg } from './leg.decider';
import type { LegEvent } from './leg.events';

const { open, openUpward, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close } =
  legs;
const { agency, oneStop, lead, monitor, sha256 } = legs;

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
    ],
    RefuseLeg: [[[open, take], refuse, ['LegRefused']]],
    ProposeRerouting: [
      [[open], propose, ['LegReroutingProposed']],
      [[open, take], propose, ['LegReroutingProposed']],
      [[openClosed], propose, ['LegReroutingProposed']],
      [[open, giveBack], { ...propose, to: agency }, ['LegReroutingProposed']],
    ],
    AgreeToRerouting: [
      [[open, take, propose], agree, ['LegRerouted']],
      [[openClosed, propose], agree, ['LegRerouted']],
    ],
    DeclareLegOverdue: [
      [[open], declare, ['LegOverdueDeclared']],
      [[open, take], declare, ['LegOverdueDeclared']],
    ],
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
  const refusals: Record<LegRefusal, [LegCommand[], LegCommand, object?][]> = {
    'not-found': [
      [[], take],
      [[open], { ...take, by: 'H26.9' }],
      [[open], { ...propose, by: 'H26.9' }],
    ],
    'not-with-your-agency': [
      [[open], { ...take, by: oneStop }, { agency }],
      [[open, propose, agree], take, { agency: propose.to }],
    ],
    'not-at-this-state': [
      [[open], deliver, { state: 'Pending' }],
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
    'there-already': [[[open], { ...propose, to: agency }]],
    'no-rerouting-proposed': [[[open], agree]],
    'calendar-year-not-covered': [
      [[], { ...open, at: late }, { year: '2031' }],
      [[open, propose], { ...agree, at: late }, { year: '2031' }],
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
