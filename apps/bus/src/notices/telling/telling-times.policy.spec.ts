import { vietnamCalendar } from '@domain/calendar';
import type { NoticeKind } from '@domain/codes';
import { type Hours, isQuiet, mayTell, toTellNow } from './telling-times.policy';

/** Local time as the instant it is. */
const local = (text: string): string => new Date(`${text.replace(' ', 'T')}:00.000+07:00`).toISOString();
const usual: Hours = { quietFrom: '21:00', quietUntil: '06:00', flashAtOnce: true, onDaysOff: false };
const isWorked = (date: string): boolean => vietnamCalendar.isWorked(date);

it.each<[string, Partial<Hours>, boolean]>([
  ['2026-12-01 20:59', {}, false],
  ['2026-12-01 21:00', {}, true],
  ['2026-12-01 23:59', {}, true],
  ['2026-12-02 00:00', {}, true],
  ['2026-12-02 05:59', {}, true],
  ['2026-12-02 06:00', {}, false],
  ['2026-12-01 11:29', { quietFrom: '11:30', quietUntil: '13:30' }, false],
  ['2026-12-01 11:30', { quietFrom: '11:30', quietUntil: '13:30' }, true],
  ['2026-12-01 13:30', { quietFrom: '11:30', quietUntil: '13:30' }, false],
  ['2026-12-01 00:00', { quietFrom: '00:00', quietUntil: '00:00' }, false],
])('%s with %j is quiet: %s', (at, over, quiet) =>
  expect(isQuiet({ ...usual, ...over }, local(at))).toBe(quiet),
);

it.each<[string, string, NoticeKind, Partial<Hours>, boolean]>([
  ['a working day', '2026-12-01 09:00', 'due', {}, true],
  ['night', '2026-12-01 22:00', 'failed', {}, false],
  ['night', '2026-12-01 22:00', 'flash', {}, true],
  ['night', '2026-12-01 22:00', 'flash', { flashAtOnce: false }, false],
  ['a Sunday', '2026-12-06 09:00', 'due', {}, false],
  ['a Sunday', '2026-12-06 09:00', 'due', { onDaysOff: true }, true],
  ['a Sunday', '2026-12-06 09:00', 'flash', {}, true],
  ['the first day of Tết', '2026-02-17 09:00', 'due', {}, false],
  ['the first day of Tết', '2026-02-17 09:00', 'flash', {}, true],
  ['the night of Tết', '2026-02-17 00:05', 'due', { onDaysOff: true }, false],
])('on %s (%s) %s with %j is told: %s', (_, at, kind, over, told) =>
  expect(mayTell({ kind }, { ...usual, ...over }, local(at), isWorked)).toBe(told),
);

const [flash, due, failed] = [{ kind: 'flash' }, { kind: 'due' }, { kind: 'failed' }] as const;
const now = (waiting: readonly { readonly kind: NoticeKind }[], last: string | undefined, at: string) =>
  toTellNow(waiting, usual, last && local(last), local(at), isWorked);

it('tells at once after a silence, then gathers for a quarter of an hour', () => {
  expect(now([due], undefined, '2026-12-01 09:00')).toEqual([due]);
  expect(now([due, failed], '2026-12-01 09:00', '2026-12-01 09:14')).toEqual([]);
  expect(now([due, failed], '2026-12-01 09:00', '2026-12-01 09:15')).toEqual([due, failed]);
});

it('lets flash documents wait a minute at most, and takes along what else may be told', () => {
  expect(now([due, flash], '2026-12-01 09:00', '2026-12-01 09:01')).toEqual([due, flash]);
  expect(now([due, flash], '2026-12-01 22:00', '2026-12-01 22:01')).toEqual([flash]);
  expect(now([due], '2026-12-01 08:00', '2026-12-01 22:01')).toEqual([]);
});
