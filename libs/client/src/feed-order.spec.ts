import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FeedOrder, NoPosition, type Numbered, positionOf } from './feed-order';

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const event = (feednumber: number, id = idOf(feednumber)): Numbered => ({
  ...{ id, feednumber, feedprevious: feednumber - 1 },
});

it.each([
  ['what follows', 4, 'next'],
  ['what follows too early', 6, 'ahead'],
  ['what it took', 3, 'known'],
  ['what was taken before it began', 1, 'doubtful'],
])('says of %s that it is %s', (_, number, judged) => {
  const order = new FeedOrder(positionOf(event(2)));
  order.took(event(3));
  expect(order.judge(event(number))).toBe(judged);
});

it('says that the future is lost when another event has the number of one that was taken', () =>
  expect(new FeedOrder(positionOf(event(2))).judge(event(2, idOf(99)))).toBe('lost'));

it.each(['', '7', `0.${idOf(1)}`, `7.${idOf(1).toUpperCase()}x`, 'a.b'])('takes %j for no position', (text) =>
  expect(() => new FeedOrder(text)).toThrow(NoPosition),
);

it('takes each event once and in order, however messages are doubled and shuffled, with the feed beside it', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat(39), { maxLength: 120 }),
      fc.nat(40),
      (length, picks, begun) => {
        const feed = Array.from({ length }, (_, index) => event(index + 1));
        const start = Math.min(begun, length);
        const order = new FeedOrder(start === 0 ? '0' : positionOf(event(start)));
        const taken: number[] = [];
        const take = (each: Numbered) => {
          taken.push(each.feednumber);
          order.took(each);
        };
        for (const message of picks.flatMap((pick) => feed[pick] ?? [])) {
          const judged = order.judge(message);
          if (judged === 'next') take(message);
          if (judged === 'ahead') for (const each of feed) if (order.judge(each) === 'next') take(each);
          expect(judged).not.toBe('lost');
        }
        expect(taken).toEqual(taken.map((_, index) => start + 1 + index));
      },
    ),
  ));

interface Sequence {
  readonly rule: string;
  readonly name: string;
  readonly after: number;
  readonly received: readonly (Numbered & { readonly source: string })[];
  readonly handled: readonly string[];
  readonly missing: readonly number[];
}
const vectors = join(__dirname, '../../formats/public-facts/vectors/sequences.json');
const { sequences } = JSON.parse(readFileSync(vectors, 'utf8')) as {
  readonly sequences: readonly Sequence[];
};

it.each(sequences.map((each) => [`${each.rule}, ${each.name}`, each] as const))(
  'handles what the list of rules wants, what was missing once it is there: %s',
  (_, { after, received, handled, missing }) => {
    const handledHere: string[] = [];
    for (const source of new Set(received.map((each) => each.source))) {
      const own = received.filter((each) => each.source === source);
      const order = new FeedOrder(after === 0 ? '0' : positionOf(event(after)));
      const take = (each: Numbered) => {
        handledHere.push(each.id);
        order.took(each);
      };
      for (const message of own) {
        const judged = order.judge(message);
        if (judged === 'next') take(message);
        // The feed holds what comes later on the stream, and nothing of what is still missing.
        const inOrder = [...own].sort((one, other) => one.feednumber - other.feednumber);
        if (judged === 'ahead') for (const each of inOrder) if (order.judge(each) === 'next') take(each);
      }
    }
    expect(handledHere).toEqual(handled);
    expect(missing.every((number) => number > after)).toBe(true);
  },
);
