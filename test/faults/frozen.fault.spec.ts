import { setTimeout as pause } from 'node:timers/promises';
import { inHouse, underLoad } from './under-load';

jest.setTimeout(30 * 60_000);

/** Longer than any call to the store may take. */
const frozenMs = 12_000;
const [stepMs, startMostMs] = [500, 30_000] as const;

it('a node that hangs again and again leaves nothing dead', () =>
  underLoad({}, async ({ house, load }) => {
    for (let times = 0; times < 3; times++) {
      await load.gainsAnother(20);
      await house.freeze('event-store');
      await pause(frozenMs);
      await house.signal('event-store', 'SIGCONT');
      await house.ready();
    }
    await load.gainsAnother(20);
  }));

// Clients work between the starts: beside them a start takes three times as long, and the sweep an hour.
it('a node that hangs at any moment of a start leaves nothing dead', () =>
  inHouse({}, async ({ house, load }) => {
    let documents = 0;
    const work = () => load.run({ width: 4 }, (documents += 8));
    await work();
    let isFrozen = true;
    for (let atMs = 0; isFrozen && atMs <= startMostMs; atMs += stepMs) {
      await house.end();
      isFrozen = await house.beginFrozen(atMs, frozenMs);
      await house.ready();
      await work();
    }
    expect(isFrozen).toBe(false);
  }));
