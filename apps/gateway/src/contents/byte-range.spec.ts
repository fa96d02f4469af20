import { isCurrent, rangeIn } from './byte-range';

describe('a range of 100 bytes', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-', { first: 90, last: 99 }],
    ['bytes=90-500', { first: 90, last: 99 }],
    ['bytes=-5', { first: 95, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
    ['Bytes=1-2 ', { first: 1, last: 2 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['bytes=-', 'whole'],
    ['lines=1-2', 'whole'],
    ['bytes=1-9999999999999999', 'whole'],
    [undefined, 'whole'],
  ] as const)('%s is %j', (header, range) => expect(rangeIn(header, 100)).toEqual(range));

  it.each(['bytes=0-', 'bytes=-1'])('of nothing, %s cannot be given', (header) =>
    expect(rangeIn(header, 0)).toBe('unsatisfiable'),
  );
});

describe('If-Range', () => {
  it.each([
    [undefined, true],
    ['"a"', true],
    ['W/"a"', false],
    ['"b"', false],
    ['Sun, 22 Nov 2026 00:00:00 GMT', false],
  ])('%s is current: %s', (header, current) => expect(isCurrent(header, '"a"')).toBe(current));
});
