import 'reflect-metadata';
import Ajv from 'ajv';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import * as contracts from '@contracts';
import { describedApi } from '../flows/described-api';

interface Described {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly $ref?: string;
}
type Shape = new () => object;

/** What a form of our own asks besides is said in its name; a value of each that has it. */
const formed: Readonly<Record<string, string>> = {
  uuid: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  date: '2026-11-20',
  'date-time': '2026-11-20T02:30:00.000Z',
  byte: 'QUFBQQ==',
};

const ajv = new Ajv({ strict: false, formats: { line: true, prose: true, 'file-name': true, byte: true } });
ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T.*Z$/);

/** Values at and just beyond each limit of a text, and texts of no form. */
function texts({
  format = '',
  minLength = 1,
  maxLength = 64,
  example,
  enum: values = [],
}: Described): unknown[] {
  const known = formed[format];
  if (format === 'byte') return [known, 'A'.repeat(maxLength), 'A'.repeat(maxLength + 4), ''];
  if (known !== undefined) return [known, '', 'x', `${known}x`];
  const sized = [minLength - 1, minLength, maxLength, maxLength + 1].filter((length) => length >= 0);
  const made = sized.flatMap((length) => ['a', 'A', '1', 'ă', '😀'].map((letter) => letter.repeat(length)));
  return [...made, ...values, example, 'a b', '_', '-', '.', 'Ж', 'x'.repeat(130)].filter(
    (value) => value !== undefined,
  );
}

function valuesFor(described: Described): unknown[] {
  if (described.type === 'array') return lists(described);
  if (described.type === 'string') return texts(described);
  if (described.type !== 'integer') return [];
  const { minimum = 0, maximum = 0 } = described;
  return [minimum - 1, minimum, minimum + 0.5, maximum, maximum + 1];
}

function lists({ items = {}, minItems = 0, maxItems = 0 }: Described): unknown[] {
  const one =
    items.$ref === undefined ? valuesFor(items).find((value) => ajv.validate(items, value)) : undefined;
  if (one === undefined) return [];
  const single = valuesFor(items).map((value) => [value]);
  return [...single, [], [one, one], ...(minItems > 1 ? [] : [[one]]), Array(maxItems + 1).fill(one)];
}

/** What is no text, no number, no list. */
const others: readonly unknown[] = [null, true, 7, 7.5, '', 'x', {}, [], [[]], [null]];

const isTaken = (shape: Shape, field: string, value: unknown): boolean =>
  validateSync(plainToInstance(shape, { [field]: value })).every(({ property }) => property !== field);

/** It may be left out where another one stands, which the page says in words. */
const inPlaceOfAnother = ['GivenSignature.cms'];
/** Judged by the shape of the operation they are of, each command by itself. */
const ofAnyOperation = ['BatchedCommandBody.target', 'BatchedCommandBody.body'];

const shapes = Object.entries(contracts as Readonly<Record<string, unknown>>).filter(
  (entry): entry is [string, Shape] => typeof entry[1] === 'function' && /(Body|Signature)$/.test(entry[0]),
);

describe('what a body may hold', () => {
  let schemas: Readonly<Record<string, Described>>;
  beforeAll(async () => {
    schemas = (await describedApi()).components?.schemas as Readonly<Record<string, Described>>;
  });
  const fields = (): readonly [string, Shape, string, Described][] =>
    shapes.flatMap(([name, shape]) =>
      Object.entries(schemas[name]?.properties ?? {}).map(
        ([field, described]) => [name, shape, field, described] as [string, Shape, string, Described],
      ),
    );

  it('is looked at for every body of the page', () => {
    const known = shapes.map(([name]) => name);
    const bodies = Object.keys(schemas).filter((name) => /(Body|Signature)$/.test(name));
    expect(bodies.filter((name) => !known.includes(name))).toEqual([]);
    expect(fields().length).toBeGreaterThan(250);
  });

  it('is the same by the page and by what is enforced, at every limit of every field', () => {
    const differing = fields().flatMap(([name, shape, field, described]) => {
      if (ofAnyOperation.includes(`${name}.${field}`)) return [];
      const fits = ajv.compile({ ...described, components: { schemas } });
      return [...valuesFor(described), ...others].flatMap((value) => {
        const [said, enforced] = [fits(value), isTaken(shape, field, value)];
        return said === enforced
          ? []
          : [`${name}.${field} ${JSON.stringify(value)?.slice(0, 60)} page ${said}`];
      });
    });
    expect(differing).toEqual([]);
  });

  it('is required by the page where it may not be left out, and nowhere else', () => {
    const differing = fields().flatMap(([name, shape, field]) => {
      if (inPlaceOfAnother.includes(`${name}.${field}`)) return [];
      const required = schemas[name]?.required?.includes(field) ?? false;
      return required === isTaken(shape, field, undefined) ? [`${name}.${field}`] : [];
    });
    expect(differing).toEqual([]);
  });
});

describe('what an address may hold', () => {
  interface Parameter {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Described;
  }
  let paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters: readonly Parameter[] }>>>
  >;
  beforeAll(async () => {
    paths = (await describedApi()).paths as unknown as typeof paths;
  });
  /** In an address everything is text. */
  const written = (value: unknown): unknown => (typeof value === 'object' ? value : String(value));
  const words: readonly unknown[] = [true, false];

  it('is the same by the page and by what is enforced, at every limit of every parameter', () => {
    let looked = 0;
    const differing = Object.values<contracts.Operation>(contracts.operations).flatMap((operation) => {
      const { path, method, kind, forward } = operation;
      const parameters = paths[path]?.[method.toLowerCase()]?.parameters ?? [];
      return parameters.flatMap(({ name, in: part, required = false, schema }) => {
        const asked = part === 'query' && kind === 'query' ? forward?.body : undefined;
        const shape = part === 'path' ? forward?.target : asked;
        if (shape === undefined) return [];
        looked += 1;
        const fits = ajv.compile(schema);
        const values = schema.type === 'boolean' ? words : valuesFor(schema);
        const wrong = values.filter((value) => fits(value) !== isTaken(shape as Shape, name, written(value)));
        const isLax = required === isTaken(shape as Shape, name, undefined);
        return [...wrong, ...(isLax ? ['left out'] : [])].map(
          (value) => `${path} ${name} ${JSON.stringify(value)?.slice(0, 60)}`,
        );
      });
    });
    expect(differing).toEqual([]);
    expect(looked).toBeGreaterThan(150);
  });
});
