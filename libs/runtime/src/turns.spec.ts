import { Turns } from './turns';

it('does one thing per key at a time, in order, whatever becomes of it', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const first = turns.take('a', async () => {
    seen.push('first begins');
    await opened;
    seen.push('first ends');
    throw new Error('first fails');
  });
  const second = turns.take('a', () => Promise.resolve(seen.push('second')));
  await turns.take('b', () => Promise.resolve(seen.push('other key')));
  open();
  await expect(first).rejects.toThrow('first fails');
  await second;
  expect(seen).toEqual(['first begins', 'other key', 'first ends', 'second']);
});
