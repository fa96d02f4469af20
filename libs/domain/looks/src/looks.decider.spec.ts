import { fold, given, play } from '@domain/decider';
import { batchesKnownMax, looksDecider, looksOfFactMax, type RecordLooks } from './looks.decider';
import type { Look, LooksEvent } from './looks.events';

const at = '2026-11-29T01:00:00.000Z';
const look: Look = {
  officer: 'vt.stc.01',
  role: 'Clerk',
  operation: 'getContent',
  object: 'a'.repeat(64),
  outcome: 'answered',
  correlationId: '11111111-1111-4111-8111-111111111111',
  at,
};
const batch = (batchId: string, count = 1): RecordLooks => ({
  type: 'RecordLooks',
  agency: 'H26.1',
  localDate: '2026-11-29',
  batchId,
  looks: Array.from({ length: count }, (_, index) => ({ ...look, officer: `vt.${index}` })),
  at,
});
const recorded = (command: RecordLooks): readonly LooksEvent[] => play(looksDecider, [command]).events;

it('records who looked at what', () => {
  const { type: _, ...data } = batch('b-1');
  expect(given(looksDecider)().when(batch('b-1'))).toEqual({ events: [{ type: 'LooksRecorded', data }] });
});

it('records a batch once, whatever came in between', () => {
  const between = Array.from({ length: batchesKnownMax - 1 }, (_, index) => batch(`b-${index + 2}`));
  const { events } = play(looksDecider, [batch('b-1'), ...between, batch('b-1')]);
  expect(events.filter(({ data }) => data.batchId === 'b-1')).toHaveLength(1);
});

it.each([
  [1, [1]],
  [looksOfFactMax, [looksOfFactMax]],
  [500, [100, 100, 100, 100, 100]],
  [201, [100, 100, 1]],
])('divides %i looks into facts of %j, none lost and in order', (count, sizes) => {
  const events = recorded(batch('b-1', count));
  expect(events.map(({ data }) => data.looks.length)).toEqual(sizes);
  expect(events.flatMap(({ data }) => data.looks)).toEqual(batch('b-1', count).looks);
});

it('knows no more than a window, which the end of the stream alone gives', () => {
  const commands = Array.from({ length: batchesKnownMax + 50 }, (_, index) => batch(`b-${index}`, 250));
  const { events, state } = play(looksDecider, commands);
  expect(state.batchIds).toHaveLength(batchesKnownMax);
  expect(fold(looksDecider, events.slice(-3 * batchesKnownMax))).toEqual(state);
});
