import { type CopiedEvent } from './copied-event';

export type WriteAnswer = 'recorded' | 'other-revision' | 'stream-deleted';

/** What a store answers to whoever reads a stream: its events, none, or that it is deleted for ever. */
export type StreamAnswer = 'there' | 'absent' | 'deleted';

/** Events of one stream, to be appended as one after exactly this revision, -1 for a new stream. */
export interface Run {
  readonly stream: string;
  readonly events: readonly CopiedEvent[];
  readonly after: bigint;
}

/** A store that takes a copy. What it was asked to write may be asked for again without harm. */
export interface CopyTarget {
  /** What to call it. */
  readonly place: string;
  /** Every event of every stream in the order of the log; links are not followed. */
  readAll(): AsyncGenerator<CopiedEvent, void, undefined>;
  /** Reads a stream from its beginning, as any client would, and hands each event over. */
  readStream(stream: string, take: (event: CopiedEvent) => void): Promise<StreamAnswer>;
  /** The event at a revision; undefined when there is none or it is hidden. */
  eventAt(stream: string, revision: bigint): Promise<CopiedEvent | undefined>;
  /** Appends the runs in this order; each is answered for itself. At most a few MiB. */
  append(runs: readonly Run[]): Promise<readonly WriteAnswer[]>;
  /** Deletes the stream of this tombstone for ever, when it ends at the revision `after`. */
  tombstone(event: CopiedEvent, after: bigint): Promise<WriteAnswer>;
  /** Hides the stream that this metadata describes, until it is written to again. */
  softDelete(metadata: CopiedEvent): Promise<WriteAnswer>;
  close(): Promise<void>;
}
