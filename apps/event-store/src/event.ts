import { noPolicy, type StreamPolicy } from './stream-metadata';

/** An event as a client proposes it. `id` is a lower-case UUID. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/**
 * An event with its place: `revision` from 0 within its stream; `position` in the whole store, as an offset: that of
 * the event before it and the bytes of that one's record. Positions rise, and nothing else may be computed with them.
 */
export interface RecordedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly createdMs: number;
}

/** The end of a stream; `revision` -1 and `position` 0 when only its metadata exists. */
export interface StreamHead {
  readonly revision: number;
  readonly position: number;
  readonly policy: StreamPolicy;
  /** Hard deleted: `position` is that of the tombstone, `revision` that of the last event before it. */
  readonly isTombstoned?: true;
}

export const emptyHead: StreamHead = Object.freeze({ revision: -1, position: 0, policy: noPolicy });

/** Stands for 2^63-1, the revision of every tombstone, which no number of this node can hold. */
export const tombstoneRevision = Number.MAX_SAFE_INTEGER;

/** What one durable commit holds: events in position order, the heads they lead to, and where the next one begins. */
export interface CommitGroup {
  readonly events: readonly RecordedEvent[];
  readonly nextPosition: number;
  readonly heads: ReadonlyMap<string, StreamHead>;
}

/** Revisions and positions travel as unsigned 64-bit text; all this node assigns stay below 2^53. */
export type Direction = 'forwards' | 'backwards';
