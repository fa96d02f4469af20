import fc from 'fast-check';
import { WireQueue } from './wire-queue';

const weigh = (item: number) => item;

it('gives what was put, in order, and keeps within its limits whatever comes', async () => {
  const step = fc.oneof(fc.nat(50), fc.constant('take' as const));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
      const queue = new WireQueue<number>({ items: 10, bytes: 100 });
      const kept: number[] = [];
      for (const each of steps) {
        const bytes = kept.reduce((sum, item) => sum + item, 0);
        if (each === 'take') {
          if (kept.length > 0) expect(await queue.take()).toBe(kept.shift());
          continue;
        }
        const hasRoom = kept.length < 10 && (kept.length === 0 || bytes + each <= 100);
        expect(queue.put(each, weigh)).toBe(hasRoom);
        if (hasRoom) kept.push(each);
      }
      queue.end();
      for (const each of kept) expect(await queue.take()).toBe(each);
      expect(await queue.take()).toBeUndefined();
    }),
  );
});

it('gives what waits before it fails, and takes nothing after its end', async () => {
  const queue = new WireQueue<number>();
  queue.put(1, weigh);
  queue.end(new RangeError('over'));
  queue.end();
  expect(queue.put(2, weigh)).toBe(false);
  expect(await queue.take()).toBe(1);
  await expect(queue.take()).rejects.toThrow('over');
});

it('weighs nothing that is waited for', async () => {
  const queue = new WireQueue<number>({ items: 1, bytes: 1 });
  const taken = queue.take();
  expect(queue.isWaitedFor).toBe(true);
  const never = () => {
    throw new Error('weighed');
  };
  expect(queue.put(7, never)).toBe(true);
  expect([await taken, queue.isWaitedFor]).toEqual([7, false]);
});
