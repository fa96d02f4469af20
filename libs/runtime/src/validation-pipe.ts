import {
  type ArgumentMetadata,
  Injectable,
  type PipeTransform,
  type ValidationError,
  ValidationPipe,
} from '@nestjs/common';
import type { FieldError } from '@contracts';
import { cleanText, segment } from './clean-text';
import { MalformedMessage } from './malformed-message';

/** What a wrong shape is turned into: a value to throw. The fields are the same at both edges. */
export type ExceptionFactory = (errors: readonly FieldError[]) => Error;

class WrongShape extends Error {
  override readonly name = 'WrongShape';
  constructor(readonly errors: readonly ValidationError[]) {
    super('wrong shape');
  }
}

/** class-validator's tree of errors as a flat list of JSON pointers below `pointer`. */
function fieldErrors(errors: readonly ValidationError[], pointer = ''): FieldError[] {
  return errors.flatMap((error) => {
    const at = pointer + segment(error.property);
    const own = new Map<string, FieldError>();
    for (const [rule, text] of Object.entries(error.constraints ?? {})) {
      const detail = detailOf(error.property, text);
      own.set(detail, { pointer: at, detail, ...faultOf(error, rule) });
    }
    return [...own.values(), ...fieldErrors(error.children ?? [], at)];
  });
}

/** What the rule says of itself, for programs. */
const faultOf = ({ contexts }: ValidationError, rule: string): Partial<FieldError> =>
  rule === 'whitelistValidation' ? { code: 'unknown-field' } : (contexts?.[rule] ?? {});

/** The pointer names the field already, so the sentence does not repeat it. */
function detailOf(property: string, text: string): string {
  if (text === `property ${property} should not exist`) return 'is not a known field';
  return text.startsWith(`${property} `) ? text.slice(property.length + 1) : text;
}

/**
 * Checks each argument that is declared with a class: known fields only, no null, text in NFC, plain JSON no deeper
 * than `nestingMax`.
 * Query and path texts become numbers where the class says so.
 */
@Injectable()
class ShapePipe implements PipeTransform {
  private readonly shapes = new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new WrongShape(errors),
  });

  constructor(
    private readonly pointerOf: (metadata: ArgumentMetadata) => string,
    private readonly exceptionOf: ExceptionFactory,
  ) {}

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom' || !isShape(metadata.metatype)) return value;
    const pointer = this.pointerOf(metadata);
    if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw this.exceptionOf([{ pointer, detail: 'must be an object', code: 'object' }]);
    }
    const errors: FieldError[] = [];
    const cleaned = cleanText(value ?? {}, pointer, errors);
    if (errors.length > 0) throw this.exceptionOf(errors);
    try {
      return await this.shapes.transform(cleaned, metadata);
    } catch (error) {
      if (error instanceof WrongShape) throw this.exceptionOf(fieldErrors(error.errors, pointer));
      throw error;
    }
  }
}

const builtIn: readonly unknown[] = [
  undefined,
  String,
  Number,
  Boolean,
  Array,
  Object,
  Buffer,
  Date,
  Promise,
];
const isShape = (metatype: unknown): boolean => !builtIn.includes(metatype);

/** Messages over NATS: `/target/…` and `/body/…`; what is wrong travels back as a value. */
export const rpcValidationPipe = (): PipeTransform =>
  new ShapePipe(
    ({ data }) => (data === undefined ? '' : segment(data)),
    (errors) => new MalformedMessage(errors),
  );

/** Requests over HTTP: path `/target/…`, body `/body/…`, query `/query/…`. */
export const httpValidation = (exceptionFactory: ExceptionFactory): PipeTransform =>
  new ShapePipe(({ type }) => (type === 'param' ? '/target' : `/${type}`), exceptionFactory);
