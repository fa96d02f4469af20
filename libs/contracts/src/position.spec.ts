import { newestOf } from './position';

const store = '0f8e6f3e-1a52-4c55-9d0f-0a5c7e6a1d10';

it.each([
  ['nothing', [], undefined],
  ['what is no token', ['x', ''], undefined],
  ['one', [`${store}.1.7`], `${store}.1.7`],
  ['numbers, not texts', [`${store}.1.9`, `${store}.1.10`, `${store}.1.8`], `${store}.1.10`],
  ['a later history, however short', [`${store}.1.99`, `${store}.2.3`, `${store}.1.100`], `${store}.2.3`],
  ['the first history, unnamed', [`${store}.5`, `${store}.1.4`], `${store}.1.5`],
])('the newest of %s', (_, tokens, newest) => expect(newestOf(tokens)).toBe(newest));
