import type { Metadata } from '@contracts';
import type { Stored } from '@domain/decider';

/** One event as it is read back. */
export interface StoredEvent {
  readonly stream: string;
  /** Lower-case UUID. */
  readonly id: string;
  /** `Fact.vN`; anything at all when somebody else wrote it. */
  readonly type: string;
  /** JSON as parsed; bytes or text when the event is not JSON. */
  readonly data: unknown;
  /** Blank (empty ids, source `import`) when the event carries no metadata of version 1. */
  readonly metadata: Metadata;
  /** Place in its stream; 0 is the first. */
  readonly revision: bigint;
  /** Place in the whole store: grows with every event, with gaps. */
  readonly position: bigint;
  /** When the store wrote it: ISO 8601 UTC with milliseconds. */
  readonly recordedAt: string;
}

export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Stored['data'];
  readonly metadata: Metadata;
}

/** The revision of a stream's last event, or that there is no such stream. */
export type ExpectedRevision = bigint | 'absent';

export interface StreamRead {
  readonly events: readonly StoredEvent[];
  /**
   * Revision of the newest event read. Nothing read: `absent` from the start, else `from - 1`, for who asks for
   * what comes after an event knows that event.
   */
  readonly revision: ExpectedRevision;
}

/** What a subscription to everything delivers, in order of position. */
export type Delivered =
  | StoredEvent
  /** Everything up to here was looked at and filtered out, or delivered before. */
  | { readonly checkpoint: bigint }
  /** The end of the history was reached; may come again after falling behind. */
  | { readonly caughtUp: true };

/**
 * The store of record. Only `transact` and the reactor runner append. Every call has its own timer and throws
 * `StoreUnavailable` when the store does not answer in time.
 */
export abstract class EventStore {
  /**
   * Reads a whole stream, or at most `max` events of it. `from` is a revision, included; default: the first
   * (backwards: the last).
   */
  abstract readStream(
    stream: string,
    options?: {
      readonly from?: bigint;
      readonly direction?: 'forwards' | 'backwards';
      readonly max?: number;
    },
  ): Promise<StreamRead>;

  /**
   * Appends all events or none. Appending the same ids at the same place again succeeds without writing. Answers
   * place and revision of the last one.
   * @throws StreamMoved when the stream ends elsewhere; read it again and decide again.
   * @throws StoreUnavailable when there is no answer: the events may have been written or not.
   */
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<{ readonly position: bigint; readonly revision: bigint }>;

  /** At most `max` events after a position, in order; `$` streams are left out. Fewer than `max` means the end. */
  abstract readAll(options: {
    readonly after?: bigint;
    readonly max: number;
  }): Promise<readonly StoredEvent[]>;

  /** The event that stands exactly at a position; nothing when none does. */
  abstract eventAt(position: bigint): Promise<StoredEvent | undefined>;

  /**
   * Everything after a position and then whatever comes, in order and without repeats. `$` streams are never
   * delivered. A lost connection is taken up again from the last delivered position; ends only when the signal
   * aborts.
   */
  abstract subscribeAll(options: {
    readonly after?: bigint;
    readonly streamPrefixes?: readonly string[];
    readonly excludePrefixes?: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncIterable<Delivered>;

  /** The same for one stream, which need not exist yet. `after` is a revision. */
  abstract subscribeStream(
    stream: string,
    options: { readonly after?: bigint; readonly signal: AbortSignal },
  ): AsyncIterable<StoredEvent>;

  /** Position of the last event of all, `$` streams included; -1 in an empty store. */
  abstract headPosition(): Promise<bigint>;

  /** Keeps only the last `count` events of a stream readable. */
  abstract setMaxCount(stream: string, count: number): Promise<void>;

  /** @throws StoreUnavailable */
  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}
