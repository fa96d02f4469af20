import * as contracts from '@contracts';
import { type Kind, type OperationName, recorded, type Schema, withNames, withoutNames } from '@contracts';

export const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && (value as Schema).type === 'object';

/** Shapes that the contracts have a name for. */
const known = new Map<Schema, string>();
for (const [name, value] of Object.entries(contracts as Readonly<Record<string, unknown>>))
  if (isObject(value) && value.properties !== undefined && !known.has(value)) known.set(value, capital(name));

export interface Reference {
  readonly $ref: string;
}

/** Shapes of answers under names, for clients that are generated: each stands once, whoever answers with it. */
export class NamedSchemas {
  readonly schemas: Record<string, object> = {};
  private readonly names = new Map(known);
  private readonly withPosition = new Map<Schema, Schema>();

  /** What an operation is answered with; one that nobody has a name for is called after the operation. */
  answerOf(operation: OperationName, answer: Schema, kind: Kind): Reference {
    const schema = kind === 'command' ? this.recorded(answer) : kind === 'query' ? withNames(answer) : answer;
    if (this.nameOf(schema) === undefined) this.names.set(schema, `${capital(operation)}Answer`);
    return this.written(schema) as Reference;
  }

  private nameOf(schema: Schema): string | undefined {
    return this.names.get(schema) ?? this.names.get(withoutNames(schema));
  }

  private recorded(answer: Schema): Schema {
    const found = this.withPosition.get(answer);
    if (found !== undefined) return found;
    const schema = recorded(answer);
    const name = this.names.get(answer);
    if (Object.keys(answer.properties ?? {}).length === 0) this.names.set(schema, 'Recorded');
    else if (name !== undefined) this.names.set(schema, `${name}Answer`);
    this.withPosition.set(answer, schema);
    return schema;
  }

  /** The schema with every named one below it as a reference. */
  private written(schema: Schema): object {
    const name = this.nameOf(schema);
    if (name === undefined) return this.inside(schema);
    if (this.schemas[name] === undefined) {
      this.schemas[name] = {};
      this.schemas[name] = this.inside(schema);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private inside(schema: Schema): object {
    const { items, properties, additionalProperties } = schema;
    const each = (part: Schema): object => this.written(part);
    return {
      ...schema,
      ...(items === undefined ? {} : { items: each(items) }),
      ...(properties === undefined
        ? {}
        : {
            properties: Object.fromEntries(
              Object.entries(properties).map(([field, part]) => [field, each(part)]),
            ),
          }),
      ...(typeof additionalProperties === 'object'
        ? { additionalProperties: each(additionalProperties) }
        : {}),
    };
  }
}
