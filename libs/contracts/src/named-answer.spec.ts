import { dayIn, holder, type Schema } from './answer';
import { namePlaces, withNames, withoutNames } from './named-answer';
import { type Operation } from './operation';
import { operations } from './operations';

const questions = Object.entries<Operation>(operations).flatMap(([name, { kind, answer }]) =>
  kind === 'query' && answer !== undefined ? [[name, answer] as const] : [],
);

interface Part {
  readonly path: string;
  readonly schema: Schema;
  /** Fields of the object it stands in. */
  readonly beside: Readonly<Record<string, Schema>>;
  /** Whether it, or something it stands in, says whose day it is. */
  readonly hasDay: boolean;
}

/** Every part of an answer, the answer itself first. */
function* partsOf(part: Part): Generator<Part> {
  const { schema, path } = part;
  const hasDay = part.hasDay || schema[dayIn] !== undefined;
  yield { ...part, hasDay };
  const { properties = {}, items, additionalProperties } = schema;
  for (const [field, each] of Object.entries(properties))
    yield* partsOf({ path: `${path}/${field}`, schema: each, beside: properties, hasDay });
  const inside = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  if (inside !== undefined) yield* partsOf({ ...part, path: `${path}/*`, schema: inside, hasDay });
}
const allParts = (schema: Schema) => [...partsOf({ path: '', schema, beside: {}, hasDay: false })];

/** What a description says of a text that names somebody by code or id. */
const saysSo =
  /agency code|codes? of (the|an|a|its)\b.*\b(agency|agencies|successor)|id of the (officer|leader|signer)/;

it.each(questions)('%s: every code of an agency and every id of an officer is marked as one', (_, answer) => {
  const unmarked = allParts(answer).filter(
    ({ schema, beside }) =>
      schema.type === 'string' &&
      saysSo.test(schema.description ?? '') &&
      schema[holder] === undefined &&
      // It has its name beside it as the service says it.
      beside['name'] === undefined &&
      beside['displayName'] === undefined,
  );
  expect(unmarked.map(({ path }) => path)).toEqual([]);
});

it.each(questions)('%s: every name is of a day that the answer says', (_, answer) => {
  const named = allParts(answer).filter(({ schema }) => schema[holder] !== undefined);
  expect(named.filter(({ hasDay }) => !hasDay).map(({ path }) => path)).toEqual([]);
});

it.each(questions)('%s: a day is a date or an instant of the object', (_, answer) => {
  const wrong = allParts(answer).flatMap(({ path, schema, beside }) => {
    const fields = schema.type === 'object' ? (schema.properties ?? {}) : beside;
    return (schema[dayIn] ?? [])
      .filter((day) => !['date', 'date-time'].includes(fields[day]?.format ?? ''))
      .map((day) => `${path}: ${day}`);
  });
  expect(wrong).toEqual([]);
});

it.each(questions)('%s: is described with a name beside each, and nothing else changed', (_, answer) => {
  const described = withNames(answer);
  expect(withoutNames(described)).toBe(answer);
  expect(withNames(answer)).toBe(described);
  const paths = allParts(described).map(({ path }) => path);
  const lacking = allParts(answer).filter(({ path, schema }) => {
    if (schema[holder] === undefined || path.endsWith('/*')) return false;
    return !paths.includes(`${path}Name`);
  });
  expect(lacking.map(({ path }) => path)).toEqual([]);
  expect(allParts(answer).filter(({ path }) => !paths.includes(path))).toEqual([]);
});

describe('places', () => {
  const of = (name: 'getInbox' | 'getDocument' | 'getAgency', answer: object) =>
    namePlaces(operations[name].answer, answer, '2026-11-30').map(({ of: kind, values, date }) => [
      kind,
      ...values,
      date,
    ]);

  it('are of the local day of their row', () =>
    expect(
      of('getInbox', {
        rows: [
          { from: 'H99.1', arrivedAt: '2026-11-27T16:59:59.999Z' },
          { from: 'H99.1', arrivedAt: '2026-11-27T17:00:00.000Z' },
        ],
      }),
    ).toEqual([
      ['agency', 'H99.1', '2026-11-27'],
      ['agency', 'H99.1', '2026-11-28'],
    ]));

  it('are of the first day that is there, their own before that of what they stand in', () =>
    expect(
      of('getDocument', {
        ...{ agency: 'H99.1', draftedAt: '2026-11-01T03:00:00.000Z', draftedBy: 'a' },
        ...{ issuedAt: '2026-11-03T03:00:00.000Z' },
        deliveries: [
          {
            agency: 'H99.2',
            awaiting: { from: 'H99.2', what: 'receipt' },
            history: [{ fact: 'DocumentArrived', at: '2026-11-04T03:00:00.000Z', officer: 'b' }],
          },
        ],
      }),
    ).toEqual([
      ['agency', 'H99.1', '2026-11-03'],
      ['officer', 'a', '2026-11-01'],
      ['agency', 'H99.2', '2026-11-03'],
      ['agency', 'H99.2', '2026-11-30'],
      ['officer', 'b', '2026-11-04'],
    ]));

  it('of what is now are of the day asked about', () =>
    expect(of('getAgency', { code: 'H99.1', parent: 'H99' })).toEqual([['agency', 'H99', '2026-11-30']]));
});

it('whoever asks a question may print a book, which bears the names of officers too', () => {
  expect([operations.printIncomingRegister.allow, operations.printOutgoingRegister.allow]).toEqual([
    'any',
    'any',
  ]);
});
