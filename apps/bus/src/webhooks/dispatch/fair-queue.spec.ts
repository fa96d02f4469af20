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

it('lets those that fail at a host hold none of the slots of the others there', () => {
  const queue = queueOf({ all: 6, suspects: 4 });
  const failing = [lane('a', true), lane('a', true), lane('a', true)] as const;
  const well = [lane('a'), lane('a'), lane('a')] as const;
  for (const each of [...failing, ...well]) queue.add(each);
  expect([queue.take(), queue.take()]).toEqual([failing[0], failing[1]]);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([well[0], well[1], undefined]);
  queue.free(failing[0]);
  expect([queue.take(), queue.take()]).toEqual([failing[2], undefined]);
});

it('gives the slot of one that is waited for long to another, as long as few are', () => {
  const queue = queueOf({ suspects: 1 });
  const [slow, slower, next, last] = [lane('a'), lane('a'), lane('a'), lane('a')];
  for (const each of [slow, slower, next, last]) queue.add(each);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([slow, slower, undefined]);
  queue.doubt(slow);
  expect([queue.take(), queue.take()]).toEqual([next, undefined]);
  queue.doubt(slower);
  expect(queue.take()).toBeUndefined();
  queue.free(slow);
  queue.doubt(slower);
  expect(queue.take()).toBe(last);
  expect(queue.inFlight).toBe(3);
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
