import { readHandshake } from './handshake';

it.each([
  ['{"ready":true,"service":"exchange"}', { ready: true, service: 'exchange' }],
  [
    '{"ready":true,"service":"gateway","address":"http://127.0.0.1:8080"}',
    { ready: true, service: 'gateway', address: 'http://127.0.0.1:8080' },
  ],
  ['{"ready":false,"service":"bus","reason":"no way"}', { ready: false, service: 'bus', reason: 'no way' }],
  ['{"level":30,"service":"exchange","msg":"ready"}', undefined],
  ['{"ready":true', undefined],
  ['ready', undefined],
])('reads %s', (line, expected) => expect(readHandshake(line)).toEqual(expected));
