import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract, rule } from './contract';

const specs = readdirSync(__dirname).filter(
  (file) => file.endsWith('.spec.ts') && file !== 'contract.spec.ts',
);
const sources = new Map(specs.map((file) => [file, readFileSync(join(__dirname, file), 'utf8')]));
const tested = new Set(
  [...sources.values()].flatMap((source) =>
    [...source.matchAll(/\brule\('([\d.a-z]+)',/g)].map(([, n]) => n),
  ),
);

describe('the contract', () => {
  it('has every number once, and no gap among the rules of meaning', () => {
    const numbers = contract.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const meaning = numbers.filter((number) => number.startsWith('5.2.'));
    expect(meaning).toEqual(Array.from({ length: 24 }, (_, n) => `5.2.${n + 1}`));
  });

  const inScope = contract.filter(({ outOfScope }) => outOfScope === undefined);
  it.each(inScope.map((one) => [one.number, one.title, one] as const))(
    '%s, %s, has a test',
    (number, _, one) => {
      const [spec, title] = one.provedBy ?? [];
      if (spec === undefined || title === undefined) expect([...tested]).toContain(number);
      else expect(sources.get(spec)).toContain(`describe('${title}'`);
    },
  );

  it('names a test by rule and source, and no rule that is out of scope or unknown', () => {
    expect(rule('5.2.7', 'x')).toBe('5.2.7 x [S ReaderIndex/IndexWriter.cs CheckCommit]');
    expect(() => rule('5.2.18', 'x')).toThrow('not in the scope');
    expect(() => rule('5.2.99', 'x')).toThrow('not in the scope');
  });
});

describe('a spec that can be run on any address', () => {
  const inside = /\btested\.(node|folder|restart)\b/;
  it.each(
    [...sources]
      .filter(([, source]) => /\(kinds\)|kinds\[0\]/.test(source) && inside.test(source))
      .map(([file]) => file),
  )('%s says which of its tests need a node of our own', (file) =>
    expect(sources.get(file)).toMatch(/\bourNode\b/),
  );
});
