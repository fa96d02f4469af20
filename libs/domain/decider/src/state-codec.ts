/**
 * How the folded state of a stream is written outside of memory and read again. Parts are plain JSON without absent
 * values; a state that grows with its stream has many of them, so that whoever writes can do other work between two.
 * What is read of the parts of a state is that state, however deep one looks.
 */
export interface StateCodec<S> {
  parts(state: S): Iterable<unknown>;
  read(parts: Iterable<unknown>): S;
}

/** Of a small state that is plain JSON itself. */
export const plainState: StateCodec<never> = {
  parts: (state) => [state],
  read: ([state]) => state as never,
};
