import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { type DaybookCommand, daybookDecider, orderOf, ordersMax, slipNumberOf } from './daybook.decider';
import type { DaybookEvent } from './daybook.events';

const day = { agency: 'H26.1', localDate: '2026-11-30', officer: 'mc.01', at: '2026-11-30T01:00:00.000Z' };
const give = (dossierId: string): DaybookCommand => ({ type: 'GiveDayOrder', ...day, dossierId });
const gave = (dossierId: string, order: number): DaybookEvent => ({
  type: 'DayOrderGiven',
  data: { ...day, dossierId, order },
});

it('gives the next place, and the same dossier the same one', () => {
  expect(given(daybookDecider)(gave('a', 1)).when(give('b'))).toEqual({ events: [gave('b', 2)] });
  expect(given(daybookDecider)(gave('a', 1), gave('b', 2)).when(give('a'))).toEqual({ events: [] });
  const state = fold(daybookDecider, [gave('a', 1), gave('b', 2)]);
  expect(['a', 'b', 'c'].map((each) => orderOf(state, each))).toEqual([1, 2, undefined]);
});

it('numbers slips apart, and the same slip the same', () => {
  const slip = { to: 'H26.2', reason: 'Thẩm định', dossiers: ['a', 'b'] };
  const issue = (slipId: string): DaybookCommand => ({ type: 'IssueHandOverSlip', ...day, ...slip, slipId });
  const issued = (slipId: string, number: number): DaybookEvent => ({
    type: 'HandOverSlipIssued',
    data: { ...day, ...slip, slipId, number },
  });
  const before = [gave('a', 1), gave('b', 2), issued('s', 1)];
  expect(given(daybookDecider)(...before).when(issue('t'))).toEqual({ events: [issued('t', 2)] });
  expect(given(daybookDecider)(...before).when(issue('s'))).toEqual({ events: [] });
  expect(given(daybookDecider)(...before).when(give('c'))).toEqual({ events: [gave('c', 3)] });
  const state = fold(daybookDecider, before);
  expect(['s', 't'].map((each) => slipNumberOf(state, each))).toEqual([1, undefined]);
});

it('is full after 9,999, and then still knows whom it gave what', () => {
  const full = Array.from({ length: ordersMax }, (_, i) => gave(`d${i + 1}`, i + 1));
  const when = given(daybookDecider)(...full);
  expect(when.when(give('one more'))).toEqual({ refused: 'day-book-full' });
  expect(when.when(give('d7'))).toEqual({ events: [] });
});

it('has no gap and gives no place twice, whatever is repeated', () =>
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (asked) => {
      const { events } = play(
        daybookDecider,
        asked.map((each) => give(`d${each}`)),
      );
      expect(events.map(({ data }) => 'order' in data && data.order)).toEqual(events.map((_, i) => i + 1));
      expect(events).toHaveLength(new Set(asked).size);
    }),
  ));
