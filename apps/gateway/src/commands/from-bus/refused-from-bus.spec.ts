import type { CommandRefused } from '@contracts';
import { Metrics } from '@runtime';
import { RefusedFromBus } from './refused-from-bus';

const now = '2026-11-30T01:00:00.000Z';
const refused = { systemId: 's1', operation: 'acceptReceipt', problem: 'request:malformed' } as const;

function taking() {
  const metrics = new Metrics('test');
  const lines: [string, object][] = [];
  const told: CommandRefused[] = [];
  const line = (level: string) => (about: unknown) => void lines.push([level, about as object]);
  const log = { debug: line('debug'), info: line('info'), warn: line('warn') } as never;
  const parts = {
    metrics,
    log,
    clock: { now: () => now },
    tell: (each: CommandRefused) => void told.push(each),
  };
  const counted = async () =>
    (await metrics.refusedCommands.get()).values.map(({ labels, value }) => [labels, value]);
  return { taker: new RefusedFromBus(parts, () => 0), lines, told, counted };
}

it('counts by system and problem, writes a line, and tells the directory', async () => {
  const { taker, lines, told, counted } = taking();
  taker.take(refused);
  taker.take(refused);
  expect(await counted()).toEqual([[{ system: 's1', problem: 'request:malformed' }, 2]]);
  expect(lines).toEqual([
    ['info', refused],
    ['info', refused],
  ]);
  expect(told).toEqual([
    { ...refused, at: now },
    { ...refused, at: now },
  ]);
});

it('warns of what the server should have kept out', () => {
  const { taker, lines } = taking();
  taker.take({ ...refused, problem: 'system:not-registered-for-agency' });
  expect(lines).toMatchObject([['warn', {}]]);
});

it('writes five lines a minute of one system and problem', () => {
  const { taker, lines } = taking();
  for (let each = 0; each < 9; each++) taker.take(refused);
  taker.take({ ...refused, systemId: 's2' });
  expect(lines).toHaveLength(6);
});

it('does not tell the directory of a flood', () => {
  const { taker, lines, told } = taking();
  taker.take({ ...refused, problem: 'request:too-many-requests' });
  expect([lines.map(([level]) => level), told]).toEqual([['debug'], []]);
});

it('tells 200 systems apart, and none that is not connected', async () => {
  const { taker, told, counted } = taking();
  for (let each = 0; each < 203; each++) taker.take({ ...refused, systemId: `s${each}` });
  taker.take({ ...refused, systemId: 's0', problem: 'system:not-connected' });
  taker.take({ ...refused, systemId: undefined, problem: 'system:not-connected' });
  const all = await counted();
  expect(all).toHaveLength(202);
  expect(all.slice(-2)).toEqual([
    [{ system: 'other', problem: 'request:malformed' }, 3],
    [{ system: 'unknown', problem: 'system:not-connected' }, 2],
  ]);
  expect(told).toHaveLength(204);
});
