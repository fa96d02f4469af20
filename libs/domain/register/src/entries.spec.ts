import fc from 'fast-check';
import { type Entries, entryOf, noEntries, withEntry } from './entries';

const keys = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('constructor', '__proto__', ''));
const steps = fc.array(fc.tuple(keys, fc.nat(), fc.boolean()), { maxLength: 200 });

it('holds what a map would hold', () =>
  fc.assert(
    fc.property(steps, keys, (taken, absent) => {
      const expected = new Map<string, object>();
      let entries = noEntries;
      for (const [key, number, voided] of taken) {
        entries = withEntry(entries, key, { number, voided });
        expected.set(key, { number, voided });
      }
      for (const [key, entry] of expected) expect(entryOf(entries, key)).toEqual(entry);
      expect(entryOf(entries, absent)).toEqual(expected.get(absent));
    }),
  ));

it('never changes what stood before', () =>
  fc.assert(
    fc.property(steps, (taken) => {
      let entries: Entries = noEntries;
      for (const [key, number, voided] of taken) {
        const before = JSON.stringify(taken.map(([each]) => entryOf(entries, each)));
        const after = withEntry(entries, key, { number: number + 1, voided });
        expect(JSON.stringify(taken.map(([each]) => entryOf(entries, each)))).toBe(before);
        entries = after;
      }
    }),
    { numRuns: 20 },
  ));
