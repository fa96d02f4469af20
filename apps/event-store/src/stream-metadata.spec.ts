import { describedStream, isMetastream, parseStreamPolicy } from './stream-metadata';

const policyOf = (metadata: unknown) => parseStreamPolicy(Buffer.from(JSON.stringify(metadata)));

it.each<[string, unknown, object]>([
  ['all limits', { $maxCount: 5, $tb: 2, $maxAge: 60 }, { maxCount: 5, truncateBefore: 2, maxAgeMs: 60_000 }],
  ['keys of the application', { owner: 'registry' }, {}],
  ['a count of nothing', { $maxCount: 0 }, {}],
  ['a fraction', { $maxCount: 1.5 }, {}],
  ['text', { $maxCount: '5' }, {}],
  ['truncation beyond what a number holds', { $tb: 2 ** 63 }, { truncateBefore: Number.MAX_SAFE_INTEGER }],
  ['an array', [1], {}],
  ['null', null, {}],
])('reads %s', (_, metadata, policy) => expect(policyOf(metadata)).toEqual(policy));

it('takes what is not JSON for no metadata', () => {
  expect(parseStreamPolicy(Buffer.from('{broken'))).toEqual({});
  expect(parseStreamPolicy(new Uint8Array())).toEqual({});
});

it('knows a metastream by its name', () => {
  expect(describedStream('$$a-1')).toBe('a-1');
  expect(describedStream('$a-1')).toBeUndefined();
  expect(isMetastream('a-1')).toBe(false);
});
