import { parseAddress } from './gossip';

it.each([
  ['127.0.0.1:2113', { host: '127.0.0.1', port: 2113 }],
  ['store.example:1', { host: 'store.example', port: 1 }],
  ['[::1]:65535', { host: '[::1]', port: 65_535 }],
])('reads the address %s', (text, address) => expect(parseAddress(text)).toEqual(address));

it.each(['', 'host', 'host:', ':2113', 'host:0', 'host:65536', '::1:2113', 'a b:1', 'a@b:1', 'esdb://h:1'])(
  'does not take "%s" for an address',
  (text) => expect(parseAddress(text)).toBeUndefined(),
);
