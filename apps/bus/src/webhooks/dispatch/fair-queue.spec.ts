import { FairQueue } from './fair-queue';

const lane = (host: string, isSuspect = false) => ({ host, isSuspect });
const queueOf = (slots: Partial<ConstructorParameters<typeof FairQueue>[0]> = {}) =>
  new FairQueue<ReturnType<typeof lane>>({ all: 4, perHost: 2, suspects: 1, ...slots });

it('gives turns in the order of their asking, and the next one only behind the others', () => {
  const queue = queueOf({ all: 1 });
  const [a, b] = [lane('a'), lane('b')];
  queue.add(a);
  queue.add(b);
  expect(queue.take()).toBe(a);
  queue.add(a);
  expect(queue.take()).toBeUndefined();
  queue.free(a);
  expect(queue.take()).toBe(b);
  queue.free(b);
  expect(queue.take()).toBe(a);
});

it('lets one host hold no more than its part, and nobody wait behind it', () => {
  const queue = queueOf();
  const [a, b, c, other] = [lane('a'), lane('a'), lane('a'), lane('b')];
  for (const each of [a, b, c, other]) queue.add(each);
  expect([queue.take(), queue.take(), queue.take(), queue.take()]).toEqual([a, b, other, undefined]);
  queue.free(a);
  expect(queue.take()).toBe(c);
});

it('lets those that fail hold no more than their part', () => {
  const queue = queueOf();
  const [a, b, well] = [lane('a', true), lane('b', true), lane('c')];
  for (const each of [a, b, well]) queue.add(each);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([a, well, undefined]);
  a.isSuspect = false;
  queue.free(a);
  expect(queue.take()).toBe(b);
});

it('takes nobody twice at once, and nobody who was removed', () => {
  const queue = queueOf();
  const [a, b] = [lane('a'), lane('b')];
  queue.add(a);
  queue.take();
  queue.add(a);
  queue.add(b);
  queue.remove(b);
  expect(queue.take()).toBeUndefined();
  expect(queue.inFlight).toBe(1);
});
