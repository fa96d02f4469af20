import { underLoad } from './under-load';

jest.setTimeout(240_000);

/** Longer than any call to the store may take. */
const frozenMs = 12_000;

it('a node that hangs while the house starts leaves nothing dead: all gets ready and delivers', () =>
  underLoad({}, async ({ house, load }) => {
    for (const atMs of [500, 3_500]) {
      await house.end();
      await house.beginFrozen(atMs, frozenMs);
      await house.ready();
      await load.gainsAnother(10);
    }
  }));
