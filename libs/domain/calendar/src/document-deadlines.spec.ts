import fc from 'fast-check';
import { urgencies } from '@domain/codes';
import {
  acknowledgementBy,
  type Due,
  dueDateMarks,
  recallAnswerBy,
  receiptNoticeBy,
  sendBy,
  submissionBy,
  vietnamCalendar,
  workCalendar,
} from '.';

/** An instant from local date and clock time. */
const local = (text: string): string => new Date(`${text.replace(' ', 'T')}+07:00`).toISOString();
const dueAt = (due: Due): string => ('refused' in due ? due.refused : due.dueAt);
const endOfDay = (date: string): string => local(`${date} 23:59:59.999`);

describe('a signed document', () => {
  it.each([
    ['2026-06-04 16:45', '2026-06-05'],
    ['2026-06-05 08:00', '2026-06-08'],
    ['2026-06-06 08:00', '2026-06-08'],
    ['2026-02-13 08:00', '2026-02-23'],
    ['2026-01-09 08:00', '2026-01-10'],
  ])('at %s is sent by the morning of %s, the stricter of both rules', (signed, next) =>
    expect(sendBy({ signedAt: local(`${signed}:00.000`), urgency: 'normal' })).toMatchObject({
      dueAt: local(`${next} 11:30:00.000`),
      dueDate: next,
      stricter: 'decision-28-2018',
      byRule: {
        'decision-28-2018': local(`${next} 11:30:00.000`),
        'decree-30-2020': endOfDay(next),
      },
      calendarVersion: vietnamCalendar.calendarVersion,
    }),
  );

  it.each([
    ['07:30-10:00,10:15-11:45,13:00-17:00', '11:45'],
    ['08:00-17:00', '12:00'],
  ])('where %s is worked is sent by %s', (hours, end) =>
    expect(
      sendBy({ signedAt: local('2026-06-05 08:00:00.000'), urgency: 'normal' }, workCalendar({ hours })),
    ).toMatchObject({ dueAt: local(`2026-06-08 ${end}:00.000`) }),
  );

  it.each(['urgent', 'very-urgent', 'flash'] as const)(
    'that is %s is sent at once, day and night',
    (urgency) =>
      expect(sendBy({ signedAt: local('2026-02-14 23:00:00.000'), urgency })).toMatchObject({
        dueAt: local('2026-02-14 23:30:00.000'),
      }),
  );

  it('is never due later by the rule that is called the stricter', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2018-09-06'), max: new Date('2027-12-01'), noInvalidDate: true }),
        fc.constantFrom(...urgencies),
        (signed, urgency) => {
          const due = sendBy({ signedAt: signed.toISOString(), urgency });
          if ('refused' in due) throw new Error(due.refused);
          expect(due.dueAt).toBe(due.byRule[due.stricter]);
          expect(Object.values(due.byRule).every((at) => due.dueAt <= at)).toBe(true);
        },
      ),
    ));

  it('in a year without a calendar has no date', () =>
    expect(sendBy({ signedAt: local('2027-12-31 09:00:00.000'), urgency: 'normal' })).toMatchObject({
      refused: 'calendar-year-not-covered',
      year: 2028,
    }));
});

it.each([
  ['in the morning', '2026-06-04 08:00', '2026-06-04'],
  ['before hours', '2026-06-04 05:00', '2026-06-04'],
  ['at lunch', '2026-06-04 12:00', '2026-06-04'],
  ['with the last minute', '2026-06-04 17:00', '2026-06-04'],
  ['after hours', '2026-06-04 17:01', '2026-06-05'],
  ['after hours on Friday', '2026-06-05 17:01', '2026-06-08'],
  ['on a Saturday', '2026-06-06 08:00', '2026-06-08'],
  ['on a Saturday that is worked', '2026-01-10 08:00', '2026-01-10'],
  ['on the eve of Tết, late', '2026-02-13 20:00', '2026-02-23'],
])('what arrives %s (%s) is accepted or returned by the end of %3$s', (_, arrived, due) =>
  expect(dueAt(receiptNoticeBy({ arrivedAt: local(`${arrived}:00.000`) }))).toBe(endOfDay(due)),
);

it.each([
  ['normal', '2026-06-05 10:00', endOfDay('2026-06-08')],
  ['urgent', '2026-06-05 10:00', local('2026-06-05 10:30:00.000')],
] as const)('what is accepted %s is assigned in time', (urgency, accepted, due) =>
  expect(dueAt(submissionBy({ acceptedAt: local(`${accepted}:00.000`), urgency }))).toBe(due),
);

it('an arrival is missed after four working hours, or as many as were set', () => {
  const requestedAt = local('2026-06-05 16:00:00.000');
  expect(dueAt(acknowledgementBy({ requestedAt }))).toBe(local('2026-06-08 10:00:00.000'));
  expect(dueAt(acknowledgementBy({ requestedAt, workingHours: 1 }))).toBe(local('2026-06-05 17:00:00.000'));
});

it('a recall is answered by the end of the next working day', () =>
  expect(dueAt(recallAnswerBy({ requestedAt: local('2026-06-05 16:00:00.000') }))).toBe(
    endOfDay('2026-06-08'),
  ));

it.each([
  ['a Wednesday', '2026-06-10', '2026-06-10', ['2026-06-08', '2026-06-09']],
  ['a Monday', '2026-06-08', '2026-06-08', ['2026-06-04', '2026-06-05']],
  ['a Sunday, which gives way to Monday', '2026-06-07', '2026-06-08', ['2026-06-04', '2026-06-05']],
  ['the day after Tết', '2026-02-23', '2026-02-23', ['2026-02-12', '2026-02-13']],
])('a due date on %s is near two working days and one before', (_, dueDate, last, [two, one]) =>
  expect(dueDateMarks({ dueDate })).toMatchObject({
    dueAt: endOfDay(last),
    near: [
      { workingDaysLeft: 2, at: local(`${two} 07:00:00.000`) },
      { workingDaysLeft: 1, at: local(`${one} 07:00:00.000`) },
    ],
  }),
);
