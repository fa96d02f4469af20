import type { ApiPropertyOptions } from '@nestjs/swagger';

/** What the OpenAPI document says of a field, one of several things. */
export interface SaidOfField {
  /** The prototype of the class of its object. */
  readonly shape: object;
  readonly field: string | symbol;
  readonly options: ApiPropertyOptions;
}

const said: SaidOfField[] = [];

/** In the order in which it was said: what comes later goes before. */
export const saidOfFields: readonly SaidOfField[] = said;

/**
 * Keeps what the decorator of `@nestjs/swagger` of that name is told when the document is asked for. That library
 * holds memory and takes time at a start, and no service but the gateway ever needs it.
 */
export const ApiProperty =
  (options: ApiPropertyOptions): PropertyDecorator =>
  (shape, field) => {
    said.push({ shape, field, options });
  };
