import { fold, given } from '@domain/decider';
import {
  afterWorkingDays,
  calendarDaysMax,
  calendarDecider,
  type CalendarEvent,
  calendarOf,
  type CalendarRefusal,
  type CalendarRow,
  type CalendarState,
  type PublishedCalendar,
  type ReviseCalendar,
  revisionFaults,
  seededDays,
  tableOf,
  vietnamCalendar,
} from '.';

const at = '2026-11-22T01:00:00.000Z';
const later = '2026-12-01T01:00:00.000Z';
const seed = {
  ...{ workingHours: '07:00-11:30,13:30-17:00', closures: [] },
  calendarWithout: 'swap of 2026-08-31',
};
const { hours, days } = seededDays(seed);
const publication = { type: 'PublishCalendar', hours, days, seed, at } as const;
const published: CalendarEvent = { type: 'CalendarPublished', data: { version: 1, hours, days, seed, at } };

const day = (date: string, kind: CalendarRow['kind'], over: Partial<CalendarRow> = {}): CalendarRow => ({
  ...{ date, kind, source: '41/TB-UBND', validFrom: '2026-12-01', ...over },
});
const closure = day('2026-12-14', 'LOCAL_CLOSURE');
const revision: ReviseCalendar = {
  ...{ type: 'ReviseCalendar', added: [closure], removed: [], source: '41/TB-UBND', reason: 'Bão' },
  ...{ unknownAgencies: [], at: later },
};
const { type: _, unknownAgencies: __, ...change } = revision;
const revised: CalendarEvent = { type: 'CalendarRevised', data: { version: 2, ...change } };

const on = given(calendarDecider);
const stateAfter = (...events: readonly CalendarEvent[]): PublishedCalendar => {
  const state: CalendarState = fold(calendarDecider, events);
  if (state.status === 'absent') throw new Error('nothing was published');
  return state;
};

it('is published once, whoever comes second', () => {
  expect(on().when(publication)).toEqual({ events: [published] });
  expect(on(published).when({ ...publication, hours: '08:00-17:00' })).toEqual({ events: [] });
});

it('begins as the shipped table, under the same name', () =>
  expect(calendarOf(tableOf(stateAfter(published))).calendarVersion).toBe(vietnamCalendar.calendarVersion));

it('is revised by days and hours, each revision a version', () => {
  expect(on(published).when(revision)).toEqual({ events: [revised] });
  const again = { ...revision, added: [], removed: [{ date: closure.date }], hours: '08:00-12:00' };
  expect(on(published, revised).when(again)).toMatchObject({
    events: [{ data: { version: 3, removed: [{ date: closure.date }], hours: '08:00-12:00' } }],
  });
});

const wrong: Readonly<Record<CalendarRefusal, readonly Partial<ReviseCalendar>[]>> = {
  'not-found': [],
  'nothing-revised': [{ added: [] }, { added: [], hours }],
  'not-working-hours': [{ hours: '13:00-17:00,07:00-11:30' }, { hours: '7-17' }],
  'only-closures-have-an-agency': [{ added: [day('2026-12-14', 'HOLIDAY', { agency: 'H26.1' })] }],
  'agency-not-found': [{ unknownAgencies: ['H26.9'] }],
  'day-not-found': [
    { removed: [{ date: '2026-12-15' }] },
    { removed: [{ date: '2026-01-01', agency: 'H26.1' }] },
  ],
  'too-many-days': [
    { added: Array.from({ length: calendarDaysMax }, (_day, i) => day(`3000-01-${i}`, 'LOCAL_CLOSURE')) },
  ],
  'day-told-twice': [
    { added: [day('2026-04-30', 'LOCAL_CLOSURE')] },
    { added: [closure, closure] },
    { added: [day('2026-04-30', 'LOCAL_CLOSURE', { agency: 'H26.1' })] },
  ],
  'day-out-of-place': [{ added: [day('2026-12-14', 'SWAP_WORK'), day('2026-12-19', 'SWAP_OFF')] }],
  'swap-uneven': [
    { added: [day('2026-12-14', 'SWAP_OFF')] },
    // Its halves were not known at once: an old deadline could not be computed again.
    { added: [day('2026-12-14', 'SWAP_OFF', { validFrom: '2026-11-01' }), day('2026-12-19', 'SWAP_WORK')] },
  ],
  'compensation-missing': [{ added: [day('2026-12-19', 'HOLIDAY')] }],
  'compensation-for-nothing': [{ added: [day('2026-12-14', 'COMPENSATION')] }],
};

describe('refuses', () => {
  const cases = Object.entries(wrong).flatMap(([refused, all]) =>
    all.map((over) => [refused, over] as const),
  );
  it.each(cases)('with %s: %j', (refused, over) =>
    expect(on(published).when({ ...revision, ...over })).toEqual({ refused }),
  );

  it('to revise what was not published', () => expect(on().when(revision)).toEqual({ refused: 'not-found' }));
});

it('says in words what would be wrong', () =>
  expect(
    revisionFaults({ added: [day('2026-12-19', 'HOLIDAY')], removed: [] }, stateAfter(published)),
  ).toEqual([{ fault: 'compensation-missing', told: '2026-12-21 is owed as compensation' }]));

describe('an agency of its own', () => {
  const own = day('2026-12-14', 'LOCAL_CLOSURE', { agency: 'H26.1' });
  const { events } = on(published).when({ ...revision, added: [own] }) as { events: CalendarEvent[] };
  const table = tableOf(stateAfter(published, ...events));

  it('is closed where the others work', () => {
    expect(calendarOf(table).isWorked(own.date)).toBe(true);
    expect(calendarOf(table, { agency: 'H26.2' }).isWorked(own.date)).toBe(true);
    expect(calendarOf(table, { agency: 'H26.1' }).isWorked(own.date)).toBe(false);
  });

  it('names another calendar, and that of all stays as it is named', () => {
    expect(calendarOf(table).calendarVersion).toBe(vietnamCalendar.calendarVersion);
    expect(calendarOf(table, { agency: 'H26.1' }).calendarVersion).not.toBe(vietnamCalendar.calendarVersion);
  });

  it('is not closed on a day that all have off', () =>
    expect(on(published, ...events).when({ ...revision, added: [day(own.date, 'LOCAL_CLOSURE')] })).toEqual({
      refused: 'day-told-twice',
    }));
});

describe('an old deadline', () => {
  const state = stateAfter(published, revised);
  const from = '2026-12-11T02:00:00.000Z';
  const dueBy = (knownOn?: string) => {
    const options = knownOn === undefined ? {} : { knownOn };
    const due = afterWorkingDays(from, 1, 'endOfDay', calendarOf(tableOf(state, knownOn), options));
    return 'refused' in due ? due.refused : due.dueDate;
  };

  it('is computed again with what was known by then', () => {
    expect(dueBy('2026-11-30')).toBe('2026-12-14');
    expect(dueBy('2026-12-01')).toBe('2026-12-15');
    expect(dueBy()).toBe('2026-12-15');
  });

  it('before the first version is computed with that one', () =>
    expect(tableOf(state, '2020-01-01').version).toBe(1));
});
