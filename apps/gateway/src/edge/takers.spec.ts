import fc from 'fast-check';
import { type Allowance, Takers } from './takers';

const allowance: Allowance = { atOnceMax: 3, perSecond: 10, burst: 20 };
const both = { rate: true, atOnce: true };
const rate = { rate: true, atOnce: false };

/** Takes when it may. */
function ask(takers: Takers, key: string, nowMs: number, counted = both) {
  const refused = takers.refusal(key, nowMs, counted);
  if (refused === undefined) takers.take(key, nowMs, counted);
  return refused;
}

describe('one taker', () => {
  it('has so many at once, and one more as soon as one is answered', () => {
    const takers = new Takers(allowance);
    const answers = [1, 2, 3, 4].map(() => ask(takers, 'a', 0));
    expect(answers).toEqual([undefined, undefined, undefined, { reason: 'at-once', retryAfterMs: 1_000 }]);
    takers.leave('a');
    expect(ask(takers, 'a', 0)).toBeUndefined();
  });

  it('has a burst, then so many a second, and is told when the next one comes', () => {
    const takers = new Takers(allowance);
    for (let i = 0; i < 20; i++) expect(ask(takers, 'a', 1_000, rate)).toBeUndefined();
    expect(ask(takers, 'a', 1_000, rate)).toEqual({ reason: 'rate', retryAfterMs: 100 });
    expect(ask(takers, 'a', 1_060, rate)).toEqual({ reason: 'rate', retryAfterMs: expect.closeTo(40) });
    expect(ask(takers, 'a', 1_101, rate)).toBeUndefined();
  });

  it('is charged nothing for what it is refused', () => {
    const takers = new Takers(allowance);
    for (let i = 0; i < 1_000; i++) ask(takers, 'a', 0, rate);
    expect(ask(takers, 'a', 101, rate)).toBeUndefined();
  });

  it('may be free of the rate and never of the number at once', () => {
    const takers = new Takers(allowance);
    const free = { rate: false, atOnce: true };
    for (let i = 0; i < 1_000; i++) {
      expect(ask(takers, 'a', 0, free)).toBeUndefined();
      takers.leave('a');
    }
    for (let i = 0; i < 3; i++) ask(takers, 'a', 0, free);
    expect(ask(takers, 'a', 0, free)?.reason).toBe('at-once');
  });

  it('takes nothing from another', () => {
    const takers = new Takers(allowance);
    for (let i = 0; i < 100; i++) ask(takers, 'a', 0);
    expect(ask(takers, 'b', 0)).toBeUndefined();
  });
});

it('forgets who is quiet, and nobody with something under way', () => {
  const takers = new Takers(allowance);
  for (let i = 0; i < 1_000; i++) ask(takers, `quiet-${i}`, 0, rate);
  ask(takers, 'busy', 0);
  ask(takers, 'new', 3_000, rate);
  expect(takers.size).toBe(2);
  expect(takers.refusal('busy', 3_000, both)).toBeUndefined();
});

it('lets nobody have more than the burst and the rate, whatever comes when', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
      const takers = new Takers(allowance);
      let nowMs = 0;
      const taken: number[] = [];
      for (const gap of gaps) {
        nowMs += gap;
        if (ask(takers, 'a', nowMs, rate) === undefined) taken.push(nowMs);
      }
      for (const [first, from] of taken.entries()) {
        for (const [last, to] of taken.entries()) {
          if (last < first) continue;
          const most = allowance.burst + ((to - from) / 1000) * allowance.perSecond + 1e-6;
          if (last - first + 1 > most) return false;
        }
      }
      return true;
    }),
  ));

it('says truly when to come back', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 200 }), (gaps) => {
      const takers = new Takers(allowance);
      let nowMs = 0;
      for (const gap of gaps) {
        nowMs += gap;
        const refused = ask(takers, 'a', nowMs, rate);
        if (refused === undefined) continue;
        const at = nowMs + refused.retryAfterMs + 1e-3;
        if (takers.refusal('a', at, rate) !== undefined) return false;
        if (refused.retryAfterMs > 1 && takers.refusal('a', at - 1, rate) === undefined) return false;
      }
      return true;
    }),
  ));
