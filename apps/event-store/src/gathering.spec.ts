import { randomUUID } from 'node:crypto';
import { type CommitFailed, Engine } from './engine';
import { type CommitGroup } from './event';
import { gatheringMsMax, worthWaitingFor } from './gathering';
import { MemoryLog } from './memory-log';
import { StorageFull } from './store';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** In memory, but with commits as a disk has them: one takes some turns, whatever it holds. */
class CostlyLog extends MemoryLog {
  override readonly isCommitCostly = true;
  failure: Error | undefined;

  override async commit(group: CommitGroup): Promise<void> {
    for (let turns = 0; turns < 10; turns += 1) await turn();
    if (this.failure !== undefined) throw this.failure;
    return super.commit(group);
  }
}

let log: CostlyLog;
let engine: Engine;
const failures: CommitFailed[] = [];
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
  log = new CostlyLog();
  engine = new Engine({ log, nowMs: () => 1, onFailure: (failure) => failures.push(failure) });
});
afterEach(() => jest.useRealTimers());

const append = () =>
  engine.append(`s-${randomUUID()}`, 'any', [
    { id: randomUUID(), type: 'T', isJson: true, data: Buffer.from('{}'), metadata: Buffer.alloc(0) },
  ]);
const together = (count: number) => Promise.all(Array.from({ length: count }, append));

/** Takes turns, more than a commit needs, and answers whether the work was done by then. */
async function isDoneInTurns(work: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  const settle = () => (isDone = true);
  void work.then(settle, settle);
  for (let turns = 0; turns < 40; turns += 1) await turn();
  return isDone;
}

it.each([
  [0, 0, 0],
  [1, 1, 1],
  [2, 1, 1],
  [3, 1, 2],
  [1, 16, 8],
  [128, 2, 64],
])('after commits of %d and %d appends, %d are worth waiting for', (last, beforeLast, wanted) =>
  expect(worthWaitingFor(last, beforeLast)).toBe(wanted),
);

it('never lets an appender wait that is alone, nor one of two', async () => {
  for (let n = 0; n < 10; n += 1) expect(await isDoneInTurns(append())).toBe(true);
  for (let n = 0; n < 10; n += 1) expect(await isDoneInTurns(together(2))).toBe(true);
  expect(await isDoneInTurns(append())).toBe(true);
});

/** Lets time pass only when nobody moves without it, so that a slow machine cannot end a wait. */
async function inItsOwnTime(work: Promise<unknown>): Promise<void> {
  while (!(await isDoneInTurns(work))) {
    const before = engine.counts().events;
    await isDoneInTurns(work);
    if (engine.counts().events === before) jest.advanceTimersByTime(gatheringMsMax);
  }
}

/** Without gathering two would begin each commit and fourteen miss it, for ever: eight on the average. */
it('lets sixteen appenders share commits of which two always come first', async () => {
  const rounds = 30;
  const appender = async (lateness: number) => {
    for (let round = 0; round < rounds; round += 1) {
      for (let turns = 0; turns < lateness; turns += 1) await turn();
      await append();
    }
  };
  await inItsOwnTime(Promise.all(Array.from({ length: 16 }, (_, n) => appender(n < 2 ? 0 : 3))));
  const { groups, events } = engine.counts();
  expect(events).toBe(16 * rounds);
  expect(events / groups).toBeGreaterThan(14);
});

it('commits with the one that makes half of the last, and no later', async () => {
  await together(16);
  const seven = together(7);
  expect(await isDoneInTurns(seven)).toBe(false);
  expect(await isDoneInTurns(append())).toBe(true);
  await seven;
  expect(engine.counts()).toMatchObject({ groups: 2, events: 24 });
});

it('waits twice at most when the others stay away, and never longer than its limit', async () => {
  await together(16);
  for (let n = 0; n < 2; n += 1) {
    const alone = append();
    expect(await isDoneInTurns(alone)).toBe(false);
    jest.advanceTimersByTime(gatheringMsMax);
    await alone;
  }
  expect(await isDoneInTurns(append())).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
});

it('closes at once, with what was waiting', async () => {
  await together(16);
  const alone = append();
  await turn();
  await turn();
  expect(await isDoneInTurns(engine.close())).toBe(true);
  expect(await alone).toMatchObject({ outcome: 'recorded', position: engine.durablePosition });
  expect(jest.getTimerCount()).toBe(0);
});

it.each([
  ['no room', () => new StorageFull('here', { cause: new Error('ENOSPC') })],
  ['a failure', () => new Error('EIO')],
])('keeps nobody waiting when a commit ends with %s', async (_, failure) => {
  await together(16);
  log.failure = failure();
  const first = together(8);
  await turn();
  await turn();
  const later = Promise.allSettled([append(), append()]);
  expect(await isDoneInTurns(first)).toBe(true);
  await expect(first).rejects.toThrow();
  expect((await later).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(jest.getTimerCount()).toBe(0);
});

it('goes on after a lack of room with nothing lost and nothing twice', async () => {
  log.failure = new StorageFull('here', { cause: new Error('ENOSPC') });
  await expect(append()).rejects.toThrow(StorageFull);
  log.failure = undefined;
  expect(await append()).toMatchObject({ outcome: 'recorded', position: 1 });
  expect(engine.counts()).toEqual({ groups: 1, events: 1, commits: 1 });
});
