import * as fc from 'fast-check';
import { EngineSubject } from './engine-subject';
import { type Clock, histories, live, type Step, type Subject } from './history';

/** MODEL_RUNS=N makes a long run of N histories of each kind; MODEL_SEED repeats one. */
const runsAsked = process.env['MODEL_RUNS'];
const seed = process.env['MODEL_SEED'];
const runs = (usual: number): number => (runsAsked === undefined ? usual : Number(runsAsked));
const timeoutMs = 60_000 + runs(0) * 200;

/** A failure prints its seed and its shortest history. */
function check(
  arbitrary: fc.Arbitrary<Step[]>,
  numRuns: number,
  start: (clock: Clock) => Subject,
): Promise<void> {
  const property = fc.asyncProperty(arbitrary, async (steps) => {
    const clock = { nowMs: 1_000_000 };
    const subject = start(clock);
    try {
      await live(steps, subject, clock);
    } finally {
      await subject.end();
    }
  });
  return fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}

describe('random histories end as the model says', () => {
  it(
    'in memory',
    () => check(histories({ withAge: true }), runs(250), (clock) => EngineSubject.inMemory(clock)),
    timeoutMs,
  );

  it(
    'on disk',
    () => check(histories({ withAge: true }), runs(40), (clock) => EngineSubject.onDisk(clock)),
    timeoutMs,
  );
});
