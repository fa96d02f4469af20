import { flag, listOf, oneOf, record, shape, text, whole } from '@domain/decider';
import type { NewEvent } from './event-store';
import { MalformedFact } from './failures';
import { assertFits } from './fits-schema';

const schema = shape(
  { name: text, size: whole, how: oneOf('split', 'merged'), evidence: record, at: text },
  { isOpen: flag, parts: listOf(shape({ 'a/b~c': text })) },
);
const data = {
  name: 'Nguyễn Văn A',
  size: 8 * 1024 ** 4,
  how: 'split',
  evidence: { chain: ['a', { b: 1.5 }] },
  at: '2026-01-02',
};
const check = (changes: object) => () => {
  const event = { id: 'i', type: 'ThingPut.v1', data: { ...data, ...changes }, schema } as unknown;
  assertFits('shelf-1', event as NewEvent);
};

it.each([
  ['what is required', {}],
  ['what is optional', { isOpen: true, parts: [{ 'a/b~c': '' }] }],
  ['an optional key that is undefined, for it is not written', { isOpen: undefined }],
])('lets %s in', (_, changes) => expect(check(changes)).not.toThrow());

it.each([
  ['a null', { name: null }, '/name', 'string'],
  ['an optional null', { isOpen: null }, '/isOpen', 'boolean'],
  ['a missing key', { name: undefined }, '/name', 'a value'],
  ['a key too many', { extra: 1 }, '/extra', 'no such key'],
  ['another type', { size: '1' }, '/size', 'integer'],
  ['a fraction', { size: 1.5 }, '/size', 'integer'],
  ['what JSON writes as null', { size: NaN }, '/size', 'integer'],
  ['what JSON writes as null, too', { size: Infinity }, '/size', 'integer'],
  ['what JSON cannot write', { size: 1n }, '/size', 'integer'],
  ['another text', { how: 'Nguyễn Văn A' }, '/how', 'one of split, merged'],
  ['no list', { parts: { 0: { 'a/b~c': '' } } }, '/parts', 'array'],
  ['a hole in a list', { parts: [undefined] }, '/parts/0', 'object'],
  ['a null deep down', { parts: [{ 'a/b~c': null }] }, '/parts/0/a~1b~0c', 'string'],
  ['a missing key deep down', { parts: [{}] }, '/parts/0/a~1b~0c', 'a value'],
  ['a null in a record', { evidence: { a: [null] } }, '/evidence/a/0', 'string,number,boolean,array,object'],
  ['NaN in a record', { evidence: { a: NaN } }, '/evidence/a', 'string,number,boolean,array,object'],
])('refuses %s with its pointer', (_, changes, pointer, expected) => {
  const failure = { stream: 'shelf-1', storedName: 'ThingPut.v1', pointer, expected };
  expect(check(changes)).toThrow(expect.objectContaining(failure) as Error);
  expect(check(changes)).toThrow(MalformedFact);
  expect(check(changes)).toThrow(`ThingPut.v1 for shelf-1 does not fit its schema at "${pointer}"`);
  expect(check(changes)).not.toThrow('Nguyễn');
});
