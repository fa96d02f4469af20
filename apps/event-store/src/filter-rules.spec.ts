import { CheckpointCadence, compileFilter, type FilterRequest, isShownInAll } from './filter-rules';
import { filterPrefixesMax, filterRegexMax } from './limits';

const matches = (request: Partial<FilterRequest>, stream: string, type: string): boolean => {
  const filter = compileFilter({ on: 'stream', regex: '', prefixes: [], ...request });
  if ('invalid' in filter) throw new Error(filter.invalid);
  return filter.matches({ stream, type });
};

it.each<[string, Partial<FilterRequest>, boolean]>([
  ['a prefix of the stream', { prefixes: ['dossier-'] }, true],
  ['one of several prefixes', { prefixes: ['x-', 'dossier-'] }, true],
  ['no prefix of the stream', { prefixes: ['ossier-'] }, false],
  ['a regular expression on the stream', { regex: '^dossier-\\d$' }, true],
  ['a regular expression that is not anchored', { regex: 'ier' }, true],
  ['a prefix of the type', { on: 'type', prefixes: ['Opened'] }, true],
  ['the type does not see the stream', { on: 'type', prefixes: ['dossier-'] }, false],
  ['no system events', { on: 'type', regex: '^[^$].*' }, true],
])('%s', (_, request, expected) => expect(matches(request, 'dossier-1', 'Opened.v1')).toBe(expected));

it('keeps no state between events', () => {
  const filter = compileFilter({ on: 'stream', regex: 'a', prefixes: [] });
  if ('invalid' in filter) throw new Error(filter.invalid);
  expect([1, 2, 3].map(() => filter.matches({ stream: 'a', type: 't' }))).toEqual([true, true, true]);
});

it.each<[string, Partial<FilterRequest>]>([
  ['neither expression nor prefix', {}],
  ['both', { regex: 'a', prefixes: ['a'] }],
  ['an expression only .NET knows', { regex: '(?i)abc' }],
  ['an expression that is too long', { regex: 'a'.repeat(filterRegexMax + 1) }],
  ['too many prefixes', { prefixes: new Array<string>(filterPrefixesMax + 1).fill('a') }],
])('refuses %s', (_, request) =>
  expect(compileFilter({ on: 'stream', regex: '', prefixes: [], ...request })).toHaveProperty('invalid'),
);

it('is due after every so many considered events', () => {
  const cadence = new CheckpointCadence(3);
  expect([1, 2, 3, 4, 5, 6].map(() => cadence.consider() === 'due')).toEqual([
    false,
    false,
    true,
    false,
    false,
    true,
  ]);
});

it.each([
  ['orders-1', true],
  ['$$orders-1', true],
  ['$persistentSubscriptionConfig', true],
  ['$persistentsubscription-orders::g-parked', true],
  ['epoch-information', true],
  ['$epoch-information', false],
  ['$persistentsubscription-$all::g-parked', false],
  ['$persistentsubscription-$all::g-checkpoint', false],
])('rule 21: is %s shown in $all: %s', (stream, isShown) =>
  expect(isShownInAll({ stream, type: 'T' })).toBe(isShown),
);
