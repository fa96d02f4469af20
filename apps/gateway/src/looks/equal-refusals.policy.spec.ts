import type { LookPart } from '@contracts';
import { EqualRefusals, listedMax, windowMs, windowsMax } from './equal-refusals.policy';

const refusal = (over: Partial<LookPart> = {}): LookPart => ({
  agency: 'H99.1',
  officer: 'clerk.H99.1',
  operation: 'getDocument',
  object: 'a',
  outcome: 'document:not-found',
  correlationId: '11111111-1111-4111-8111-111111111111',
  at: '2026-11-29T01:00:00.000Z',
  ...over,
});

let equal: EqualRefusals;
beforeEach(() => (equal = new EqualRefusals()));

const take = (times: number, nowMs: number, over: Partial<LookPart> = {}): string[] =>
  Array.from({ length: times }, () => equal.take(refusal(over), nowMs));

it('lists ten of a minute and counts the eleventh and later ones in one row, as the last one was', () => {
  expect(take(listedMax, 0)).toEqual(Array(listedMax).fill('listed'));
  expect(take(2, 10)).toEqual(['counted', 'counted']);
  expect(take(1, windowMs - 1, { at: '2026-11-29T01:00:59.999Z' })).toEqual(['counted']);
  expect(equal.over(windowMs - 1)).toEqual([]);
  expect(equal.over(windowMs)).toEqual([refusal({ at: '2026-11-29T01:00:59.999Z', count: 3 })]);
  expect(equal.over(windowMs)).toEqual([]);
});

it('counts what came over the bus apart from what the officer asked', () => {
  take(listedMax, 0);
  expect(take(1, 0, { sentBy: '22222222-2222-4222-8222-222222222222' })).toEqual(['listed']);
});

it('begins anew with the next minute', () => {
  take(listedMax + 1, 0);
  expect(take(1, windowMs)).toEqual(['listed']);
  expect(equal.all()).toEqual([refusal({ count: 1 })]);
});

it('makes no row of a minute in which all were listed', () => {
  take(listedMax, 0);
  expect(equal.over(windowMs)).toEqual([]);
});

it.each([
  ['agency', { agency: 'H99.2' }],
  ['officer', { officer: 'leader.H99.1' }],
  ['operation', { operation: 'getLineage' }],
  ['object', { object: 'b' }],
  ['outcome', { outcome: 'service:unavailable' }],
])('is not equal with another %s', (_, over) => {
  take(listedMax, 0);
  expect(take(1, 1, over)).toEqual(['listed']);
});

it('holds so many minutes and no more, and loses no count', () => {
  take(listedMax + 4, 0, { object: 'first' });
  for (let index = 0; index < windowsMax; index++) equal.take(refusal({ object: String(index) }), 1);
  expect(equal.over(2)).toEqual([refusal({ object: 'first', count: 4 })]);
});
