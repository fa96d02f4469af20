import fc from 'fast-check';
import { Schedule } from './schedule';

const keys = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const times = fc.integer({ min: 0, max: 9 }).map(String);
const steps = fc.array(
  fc.oneof(
    fc.record({ key: keys, at: fc.option(times, { nil: undefined }) }),
    fc.record({ takenBefore: times }),
  ),
  { maxLength: 60 },
);

it('is a map of keys to times, of which the soonest are taken first', () =>
  fc.assert(
    fc.property(steps, (list) => {
      const schedule = new Schedule();
      const model = new Map<string, string>();
      for (const step of list) {
        if ('takenBefore' in step) {
          const due = [...model].filter(([, at]) => at < step.takenBefore);
          const taken = schedule.takeBefore(step.takenBefore);
          expect([...taken].sort()).toEqual(due.map(([key]) => key).sort());
          const inOrder = taken.map((key) => model.get(key) as string);
          expect(inOrder).toEqual([...inOrder].sort());
          for (const [key] of due) model.delete(key);
        } else {
          schedule.set(step.key, step.at);
          if (step.at === undefined) model.delete(step.key);
          else model.set(step.key, step.at);
        }
        expect(schedule.size).toBe(model.size);
        expect(schedule.next).toBe([...model.values()].sort()[0]);
      }
    }),
    { numRuns: 500 },
  ));
