import { type LookPart, looksOfBatchMax, messageBytesMax } from '@contracts';
import { gatherMs, LookQueue, type Queued, queuedMax } from './look-queue';

const look: LookPart = {
  agency: 'H99.1',
  officer: 'clerk.H99.1',
  role: 'Clerk',
  operation: 'getInbox',
  outcome: 'answered',
  correlationId: '11111111-1111-4111-8111-111111111111',
  at: '2026-11-29T01:00:00.000Z',
};
const at = (sinceMs: number, settle?: Queued['settle']): Queued => ({
  look,
  sinceMs,
  ...(settle && { settle }),
});

let queue: LookQueue;
beforeEach(() => (queue = new LookQueue()));
const add = (times: number, sinceMs = 0) => {
  for (let index = 0; index < times; index++) queue.add(at(sinceMs));
};

it('has nothing due while it is empty', () => expect(queue.dueInMs(0)).toBeUndefined());

it('gathers for a second from the oldest on', () => {
  add(1, 100);
  add(1, 900);
  expect(queue.dueInMs(900)).toBe(gatherMs - 800);
  expect(queue.dueInMs(100 + gatherMs)).toBe(0);
  expect(queue.dueInMs(10_000)).toBe(0);
});

it('does not gather once a batch is full', () => {
  add(looksOfBatchMax - 1);
  expect(queue.dueInMs(0)).toBe(gatherMs);
  add(1);
  expect(queue.dueInMs(0)).toBe(0);
});

it('does not gather while somebody waits, whoever stands before', () => {
  const awaited = at(0, () => undefined);
  add(looksOfBatchMax - 1);
  queue.add(awaited);
  expect(queue.dueInMs(0)).toBe(0);
  expect(queue.take().at(-1)).toBe(awaited);
  add(1);
  expect(queue.dueInMs(0)).toBe(gatherMs);
});

it('forgets who waits no longer, unless a batch has it already', () => {
  const [given, kept] = [at(0, () => undefined), at(0, () => undefined)];
  queue.add(given);
  queue.remove(given);
  expect(queue.dueInMs(0)).toBeUndefined();
  queue.add(kept);
  expect(queue.take()).toEqual([kept]);
  queue.remove(kept);
  expect([queue.length, queue.dueInMs(0)]).toEqual([0, undefined]);
});

it('gives the oldest first, and never more than a batch', () => {
  const all = Array.from({ length: looksOfBatchMax + 3 }, (_, index) => at(index));
  all.forEach((each) => queue.add(each));
  expect([queue.take(), queue.take(), queue.take()]).toEqual([
    all.slice(0, looksOfBatchMax),
    all.slice(looksOfBatchMax),
    [],
  ]);
});

it('takes no more than it can hold, and says so', () => {
  add(queuedMax);
  expect(queue.add(at(0))).toBe(false);
  expect(queue.length).toBe(queuedMax);
});

it('fits a batch of the longest looks into a message', () => {
  const longest: LookPart = {
    agency: 'H'.repeat(35),
    officer: 'o'.repeat(64),
    role: 'r'.repeat(32),
    operation: 'p'.repeat(64),
    object: Array.from({ length: 4 }, () => 'f'.repeat(64)).join('/'),
    outcome: `${'c'.repeat(32)}:${'r'.repeat(64)}`,
    correlationId: look.correlationId,
    at: look.at,
    count: 1_000_000_000,
  };
  const batch = JSON.stringify(Array(looksOfBatchMax).fill(longest));
  expect(Buffer.byteLength(batch)).toBeLessThan(messageBytesMax - 16 * 1024);
});
