import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Received {
  readonly source: string;
  readonly id: string;
  readonly feednumber: number;
}
interface Sequence {
  readonly rule: string;
  readonly name: string;
  readonly after: number;
  readonly received: readonly Received[];
  readonly handled: readonly string[];
  readonly missing: readonly number[];
}
const read = <T>(...path: readonly string[]): T =>
  JSON.parse(readFileSync(join(__dirname, '..', ...path), 'utf8')) as T;
const { sequences } = read<{ readonly sequences: readonly Sequence[] }>('vectors', 'sequences.json');

/** The shortest consumer that conforms: one place for each installation, and what came too early. */
function consume({ after, received }: Sequence) {
  const first = received[0]?.source;
  const places = new Map<string | undefined, number>([[first, after]]);
  const early = new Map<string, Received>();
  const handled: string[] = [];
  const key = (source: string, number: number): string => `${source} ${number}`;
  for (const message of received) {
    const { source, feednumber } = message;
    if (feednumber > (places.get(source) ?? 0)) early.set(key(source, feednumber), message);
    for (;;) {
      const next = (places.get(source) ?? 0) + 1;
      const found = early.get(key(source, next));
      if (found === undefined) break;
      early.delete(key(source, next));
      handled.push(found.id);
      places.set(source, next);
    }
  }
  const newest = Math.max(0, ...[...early.values()].map(({ feednumber }) => feednumber));
  const from = (places.get(first) ?? 0) + 1;
  const missing = Array.from({ length: Math.max(0, newest - from) }, (_, index) => from + index).filter(
    (number) => !early.has(key(first ?? '', number)),
  );
  return { handled, missing };
}

it.each(sequences.map((each) => [`${each.rule}, ${each.name}`, each] as const))('%s', (_, sequence) =>
  expect(consume(sequence)).toEqual({ handled: sequence.handled, missing: sequence.missing }),
);

it('rests on rules that stand in the list', () => {
  const page = readFileSync(join(__dirname, '../../../../apps/bus/docs/conformance.md'), 'utf8');
  const rules = [...page.matchAll(/^\| (C\d+) +\|/gm)].map(([, rule]) => rule);
  expect(rules).toEqual(rules.map((_, index) => `C${index + 1}`));
  expect(rules).toEqual(expect.arrayContaining(sequences.map(({ rule }) => rule)));
});
