import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FindingCode, findingCodes, Validator } from './validated';

interface Vector {
  readonly name: string;
  readonly message: unknown;
  readonly valid: boolean;
  readonly findings: readonly (readonly [pointer: string, code: FindingCode])[];
}
const { messages } = JSON.parse(readFileSync(join(__dirname, '..', 'vectors', 'messages.json'), 'utf8')) as {
  readonly messages: readonly Vector[];
};

const validator = new Validator();

it.each(messages.map((each) => [each.name, each] as const))('%s', (_, { message, valid, findings }) => {
  const verdict = validator.validated(message);
  const found = verdict.findings.map(({ pointer, code }) => [pointer, code]);
  expect({ valid: verdict.valid, found }).toEqual({ valid, found: findings });
});

it('has a vector for every code', () => {
  const told = new Set(messages.flatMap(({ findings }) => findings.map(([, code]) => code)));
  expect([...told].sort()).toEqual([...findingCodes].sort());
});

it('says each finding in both languages', () => {
  for (const { message } of messages)
    for (const { detail, detailVi } of validator.validated(message).findings) {
      expect(detail).not.toBe('');
      expect(detailVi).toMatch(/[^ -~]/);
    }
});

it('tells the first hundred findings', () => {
  const good = messages.find(({ valid }) => valid)?.message as object;
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`NO_${index}`, 1]));
  expect(validator.validated({ ...good, ...many }).findings).toHaveLength(100);
});
