import { isDeeperThan } from './json-body';

describe('how deep a text is nested', () => {
  it.each([
    ['{}', 1, false],
    ['{"a":[1]}', 1, true],
    ['{"a":[1]}', 2, false],
    ['[[],[],[]]', 2, false],
    ['"[[[["', 0, false],
    ['{"a":"\\"[[[["}', 1, false],
    ['{"a\\\\":[]}', 1, true],
  ])('%s against %i', (text, depthMax, deeper) => expect(isDeeperThan(text, depthMax)).toBe(deeper));

  it('is found without a stack', () => expect(isDeeperThan('['.repeat(1_000_000), 999_999)).toBe(true));
});
