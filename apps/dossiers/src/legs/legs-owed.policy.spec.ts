import fc from 'fast-check';
import { vietnamCalendar as calendar } from '@domain/calendar';
import type { RouteMode } from '@domain/codes';
import { fold, play } from '@domain/decider';
import { type DossierCommand, dossierDecider, type LegStanding } from '@domain/dossier';
import { type LegCommand, legDecider, type LegEvent, type LegState } from '@domain/leg';
import { linked } from '../../../../test/transitions/linked-examples';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { endBy, type LegOwed, legsOwed, linkedIn } from './legs-owed.policy';

const { fix, lead, other } = linked;
const day = { amount: 1, unit: 'working-days' } as const;
const agencies = [lead.by, other, 'H26.4'];
const legs = agencies.map((agency) => ({ agency, task: 'Thẩm định', time: day, optional: agency === other }));
const routed = (mode: RouteMode): DossierCommand => ({ ...fix, mode, legs });
const dossierAfter = (...commands: readonly DossierCommand[]) =>
  play(dossierDecider, [...submittedFor(rules), ...commands]).state;
const standings = (...states: readonly LegStanding['state'][]): readonly LegStanding[] =>
  states.map((state, place) => ({
    ...{ order: place + 1, agency: agencies[place] ?? '', state },
    ...(state === 'Done' ? { result: { sha256: `${place + 1}`.repeat(64) } } : {}),
  }));
const owedIn = (states: readonly LegStanding[], ...commands: readonly DossierCommand[]) => {
  const found = linkedIn(dossierAfter(...commands));
  return found === undefined ? [] : legsOwed(found, states);
};
const ordersIn = (owed: readonly LegOwed[]) => owed.map(({ order }) => order);

it('all legs begin at once in parallel', () => {
  const owed = owedIn(standings('Planned', 'Planned', 'Planned'), routed('parallel'));
  expect(ordersIn(owed)).toEqual([1, 2, 3]);
  expect(owed.some(({ plan }) => 'next' in plan || 'input' in plan)).toBe(false);
  expect(ordersIn(owedIn(standings('Done', 'Planned', 'Pending'), routed('parallel')))).toEqual([2]);
});

it.each(['sequential', 'upward'] as const)(
  '%s, a leg begins when the one before is done, on its result',
  (mode) => {
    const [first] = owedIn(standings('Planned', 'Planned', 'Planned'), routed(mode));
    expect(first).toMatchObject({ order: 1, plan: { next: other } });
    expect(first?.plan).not.toHaveProperty('input');
    const [second, ...none] = owedIn(standings('Done', 'Planned', 'Planned'), routed(mode));
    expect(second).toMatchObject({ order: 2, plan: { input: '1'.repeat(64), next: 'H26.4' } });
    expect(none).toEqual([]);
    for (const waits of ['Pending', 'Active', 'Returned', 'Refused', 'Closed'] as const)
      expect(owedIn(standings(waits, 'Planned', 'Planned'), routed(mode))).toEqual([]);
  },
);

it('a leg has a document for its result where the version of the procedure wants one', () => {
  const strict = play(dossierDecider, [
    ...submittedFor({ ...rules, resultDocument: true }),
    routed('parallel'),
  ]);
  const found = linkedIn(strict.state);
  const owed = found === undefined ? [] : legsOwed(found, standings('Planned', 'Done', 'Done'));
  expect(owed).toMatchObject([{ order: 1, plan: { resultDocument: true } }]);
});

it('goes on without a refused leg once that is decided', () => {
  const refused = standings('Done', 'Refused', 'Planned');
  expect(owedIn(refused, routed('sequential'))).toEqual([]);
  const goOn = { ...linked.goOn, standings: refused };
  const [third] = owedIn(refused, routed('sequential'), goOn);
  expect(third).toMatchObject({ order: 3, plan: { input: '1'.repeat(64) } });
});

it('nothing begins of a dossier without a route, or that came to its end', () => {
  const waiting = standings('Planned', 'Planned', 'Planned');
  expect(owedIn(waiting)).toEqual([]);
  expect(ordersIn(owedIn(waiting, routed('parallel'), staged.ask))).toEqual([1, 2, 3]);
  expect(owedIn(waiting, routed('parallel'), staged.ask, staged.withdraw)).toEqual([]);
  expect(owedIn(waiting, routed('parallel'), staged.halt)).toEqual([]);
});

it('no leg begins while its dossier waits for a supplement, also when a withdrawal is asked for then', () => {
  const waiting = standings('Done', 'Planned', 'Planned');
  const ask: DossierCommand = { ...linked.ask, by: lead.by };
  expect(ordersIn(owedIn(waiting, routed('sequential')))).toEqual([2]);
  expect(owedIn(waiting, routed('sequential'), ask)).toEqual([]);
  expect(owedIn(waiting, routed('sequential'), ask, staged.ask)).toEqual([]);
  expect(ordersIn(owedIn(waiting, routed('sequential'), ask, staged.submit, staged.agree))).toEqual([2]);
});

it('what ends a dossier ends its legs', () => {
  const ends = [
    [routed('parallel'), { ...linked.consolidate, standings: standings('Done', 'Done', 'Done') }],
    [routed('parallel'), linked.refuse],
    [staged.ask, staged.withdraw],
    [routed('parallel'), staged.halt],
  ].map((commands) =>
    play(dossierDecider, [...submittedFor(rules), ...commands])
      .events.map(endBy)
      .at(-1),
  );
  expect(ends).toEqual(['finished', 'refused', 'withdrawn', 'stopped']);
});

/** The two streams of one leg each beside their dossier, as the reactor works on them: it may die after any append. */
class World {
  private readonly facts: LegEvent[][] = legs.map(() => []);
  private readonly happened: DossierCommand[];
  private at = fix.at;

  constructor(readonly mode: RouteMode) {
    this.happened = [routed(mode)];
  }

  /** To the dossier, and the time moves on to it. */
  happens(...commands: readonly DossierCommand[]): void {
    this.happened.push(...commands);
    this.at = commands.at(-1)?.at ?? this.at;
  }

  stateOf(order: number): LegState {
    return fold(legDecider, this.facts[order - 1] ?? []);
  }

  record(order: number, command: LegCommand): void {
    const decision = legDecider.decide(command, this.stateOf(order));
    if ('events' in decision) this.facts[order - 1]?.push(...decision.events);
  }

  get standings(): readonly LegStanding[] {
    return legs.map(({ agency }, place) => {
      const state = this.stateOf(place + 1);
      if (state.status === 'absent') return { order: place + 1, agency, state: 'Planned' };
      const { result } = state;
      return { order: place + 1, agency: state.agency, state: state.status, ...(result && { result }) };
    });
  }

  /** At most so many appends, then it is cut off. */
  react(appendsMax: number): void {
    const state = dossierAfter(...this.happened);
    const { stood = [] } = (state.status === 'absent' ? undefined : state.file?.link) ?? {};
    const { at } = this;
    for (const order of [1, 2, 3].slice(0, appendsMax))
      this.record(order, { type: 'FollowClock', stood, calendar, at });
    const found = linkedIn(state);
    if (found === undefined) return;
    for (const { order, agency, plan } of legsOwed(found, this.standings).slice(0, appendsMax)) {
      const of = { dossierId: found.dossierId, order, agency, oneStop: found.oneStop, lead: lead.by };
      this.record(order, { type: 'OpenLeg', ...of, plan, isClosed: false, stood, calendar, at });
    }
  }

  work(order: number): void {
    const act = { by: agencies[order - 1] ?? '', officer: 'cv.01', at: this.at };
    this.record(order, { type: 'AcceptLeg', ...act });
    this.record(order, { type: 'DeliverLegResult', sha256: `${order}`.repeat(64), ...act });
  }

  get told(): readonly (readonly LegEvent[])[] {
    return this.facts;
  }
}

it.each(['parallel', 'sequential', 'upward'] as const)(
  'whatever is repeated and wherever it is cut off, %s legs come to the same',
  (mode) => {
    const whole = new World(mode);
    for (const order of [1, 2, 3]) {
      whole.react(9);
      whole.work(order);
    }
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { minLength: 3, maxLength: 3 }), (cuts) => {
        const world = new World(mode);
        for (const [place, appends] of cuts.entries()) {
          for (const most of appends) world.react(most);
          // The checkpoint stands before the event: it comes again, and is not cut off for ever.
          world.react(9);
          world.work(place + 1);
          world.react(9);
        }
        expect(world.told).toEqual(whole.told);
      }),
    );
  },
);

it.each(['parallel', 'sequential', 'upward'] as const)(
  'wherever it is cut off while its dossier waits for a supplement, %s legs end at the same instants',
  (mode) => {
    const at = { asked: '2026-11-27T02:00:00.000Z', came: '2026-12-02T02:00:00.000Z' };
    const ask: DossierCommand = { ...linked.ask, by: lead.by, at: at.asked };
    const [submit, agree] = [staged.submit, staged.agree].map((each) => ({ ...each, at: at.came }));
    const cut = fc.array(fc.nat(3), { maxLength: 3 });
    const ended = (before: number, cuts: readonly [readonly number[], readonly number[]]) => {
      const world = new World(mode);
      world.react(9);
      for (const order of [1, 2, 3]) {
        if (order - 1 === before) {
          world.happens(ask);
          for (const most of cuts[0]) world.react(most);
          world.happens(submit as DossierCommand, agree as DossierCommand);
          for (const most of cuts[1]) world.react(most);
          world.react(9);
        }
        world.work(order);
        world.react(9);
      }
      const ends = [1, 2, 3].map((order) => world.stateOf(order));
      return ends.map((leg) => (leg.status === 'absent' ? leg.status : [leg.status, leg.dueAt, leg.stood]));
    };
    fc.assert(
      fc.property(fc.nat(2), cut, cut, (before, first, second) =>
        expect(ended(before, [first, second])).toEqual(ended(before, [[9], [9]])),
      ),
    );
  },
);
