import fc from 'fast-check';
import {
  type AgencyCommand,
  agencyDecider,
  type AgencyState,
  comesBackTo,
  isBelowFrom,
  isOpenOn,
  parentOn,
  type RegisteredAgency,
} from '.';

const at = '2026-11-22T01:00:00.000Z';
const codes = ['H26', 'H26.1', 'H26.2', 'H26.3', 'H26.4'];
const dates = ['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01'];
type Change =
  | {
      readonly type: 'move';
      readonly agency: string;
      readonly parent: string;
      readonly effectiveDate: string;
    }
  | {
      readonly type: 'close';
      readonly agency: string;
      readonly successor: string;
      readonly effectiveDate: string;
    };

const lower = fc.constantFrom(...codes.slice(1));
const effectiveDate = fc.constantFrom(...dates);
const changes = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('move' as const),
      agency: lower,
      parent: fc.constantFrom(...codes),
      effectiveDate,
    }),
    fc.record({ type: fc.constant('close' as const), agency: lower, successor: lower, effectiveDate }),
  ),
  { maxLength: 12 },
);

/** Several agencies, each decided for in its own stream, with what a handler gathers of the others. */
class Organisation {
  readonly states = new Map<string, AgencyState>();

  constructor() {
    for (const code of codes) {
      const parent = code === 'H26' ? {} : { parent: 'H26' };
      this.decide(code, {
        ...{
          type: 'RegisterAgency',
          code,
          scheme: 'qd20',
          name: 'A',
          abbreviation: 'A',
          tier: 'province',
          at,
        },
        ...{ ...parent, parentRegistered: true },
      });
    }
  }

  readonly registered = (code: string): RegisteredAgency | undefined => {
    const state = this.states.get(code);
    return state?.status === 'registered' ? state : undefined;
  };

  /** The refusal, when it is refused. */
  apply(change: Change): string | undefined {
    const { agency, effectiveDate } = change;
    const basis = { agency, effectiveDate, legalBasis: '1/NQ', at };
    if (change.type === 'move') {
      const { parent } = change;
      const parentIsBelow = isBelowFrom(parent, agency, effectiveDate, this.registered);
      const above = {
        parentRegistered: true,
        parentClosed: !this.isOpen(parent, effectiveDate),
        parentIsBelow,
      };
      return this.decide(agency, { type: 'MoveAgency', parent, ...above, ...basis });
    }
    const successors = [change.successor];
    const closedSuccessors = successors.filter((code) => !this.isOpen(code, effectiveDate));
    const successorComesBack = comesBackTo(agency, successors, this.registered);
    const gathered = { unknownSuccessors: [], closedSuccessors, successorComesBack };
    return this.decide(agency, { type: 'CloseAgency', how: 'merged', successors, ...gathered, ...basis });
  }

  /** Some agency stands below itself on a date. */
  isRingOn(date: string): boolean {
    return codes.some((code) => {
      const passed = new Set<string>();
      for (let next: string | undefined = code; next !== undefined; next = this.above(next, date)) {
        if (passed.has(next)) return true;
        passed.add(next);
      }
      return false;
    });
  }

  /** Where the mail of each agency goes in the end comes to an end. */
  get successionsEnd(): boolean {
    return codes.every(
      (code) => !comesBackTo(code, this.registered(code)?.closing?.successors ?? [], this.registered),
    );
  }

  private above(code: string, date: string): string | undefined {
    const agency = this.registered(code);
    return agency === undefined ? undefined : parentOn(agency, date).parent;
  }

  private isOpen(code: string, date: string): boolean {
    const agency = this.registered(code);
    return agency !== undefined && isOpenOn(agency, date);
  }

  private decide(code: string, command: AgencyCommand): string | undefined {
    const state = this.states.get(code) ?? agencyDecider.initial;
    const decision = agencyDecider.decide(command, state);
    if ('refused' in decision) return decision.refused;
    this.states.set(
      code,
      decision.events.reduce((before, event) => agencyDecider.evolve(before, event), state),
    );
    return undefined;
  }
}

const applied = (...history: readonly Change[]): readonly (string | undefined)[] => {
  const organisation = new Organisation();
  return history.map((change) => organisation.apply(change));
};
const move = (agency: string, parent: string, from: string): Change => ({
  ...{ type: 'move', agency, parent, effectiveDate: from },
});
const close = (agency: string, successor: string, from: string): Change => ({
  ...{ type: 'close', agency, successor, effectiveDate: from },
});

it.each<[string, Change[], string]>([
  [
    'a move under an agency that comes below it later',
    [move('H26.1', 'H26.2', '2027-02-01'), move('H26.2', 'H26.1', '2027-01-01')],
    'parent-is-below',
  ],
  [
    'the same through a third one, each on a date of its own',
    [
      move('H26.1', 'H26.2', '2027-03-01'),
      move('H26.2', 'H26.3', '2027-02-01'),
      move('H26.3', 'H26.1', '2027-01-01'),
    ],
    'parent-is-below',
  ],
  [
    'a closing into an agency that closes into it later',
    [close('H26.1', 'H26.2', '2027-02-01'), close('H26.2', 'H26.1', '2027-01-01')],
    'successor-is-a-predecessor',
  ],
  [
    'the same through two others',
    [
      close('H26.1', 'H26.2', '2027-04-01'),
      close('H26.2', 'H26.3', '2027-03-01'),
      close('H26.3', 'H26.4', '2027-02-01'),
      close('H26.4', 'H26.1', '2027-01-01'),
    ],
    'successor-is-a-predecessor',
  ],
])('refuses %s', (_, history, refused) =>
  expect(applied(...history)).toEqual([...history.slice(1).map(() => undefined), refused]),
);

it('takes a move under an agency that was below it until that day', () =>
  expect(
    applied(
      move('H26.1', 'H26.2', '2026-12-01'),
      move('H26.1', 'H26', '2027-01-01'),
      move('H26.2', 'H26.1', '2027-01-01'),
    ),
  ).toEqual([undefined, undefined, undefined]));

describe('whatever is decided, in whatever order of dates', () => {
  it('no agency stands below itself on any date, and all mail comes to an end', () =>
    fc.assert(
      fc.property(changes, (history) => {
        const organisation = new Organisation();
        for (const change of history) organisation.apply(change);
        expect(['2026-11-22', ...dates, '2030-01-01'].filter((date) => organisation.isRingOn(date))).toEqual(
          [],
        );
        expect(organisation.successionsEnd).toBe(true);
      }),
      { numRuns: 1_000 },
    ));

  it('a move is refused as a ring only where it would be one', () =>
    fc.assert(
      fc.property(changes, (history) => {
        const organisation = new Organisation();
        for (const change of history) {
          const before = organisation.registered(change.agency);
          if (organisation.apply(change) !== 'parent-is-below' || change.type !== 'move') continue;
          const { agency, parent, effectiveDate: fromDate } = change;
          const { parents } = before as RegisteredAgency;
          const moved = {
            ...(before as RegisteredAgency),
            parents: [...parents, { parent, fromDate }] as typeof parents,
          };
          organisation.states.set(agency, moved);
          expect(dates.some((date) => organisation.isRingOn(date))).toBe(true);
          organisation.states.set(agency, before as RegisteredAgency);
        }
      }),
      { numRuns: 1_000 },
    ));
});
