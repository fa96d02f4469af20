import { AwaitedFacts } from './awaited-facts';

let awaited: AwaitedFacts;
beforeEach(() => {
  awaited = new AwaitedFacts();
});

it('tells an agency once the rows have its fact, and no other', () => {
  awaited.note('H99.1', 5n, 0);
  awaited.note('H99.2', 9n, 0);
  expect(awaited.counted(4n)).toEqual([]);
  expect(awaited.counted(7n)).toEqual(['H99.1']);
  expect(awaited.counted(8n)).toEqual([]);
  expect(awaited.counted(9n)).toEqual(['H99.2']);
  expect(awaited.agencies).toEqual([]);
});

it('tells of what the rows have however fast one fact follows the other', () => {
  for (let position = 1n; position <= 100n; position += 1n) {
    awaited.note('H99.1', position, 0);
    // The rows are always ten facts behind.
    if (position > 10n) expect(awaited.counted(position - 10n)).toEqual(['H99.1']);
  }
  expect(awaited.counted(100n)).toEqual(['H99.1']);
  expect(awaited.counted(200n)).toEqual([]);
});

it('awaits nothing that the rows have already, unless they were taken back since', () => {
  awaited.counted(5n);
  expect([awaited.note('H99.1', 5n, 0), awaited.agencies]).toEqual([false, []]);
  awaited.counted(3n);
  expect([awaited.note('H99.1', 5n, 0), awaited.agencies]).toEqual([true, ['H99.1']]);
});

it('forgets those of which nothing came since', () => {
  awaited.note('H99.1', 1n, 1_000);
  awaited.note('H99.2', 2n, 1_000);
  awaited.note('H99.1', 3n, 5_000);
  awaited.forgetBefore(2_000);
  expect(awaited.agencies).toEqual(['H99.1']);
  expect(awaited.counted(1n)).toEqual(['H99.1']);
});
