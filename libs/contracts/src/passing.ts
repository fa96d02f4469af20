/** A failure that waiting mends: the same again, later, may succeed. Errors say so here, whatever they are called. */
export interface Passing {
  readonly passes: true;
}

export const passesByWaiting = (error: unknown): boolean =>
  error instanceof Error && (error as Partial<Passing>).passes === true;
