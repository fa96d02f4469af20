import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from './fault-house';
import { inHouse, underLoad } from './under-load';

const each: readonly Part[] = [
  ...(['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit', 'gateway'] as const),
  ...(['nats-server', 'event-store', 'postgres'] as const),
];

it('each part may be killed under load, one after the other', () =>
  underLoad({}, async ({ house, load }) => {
    for (const part of each) {
      await load.gainsAnother(15);
      await house.kill(part);
    }
    await load.gainsAnother(15);
  }));

it('all of it may be killed at once, clients included, and starts again on the same folder', () =>
  inHouse({}, async ({ house, load }) => {
    const working = load.run({ width: 8 });
    await load.gainsAnother(100);
    load.die();
    await house.killAll();
    await expect(working).rejects.toThrow();
    load.live();
    await house.begin();
  }));

it('the store may be frozen for 30 s: calls end on a limit of ours, the house says so, and goes on', () =>
  underLoad({}, async ({ house, load }) => {
    await load.gainsAnother(30);
    const frozenAt = performance.now();
    await house.freeze('event-store');
    while (await house.isReady()) await pause(100);
    expect(performance.now() - frozenAt).toBeLessThan(20_000);
    for (; performance.now() - frozenAt < 30_000; await pause(100)) if (await house.isReady()) break;
    expect(performance.now() - frozenAt).toBeGreaterThanOrEqual(30_000);
    await house.signal('event-store', 'SIGCONT');
    await house.ready();
    await load.gainsAnother(30);
  }));

it('a second start on the folder is refused in one line that names the first', () =>
  underLoad({}, async ({ house, load }) => {
    await load.gainsAnother(10);
    const second = house.another();
    expect(await second.end()).toBe(1);
    expect(second.complaint.trim().split('\n')).toEqual([expect.stringMatching(/process \d+/)]);
    await load.gainsAnother(10);
  }));
