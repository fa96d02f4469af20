import { type LinkTarget, parseLink } from './link-rules';

it.each<[string, LinkTarget]>([
  ['7@orders-1', { stream: 'orders-1', revision: 7 }],
  ['0@a@b@', { stream: 'a@b@', revision: 0 }],
  [' +7 @ x', { stream: ' x', revision: 7 }],
  ['-1@công-văn', { stream: 'công-văn', revision: -1 }],
  ['7', 'no-stream'],
  ['7@', 'no-stream'],
  ['', 'no-revision'],
  ['@a', 'no-revision'],
  ['x@a', 'no-revision'],
  ['1.5@a', 'no-revision'],
  [`${'9'.repeat(20)}@a`, 'no-revision'],
])('reads "%s"', (data, target) => expect(parseLink(Buffer.from(data))).toEqual(target));
