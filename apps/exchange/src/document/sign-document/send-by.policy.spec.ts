import { sendByOf } from './send-by.policy';

it.each([
  // Friday: the morning of Monday by Decision 28, the whole of Monday by Decree 30.
  ['2026-11-20T02:00:00.000Z', 'normal', '2026-11-23'],
  ['2026-11-23T02:00:00.000Z', 'normal', '2026-11-24'],
] as const)('signed at %s, %s: by %s, and the stricter rule is named', (signedAt, urgency, date) => {
  const limit = sendByOf(signedAt, urgency);
  expect(limit).toMatchObject({ stricter: 'decision28', calendarVersion: expect.any(String) as unknown });
  expect(limit?.decision28.slice(0, 10)).toBe(date);
  expect((limit?.decision28 ?? '') < (limit?.decree30 ?? '')).toBe(true);
});

it('says nothing of a year the calendar does not cover', () =>
  expect(sendByOf('2040-06-01T02:00:00.000Z', 'normal')).toBeUndefined());
