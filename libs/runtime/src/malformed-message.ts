import type { FieldError } from '@contracts';

/** A message that never should have been sent: each field that is wrong, by JSON pointer. A retry does not help. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
  constructor(readonly errors: readonly FieldError[]) {
    super(`malformed: ${errors.map(({ pointer, detail }) => `${pointer || '/'} ${detail}`).join('; ')}`);
  }
}
