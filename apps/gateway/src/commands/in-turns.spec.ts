import { inTurns } from './in-turns';

interface Item {
  readonly name: string;
  readonly turn?: string;
}

/** Work that is begun and ends when it is let go. */
class Held {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  readonly work = ({ name }: Item): Promise<string> => {
    this.begun.push(name);
    return new Promise((resolve) => this.ends.set(name, () => resolve(name.toUpperCase())));
  };

  async end(name: string): Promise<void> {
    this.ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const item = (name: string, turn?: string): Item => ({ name, ...(turn === undefined ? {} : { turn }) });

it('does those of one turn one after the other, and others at once', async () => {
  const held = new Held();
  const done = inTurns(9, [item('a1', 'a'), item('b1', 'b'), item('a2', 'a'), item('free')], held.work);
  expect(held.begun).toEqual(['a1', 'b1', 'free']);
  await held.end('b1');
  expect(held.begun).toEqual(['a1', 'b1', 'free']);
  await held.end('a1');
  expect(held.begun).toEqual(['a1', 'b1', 'free', 'a2']);
  await held.end('free');
  await held.end('a2');
  expect(await done).toEqual(['A1', 'B1', 'A2', 'FREE']);
});

it('has no more than its width under way, and takes the next as one ends', async () => {
  const held = new Held();
  const done = inTurns(
    2,
    ['a', 'b', 'c'].map((name) => item(name)),
    held.work,
  );
  expect(held.begun).toEqual(['a', 'b']);
  await held.end('b');
  expect(held.begun).toEqual(['a', 'b', 'c']);
  await held.end('a');
  await held.end('c');
  expect(await done).toEqual(['A', 'B', 'C']);
});

it('has nothing to do for nothing', async () => expect(await inTurns(2, [], new Held().work)).toEqual([]));
