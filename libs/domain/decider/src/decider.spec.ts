import * as door from '.';
import { accept, codecOf, type Decider, fold, given, impossible, play, refuse, shape, text, whole } from '.';

type Command = { readonly type: 'Count'; readonly by: number; readonly at: string };
type Event = {
  readonly type: 'Counted';
  readonly data: { readonly by: number; readonly unit: string; readonly at: string };
};

const at = '2026-11-22T01:00:00.000Z';
const counted = (by: number): Event => ({ type: 'Counted', data: { by, unit: 'one', at } });

const counter: Decider<Command, Event, number, 'too-much'> = {
  initial: 0,
  decide: ({ by }, count) => (count + by > 5 ? refuse('too-much') : accept(counted(by))),
  evolve: (count, { data }) => count + data.by,
};

describe('a decider', () => {
  it('starts from its initial state', () => expect(fold(counter, [])).toBe(0));
  it('folds facts in order', () => expect(fold(counter, [counted(1), counted(2)])).toBe(3));

  it('decides on what was given', () => {
    expect(given(counter)(counted(1)).when({ type: 'Count', by: 4, at })).toEqual({ events: [counted(4)] });
    expect(given(counter)(counted(2)).when({ type: 'Count', by: 4, at })).toEqual({ refused: 'too-much' });
  });

  it('plays commands one after another; a refused one leaves no trace', () => {
    const commands = [1, 9, 2].map((by): Command => ({ type: 'Count', by, at }));
    expect(play(counter, commands)).toEqual({
      events: [counted(1), counted(2)],
      state: 3,
      recorded: [commands[0], commands[2]],
    });
  });
});

describe('a codec', () => {
  const schema = shape({ by: whole, unit: text, at: text });
  const codec = codecOf<Event>(
    { Counted: { name: 'Counted.v2', schema } },
    {
      'Counted.v1': (data: { by: number; at: string }) => ({
        type: 'Counted',
        data: { ...data, unit: 'one' },
      }),
    },
  );

  it('writes the newest version', () =>
    expect(codec.encode(counted(1))).toEqual({
      type: 'Counted.v2',
      data: { by: 1, unit: 'one', at },
      schema,
    }));

  it('does not write a fact that the types never heard of', () =>
    expect(() => codec.encode({ ...counted(1), type: 'Weighed' as never })).toThrow('no row for the fact'));

  it('reads every version in the newest shape', () => {
    expect(codec.decode({ type: 'Counted.v1', data: { by: 1, at } })).toEqual(counted(1));
    expect(codec.decode(codec.encode(counted(1)))).toEqual(counted(1));
  });

  it.each(['Counted.v3', 'Counted.v02', 'Counted.vundefined', 'Counted'])(
    'does not guess at the version %s',
    (type) => expect(codec.decode({ type, data: {} })).toBe('unknown-version'),
  );

  it.each(['Weighed.v1', 'Weighed', 'constructor', 'toString.v1', '__proto__', '__proto__.v1', ''])(
    'knows nothing of the fact %j',
    (type) => expect(codec.decode({ type, data: {} })).toBe('unknown-fact'),
  );
});

it('stops at what the types say cannot be', () =>
  expect(() => impossible({ type: 'Lost' } as never)).toThrow('impossible: {"type":"Lost"}'));

it('offers nothing but these: what every lib may use must stay small', () =>
  expect(Object.keys(door).sort()).toEqual([
    'accept',
    'codecOf',
    'flag',
    'fold',
    'given',
    'impossible',
    'listOf',
    'oneOf',
    'plainJson',
    'plainState',
    'play',
    'record',
    'refuse',
    'shape',
    'text',
    'whole',
    'withoutNulls',
  ]));
