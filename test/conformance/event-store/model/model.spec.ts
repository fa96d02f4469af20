import * as fc from 'fast-check';
import { ClientSubject } from './client-subject';
import { EngineSubject } from './engine-subject';
import { type Clock, histories, live, type Step, type Subject } from './history';
import { pinnedHistories } from './pinned-histories';

/** MODEL_RUNS=N makes a long run of N histories of each kind; MODEL_SEED=N repeats a failed one. */
const runsAsked = process.env['MODEL_RUNS'];
const seedAsked = process.env['MODEL_SEED'];
const timeoutMs = 60_000 + Number(runsAsked ?? 0) * 2_000;

type Start = (clock: Clock) => Subject | Promise<Subject>;

async function liveOn(start: Start, steps: readonly Step[]): Promise<void> {
  const clock = { nowMs: 1_000_000 };
  const subject = await start(clock);
  try {
    await live(steps, subject, clock);
  } finally {
    await subject.end();
  }
}

describe.each<[string, { ours: boolean }, number, Start]>([
  ['in memory', { ours: true }, 150, (clock) => EngineSubject.inMemory(clock)],
  ['on disk', { ours: true }, 40, (clock) => EngineSubject.onDisk(clock)],
  ['through the official client', { ours: false }, 10, () => ClientSubject.start()],
])('a history, %s, ends as the model says', (_, kind, usualRuns, start) => {
  // A failure prints its seed and its shortest history.
  it(
    'whatever it is',
    () =>
      fc.assert(
        fc.asyncProperty(histories(kind), (steps) => liveOn(start, steps)),
        {
          numRuns: Number(runsAsked ?? usualRuns),
          ...(seedAsked === undefined ? {} : { seed: Number(seedAsked) }),
        },
      ),
    timeoutMs,
  );

  it.each(pinnedHistories)('also one in which the node once %s', (_wrong, steps) => liveOn(start, steps));
});
