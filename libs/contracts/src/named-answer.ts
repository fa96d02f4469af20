import { localDate } from '@domain/codes';
import { dayIn, holder, list, type Schema, text, yes } from './answer';

/** A code or an id in an answer, or a list of them, with the local day, YYYY-MM-DD, whose names are wanted. */
export interface NamePlace {
  readonly of: 'agency' | 'officer';
  readonly values: readonly string[];
  readonly date: string;
  /** Writes the names beside them, each at the place of its value; nothing where a name is not known. */
  tell(names: readonly (string | undefined)[]): void;
}

interface NamedField {
  readonly field: string;
  readonly of: NamePlace['of'];
  readonly isList: boolean;
  readonly beside: string;
  /** Of the field alone; else those of its object. */
  readonly days: readonly string[] | undefined;
}

/** What of a schema names somebody, or holds what does. */
interface Plan {
  readonly named: readonly NamedField[];
  readonly deeper: readonly (readonly [field: string, schema: Schema])[];
  readonly each: Schema | undefined;
}

/** `from`: `fromName`; `recipients`: `recipientNames`; `lateAgencies`: `lateAgencyNames`. */
const besideOf = (field: string, isList: boolean): string =>
  isList ? `${field.replace(/ies$/, 'y').replace(/s$/, '')}Names` : `${field}Name`;

function namedIn({ properties = {} }: Schema): readonly NamedField[] {
  return Object.entries(properties).flatMap(([field, schema]) => {
    const isList = schema.type === 'array';
    const text = isList ? schema.items : schema;
    const of = text?.[holder];
    const beside = besideOf(field, isList);
    if (of === undefined) return [];
    return [{ field, of, isList, beside, days: text?.[dayIn] }];
  });
}

const plans = new WeakMap<Schema, Plan>();
function planOf(schema: Schema): Plan {
  const found = plans.get(schema);
  if (found !== undefined) return found;
  const { properties = {}, items, additionalProperties } = schema;
  const each = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  const plan = {
    named: namedIn(schema),
    deeper: Object.entries(properties).filter(([, part]) => holdsNames(part)),
    each: each !== undefined && holdsNames(each) ? each : undefined,
  };
  plans.set(schema, plan);
  return plan;
}

/** Whether anything in it is a code or an id whose name is to stand beside it. */
export function holdsNames(schema: Schema): boolean {
  const { named, deeper, each } = planOf(schema);
  return named.length > 0 || deeper.length > 0 || each !== undefined;
}

/**
 * Every code and id of an answer whose name belongs beside it.
 * @param askedDate local day of what says no day of its own: the one asked about, else today
 */
export function namePlaces(schema: Schema, answer: unknown, askedDate: string): readonly NamePlace[] {
  const places: NamePlace[] = [];
  gather(schema, answer, { date: askedDate, askedDate, places });
  return places;
}

interface Walk {
  readonly date: string;
  readonly askedDate: string;
  readonly places: NamePlace[];
}

function gather(schema: Schema, value: unknown, walk: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  const { named, deeper, each } = planOf(schema);
  const row = value as Record<string, unknown>;
  const date = dayOf(row, schema[dayIn], walk);
  for (const { field, of, isList, beside, days } of named) {
    const found = row[field];
    const values = (isList ? found : [found]) as readonly string[] | undefined;
    // A service that says the name itself knows a better day than the answer tells.
    if (found === undefined || values === undefined || row[beside] !== undefined) continue;
    const tell: NamePlace['tell'] = (names) => {
      if (names.every((name) => name === undefined)) return;
      row[beside] = isList ? values.map((code, index) => names[index] ?? code) : names[0];
    };
    const day = days === undefined ? date : dayOf(row, days, walk);
    walk.places.push({ of, values, date: day, tell });
  }
  const inside = { ...walk, date };
  for (const [field, part] of deeper) gather(part, row[field], inside);
  if (each !== undefined) for (const item of Object.values(row)) gather(each, item, inside);
}

function dayOf(
  row: Readonly<Record<string, unknown>>,
  fields: readonly string[] | undefined,
  { date, askedDate }: Walk,
): string {
  if (fields === undefined) return date;
  if (fields.length === 0) return askedDate;
  const told = fields.map((field) => row[field]).find((day) => typeof day === 'string');
  if (told === undefined) return date;
  return told.length === dateCharacters ? told : localDate(told);
}

const dateCharacters = 'YYYY-MM-DD'.length;

const namesMissing: Schema<boolean> = {
  ...yes,
  description: 'the directory did not answer: codes and ids stand without names',
};

const parts = new WeakMap<Schema, Schema>();
const wholes = new WeakMap<Schema, Schema>();
const sources = new WeakMap<Schema, Schema>();

/** What a schema was before names were added to it. */
export const withoutNames = (schema: Schema): Schema => sources.get(schema) ?? schema;

/** The answer of a question as the edge gives it: with names beside codes and ids, as they were on the day of each. */
export function withNames(answer: Schema): Schema {
  if (!holdsNames(answer)) return answer;
  const schema = named(answer);
  return once(wholes, answer, () => ({ ...schema, properties: { ...schema.properties, namesMissing } }));
}

/** The same object each time: schemas are told apart by identity. */
function once(kept: WeakMap<Schema, Schema>, source: Schema, make: () => Schema): Schema {
  const schema = kept.get(source) ?? make();
  kept.set(source, schema);
  sources.set(schema, source);
  return schema;
}

function named(schema: Schema): Schema {
  if (!holdsNames(schema)) return schema;
  return once(parts, schema, () => {
    const { properties, items, additionalProperties } = schema;
    return {
      ...schema,
      ...(items === undefined ? {} : { items: named(items) }),
      ...(typeof additionalProperties === 'object'
        ? { additionalProperties: named(additionalProperties) }
        : {}),
      ...(properties === undefined ? {} : { properties: namedProperties(schema, properties) }),
    };
  });
}

function namedProperties(
  schema: Schema,
  properties: Readonly<Record<string, Schema>>,
): Readonly<Record<string, Schema>> {
  const beside = new Map(planOf(schema).named.map((each) => [each.field, each]));
  return Object.fromEntries(
    Object.entries(properties).flatMap(([field, part]) => {
      const own = [field, named(part)] as const;
      const name = beside.get(field);
      return name === undefined || properties[name.beside] !== undefined
        ? [own]
        : [own, [name.beside, schemaOf(name, schema[dayIn])] as const];
    }),
  );
}

function schemaOf({ of, isList, days, field }: NamedField, ofObject: readonly string[] | undefined): Schema {
  const day = dayInWords(days ?? ofObject);
  if (isList) {
    const description = `names of \`${field}\` ${day}, in their order, and the code or id itself where there is none`;
    return { ...list(text), description: `${description}; absent where none is known` };
  }
  const description =
    of === 'agency'
      ? `what it was called ${day}; absent of one that nobody registered`
      : `as printed ${day}; absent of one who was never of your agency`;
  return { ...text, description };
}

function dayInWords(fields: readonly string[] | undefined): string {
  if (fields === undefined) return 'on the day of what it stands in';
  if (fields.length === 0) return 'on the day asked about, else today';
  return `on the local day of ${fields.map((field) => `\`${field}\``).join(', else ')}`;
}
