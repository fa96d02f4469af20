import { Terms, vietnamCalendar } from '@domain/calendar';
import { configuration } from '@runtime';

const of = (env: NodeJS.ProcessEnv): Terms => Terms.of(configuration(env));

it('are those of the country and the limits of this house when nothing is set', () => {
  const terms = of({});
  expect(terms.calendar.calendarVersion).toBe(vietnamCalendar.calendarVersion);
  const asked = { since: '2026-11-23T01:00:00.000Z', urgency: 'normal', agency: 'H99' } as const;
  expect(terms.dueOf('arrival', asked)).toMatchObject({ dueAt: '2026-11-23T07:00:00.000Z' });
  expect(terms.dueOf('recall-answer', asked)).toMatchObject({ dueAt: '2026-11-24T16:59:59.999Z' });
});

it('count hours and limits as they are set', () => {
  const terms = of({
    LIENTHONG_WORKING_HOURS: '08:00-12:00,13:00-17:00',
    LIENTHONG_ACKNOWLEDGEMENT_HOURS: '6',
    LIENTHONG_RECALL_ANSWER_DAYS: '3',
  });
  const asked = { since: '2026-11-23T01:00:00.000Z', urgency: 'normal', agency: 'H99' } as const;
  expect(terms.dueOf('arrival', asked)).toMatchObject({ dueAt: '2026-11-23T08:00:00.000Z' });
  expect(terms.dueOf('recall-answer', asked)).toMatchObject({ dueAt: '2026-11-26T16:59:59.999Z' });
  expect(terms.marksOf('2026-12-01', 'H99')).toMatchObject({
    near: [{ at: '2026-11-27T01:00:00.000Z' }, { at: '2026-11-30T01:00:00.000Z' }],
  });
});

it('know the closures of the province and the decisions that count', () => {
  expect(vietnamCalendar.isWorked('2026-09-08')).toBe(true);
  expect(of({ LIENTHONG_CLOSURES: '2026-09-08,2026-09-09' }).calendar.isWorked('2026-09-08')).toBe(false);
  expect(vietnamCalendar.isWorked('2026-08-31')).toBe(true);
  expect(of({ LIENTHONG_CALENDAR_WITHOUT: 'none' }).calendar.isWorked('2026-08-31')).toBe(false);
  const without = 'swap of 2026-01-02,swap of 2026-08-31';
  expect(of({ LIENTHONG_CALENDAR_WITHOUT: without }).calendar.isWorked('2026-01-02')).toBe(true);
});

it.each([
  ['a day that does not exist', { LIENTHONG_CLOSURES: '2026-02-30' }, 'not a date: "2026-02-30"'],
  ['a closure on a day off', { LIENTHONG_CLOSURES: '2026-04-30' }, '2026-04-30 is told twice'],
  ['a decision nobody took', { LIENTHONG_CALENDAR_WITHOUT: 'Tết' }, 'no row is from "Tết"'],
  ['hours that overlap', { LIENTHONG_WORKING_HOURS: '07:00-12:00,11:00-17:00' }, 'overlap'],
  ['no hours', { LIENTHONG_WORKING_HOURS: '7-17' }, 'LIENTHONG_WORKING_HOURS ("7-17") is not working hours'],
  ['no dates', { LIENTHONG_CLOSURES: '8.9.2026' }, 'LIENTHONG_CLOSURES ("8.9.2026") is not dates'],
])('refuse %s', (_, env, problem) => expect(() => of(env)).toThrow(problem));
