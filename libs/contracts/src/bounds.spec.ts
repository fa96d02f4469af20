import * as contracts from '.';

interface Said {
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Said;
  readonly additionalProperties?: boolean;
}

interface Shape {
  readonly name: string;
  readonly prototype: object;
}

const isClass = (value: unknown): value is Shape =>
  typeof value === 'function' && /^class /.test(Function.prototype.toString.call(value));

const shapes = (Object.values(contracts) as readonly unknown[])
  .filter(isClass)
  .filter(({ name }) => /(Body|Query|Target|Signature)$/.test(name));

const fieldsOf = ({ name, prototype }: Shape) => {
  const fields = new Map<string, Said>();
  for (const { shape, field, options } of contracts.saidOfFields) {
    const isOfShape = shape === prototype || Object.prototype.isPrototypeOf.call(shape, prototype);
    if (isOfShape) fields.set(String(field), { ...fields.get(String(field)), ...(options as Said) });
  }
  return [...fields].map(([field, said]): [string, string, Said] => [name, field, said]);
};

/** What is missing for a field to have an end. */
function openEnd(said: Said): string | undefined {
  if (said.type === 'array' || said.isArray === true) {
    if (said.maxItems === undefined) return 'a list without end';
    return said.items === undefined ? undefined : openEnd(said.items);
  }
  // Whatever its operation takes: the shape of that has its own fields.
  if (said.type === 'object' && said.additionalProperties === true) return undefined;
  if (said.enum !== undefined || said.type === 'boolean' || typeof said.type === 'function') return undefined;
  if (said.type === 'integer') {
    const isBounded = said.minimum !== undefined && said.maximum !== undefined;
    return isBounded ? undefined : 'a number without end';
  }
  const isFormed = said.pattern ?? said.maxLength ?? said.format;
  return said.type === 'string' && isFormed !== undefined ? undefined : 'of no form of shape.ts';
}

it('there are shapes to look at', () => expect(shapes.length).toBeGreaterThan(60));

it.each(shapes.flatMap(fieldsOf))('%s.%s has an end', (_shape, _field, said) =>
  expect(openEnd(said)).toBeUndefined(),
);
