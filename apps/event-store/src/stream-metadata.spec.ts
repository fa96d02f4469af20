import {
  describedStream,
  isMetastream,
  metastreamOf,
  parseStreamPolicy,
  softDeletion,
  withTruncateBefore,
} from './stream-metadata';

const policyOf = (metadata: unknown) => parseStreamPolicy(Buffer.from(JSON.stringify(metadata)));

it.each<[string, unknown, object]>([
  ['all limits', { $maxCount: 5, $tb: 2, $maxAge: 60 }, { maxCount: 5, truncateBefore: 2, maxAgeMs: 60_000 }],
  ['keys of the application', { owner: 'registry' }, {}],
  [
    'limits beside keys without effect',
    { $maxCount: 2, $acl: { $r: 'ops' }, $cacheControl: 9 },
    { maxCount: 2 },
  ],
  ['a count of nothing', { $maxCount: 0 }, {}],
  ['a negative count beside a limit', { $maxCount: -1, $tb: 0 }, { truncateBefore: 0 }],
  ['truncation beyond what a number holds', { $tb: 2 ** 60 }, { truncateBefore: Number.MAX_SAFE_INTEGER }],
  ['an array', [1], {}],
  ['null', null, {}],
])('reads %s', (_, metadata, policy) => expect(policyOf(metadata)).toEqual(policy));

it.each<[string, object]>([
  ['a fraction', { $maxCount: 1.5 }],
  ['text', { $tb: '5' }],
  ['null', { $maxAge: null }],
  ['a number beyond 64 bits', { $tb: 2 ** 63 }],
  ['more seconds than a span of time holds', { $maxAge: 1e12 }],
  ['a cache control that is text', { $cacheControl: 'never' }],
  ['an ACL that is text', { $acl: 'ops' }],
])('takes metadata with %s for none at all', (_, wrong) =>
  expect(policyOf({ $maxCount: 3, ...wrong })).toEqual({}),
);

it('takes what is not JSON for no metadata', () => {
  expect(parseStreamPolicy(Buffer.from('{broken'))).toEqual({});
  expect(parseStreamPolicy(new Uint8Array())).toEqual({});
});

describe('rule 10: soft deletion', () => {
  it('is a $tb of exactly 2^63-1', () => {
    expect(Buffer.from(softDeletion).toString()).toBe('{"$tb":9223372036854775807}');
    expect(parseStreamPolicy(softDeletion)).toEqual({ isSoftDeleted: true });
  });

  it('ends by another $tb that keeps what else was said', () => {
    const other = withTruncateBefore(Buffer.from('{"owner":"registry","$tb":9223372036854775807}'), 4);
    expect(JSON.parse(Buffer.from(other ?? []).toString())).toEqual({ owner: 'registry', $tb: 4 });
    expect(withTruncateBefore(Buffer.from('[]'), 4)).toBeUndefined();
  });
});

it('knows a metastream by its name', () => {
  expect(describedStream('$$a-1')).toBe('a-1');
  expect(describedStream('$a-1')).toBeUndefined();
  expect(describedStream(metastreamOf('a-1'))).toBe('a-1');
  expect(isMetastream('a-1')).toBe(false);
});
