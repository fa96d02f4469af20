import type { Codec, Decider, StateCodec } from '@domain/decider';
import type { ExpectedRevision } from './event-store';

/** What folding a stream takes. */
export interface FoldOf<E, S> {
  readonly decider: Pick<Decider<never, E, S, never>, 'initial' | 'evolve'>;
  readonly codec: Codec<E>;
  /** Without it the state is small and plain JSON itself. */
  readonly states?: StateCodec<S>;
}

/** A stream folded up to a revision. */
export interface Folded<S> {
  readonly state: S;
  readonly revision: ExpectedRevision;
  /** Position of the last event folded; nothing for an absent stream. */
  readonly position: bigint | undefined;
  /** `data.at` of the last event folded. */
  readonly lastAt: string | undefined;
}
