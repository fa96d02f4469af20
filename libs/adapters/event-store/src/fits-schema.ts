import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { plainJson, type Schema } from '@domain/decider';
import type { NewEvent } from './event-store';
import { MalformedFact } from './failures';

const ajv = new Ajv({ schemas: [plainJson], allowUnionTypes: true });
const validators = new WeakMap<Schema, ValidateFunction>();

/**
 * Compiles each schema once, when a fact of it is appended first.
 * @throws MalformedFact where the data has another structure.
 */
export function assertFits(stream: string, { type, data, schema }: NewEvent): void {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    validators.set(schema, validate);
  }
  if (validate(data)) return;
  const [found] = validate.errors as [ErrorObject];
  throw new MalformedFact(stream, type, pointerOf(found), expectedBy(found));
}

function pointerOf({ instancePath, params }: ErrorObject): string {
  const key: unknown = params['missingProperty'] ?? params['additionalProperty'];
  if (key === undefined) return instancePath;
  return `${instancePath}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Told from the schema alone: values of the data belong into no log. */
function expectedBy({ keyword, params }: ErrorObject): string {
  if (keyword === 'required') return 'a value';
  if (keyword === 'additionalProperties') return 'no such key';
  if (keyword === 'enum') return `one of ${(params['allowedValues'] as readonly string[]).join(', ')}`;
  return String(params['type']);
}
