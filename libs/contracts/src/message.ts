/**
 * What travels on a command or query subject: the object meant, and what is said of it. The caller goes in a header.
 */
export interface Message<Target = unknown, Body = unknown> {
  readonly target: Target;
  readonly body: Body;
}

/** How deep what travels may be nested: an object or a list in another one is one level more. */
export const nestingMax = 16;
