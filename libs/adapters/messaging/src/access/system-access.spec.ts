import fc from 'fast-check';
import { agencyToken, feedParts } from '@domain/codes';
import { trialsOf } from './permission-trials';
import { accessOf, type Granted } from './system-access';

const codes = fc.uniqueArray(fc.stringMatching(/^[A-Y]\d{2}(\.[A-Z0-9]{1,7}){0,4}$/), { maxLength: 6 });
const granted: fc.Arbitrary<Granted> = fc.record({
  systemId: fc.uuid(),
  readsFor: codes,
  reads: fc.constantFrom(...feedParts),
  sendsFor: codes,
  operations: fc.uniqueArray(fc.stringMatching(/^[a-z][A-Za-z]{2,12}$/), { maxLength: 4 }),
});

/** Whether a subject is among what a pattern stands for. */
function isCovered(pattern: string, subject: string): boolean {
  const [tokens, parts] = [pattern.split('.'), subject.split('.')];
  if (tokens.at(-1) === '>') {
    return parts.length >= tokens.length && tokens.slice(0, -1).every((token, i) => token === parts[i]);
  }
  return pattern === subject;
}

it('says for whom a system reads and sends, in every subject', () =>
  fc.assert(
    fc.property(granted, (system) => {
      const { permissions, consumers, commands, imports } = accessOf(system);
      expect(consumers.map(({ agency }) => agency)).toEqual(system.readsFor);
      for (const { agency, consumer, filter } of consumers) {
        expect(consumer).toBe(`system-${system.systemId}-${agencyToken(agency)}`);
        expect(filter.startsWith(`public.${agencyToken(agency)}.`)).toBe(true);
      }
      expect(commands).toHaveLength(system.sendsFor.length * system.operations.length);
      for (const each of permissions.pub.allow) {
        expect(each.includes(system.systemId)).toBe(true);
        expect(imports.some(({ subject, local = subject }) => isCovered(local, each))).toBe(true);
      }
      expect(permissions.sub.allow).toEqual([`_INBOX.${system.systemId}.>`]);
    }),
  ));

it('never holds a wildcard besides the last one of its own acknowledgements, replies and commands', () =>
  fc.assert(
    fc.property(granted, (system) => {
      const { permissions, imports } = accessOf(system);
      const imported = imports.flatMap(({ subject, local = subject }) => [subject, local]);
      const all = [...permissions.pub.allow, ...permissions.sub.allow, ...imported];
      expect(all.filter((each) => /[*>\s]/.test(each.replace(/\.>$/, '')))).toEqual([]);
      expect(all.filter((each) => each.endsWith('.>') && !each.includes(system.systemId))).toEqual([]);
    }),
  ));

it('gives two systems nothing in common, whoever their agencies are', () =>
  fc.assert(
    fc.property(granted, granted, (one, other) => {
      fc.pre(one.systemId !== other.systemId);
      const [mine, theirs] = [accessOf(one), accessOf(other)];
      const allowed = [...mine.permissions.pub.allow, ...mine.permissions.sub.allow];
      const foreign = [...theirs.permissions.pub.allow, ...theirs.permissions.sub.allow];
      expect(foreign.filter((each) => allowed.some((pattern) => isCovered(pattern, each)))).toEqual([]);
    }),
  ));

it('is tried on what its permissions do not cover, and on all that they do', () =>
  fc.assert(
    fc.property(granted, granted, (one, other) => {
      fc.pre(one.systemId !== other.systemId);
      const { permissions } = accessOf(one);
      for (const { how, subject, expected } of trialsOf(one, other)) {
        const allowed = how === 'publish' ? permissions.pub.allow : permissions.sub.allow;
        expect([subject, allowed.some((pattern) => isCovered(pattern, subject))]).toEqual([
          subject,
          expected === 'works',
        ]);
      }
    }),
    { numRuns: 25 },
  ));
