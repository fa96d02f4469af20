import type { FieldError } from '@contracts';

/** Each recipient that the directory does not know, where the body names it. */
export function unknownOnes(
  pointer: string,
  recipients: readonly string[],
  unknown: readonly string[],
): FieldError[] {
  const strangers = new Set(unknown);
  return recipients.flatMap((code, index) =>
    strangers.has(code) ? [{ pointer: `${pointer}/${index}`, detail: `${code} is no agency` }] : [],
  );
}
