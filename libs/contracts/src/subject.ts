declare const subjectBrand: unique symbol;
/** A NATS subject that passed the strict alphabet. The client writes subjects unchecked, CR LF included. */
export type Subject = string & { readonly [subjectBrand]: true };

const token = /^[A-Za-z0-9-]{1,64}$/;

/**
 * The only constructor of subjects: tokens of A-Z a-z 0-9 `-`, 1 to 64 characters each, at most 8 of them.
 * @throws RangeError naming the bad token; a retry does not help.
 */
export function subject(...tokens: readonly string[]): Subject {
  const bad = tokens.find((candidate) => !token.test(candidate));
  if (bad !== undefined || tokens.length === 0 || tokens.length > 8) {
    throw new RangeError(
      `not a subject: ${JSON.stringify(tokens)}; use 1 to 8 tokens of 1 to 64 characters A-Z a-z 0-9 -`,
    );
  }
  return tokens.join('.') as Subject;
}

/** A subscription to everything below the tokens: `public.H26-1.>`. */
export const everythingBelow = (...tokens: readonly string[]): string => `${subject(...tokens)}.>`;
