import { type Metadata, positionFrom } from '@contracts';
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

/**
 * Which event stood last, for whoever keeps that outside the store: stream, revision and id say whether it is still
 * the same history, `position` where it stood in the whole store.
 */
export type EventPlace = Pick<StoredEvent, 'stream' | 'revision' | 'id' | 'position'>;

export const placeOf = ({ stream, revision, id, position }: EventPlace): EventPlace => ({
  stream,
  revision,
  id,
  position,
});

/** What to go on after: an event, or, as earlier releases noted it, a bare position. */
export type Place = EventPlace | bigint;

/** Where in the whole store; before everything when there is none, or when the number is none. */
export const positionOf = (place: Place | undefined): bigint =>
  positionFrom(typeof place === 'object' ? place.position : place) ?? -1n;

export interface NewEvent extends Stored {
  readonly id: string;
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
  /**
   * Everything up to here was looked at and filtered out, or delivered before. Information: no event need begin
   * here, and it is no place to go on from.
   */
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
   * (backwards: the last). `isNewest` asks the leader of a cluster: another member may lag behind.
   */
  abstract readStream(
    stream: string,
    options?: {
      readonly from?: bigint;
      readonly direction?: 'forwards' | 'backwards';
      readonly max?: number;
      readonly isNewest?: boolean;
    },
  ): Promise<StreamRead>;

  /**
   * Appends all events or none. Appending the same ids at the same place again succeeds without writing. Answers
   * place and revision of the last one.
   * @throws MalformedFact when the data of one does not fit its schema; nothing was sent.
   * @throws StreamMoved when the stream ends elsewhere; read it again and decide again.
   * @throws StoreUnavailable when there is no answer: the events may have been written or not.
   */
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<{ readonly position: bigint; readonly revision: bigint }>;

  /**
   * All facts of a stream, as far as this process was told of them since it began; nothing where some may be missing.
   * Read the stream before anything is said of it that no append at their revision confirms.
   */
  inHand(_stream: string): readonly StoredEvent[] | undefined {
    return undefined;
  }

  /**
   * At most `max` events after the position of one, in order; `$` streams are left out. Fewer than `max` means the end.
   * A store may refuse a position at which no event begins: no checkpoint is one to read on from.
   */
  abstract readAll(options: {
    readonly after?: bigint;
    readonly max: number;
  }): Promise<readonly StoredEvent[]>;

  /** The event that stands exactly at a position; nothing when none does. */
  abstract eventAt(position: bigint): Promise<StoredEvent | undefined>;

  /**
   * Everything after an event and then whatever comes, in order and without repeats. `$` streams are never
   * delivered. A lost connection is taken up again after the last delivered event; ends only when the signal
   * aborts. A place is looked up at the start, as the last delivered event is before each resubscription; a bare
   * position is taken as it is.
   * @throws HistoryLost when that event is gone or is another one: what was made of this history must be made anew.
   */
  abstract subscribeAll(options: {
    readonly after?: Place;
    readonly streamPrefixes?: readonly string[];
    readonly excludePrefixes?: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncIterable<Delivered>;

  /**
   * The same for a follower that lasts as long as its process: all of them share one reading of the store, each fact is
   * parsed once, and whoever is slow reads alone. What is no fact of the business (`unfollowedPrefixes`) never comes.
   * What is delivered is everybody's: nobody may change it.
   * @throws HistoryLost as `subscribeAll` does, each follower for its own last event.
   */
  abstract followAll(options: {
    readonly after?: Place;
    readonly streamPrefixes?: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncIterable<Delivered>;

  /**
   * The same for one stream, which need not exist yet. A bare `after` is a revision.
   * @throws HistoryLost as `subscribeAll` does.
   */
  abstract subscribeStream(
    stream: string,
    options: { readonly after?: Place; readonly signal: AbortSignal },
  ): AsyncIterable<StoredEvent>;

  /** Position of the last event of all, `$` streams included; -1 in an empty store. */
  abstract headPosition(): Promise<bigint>;

  /** Keeps only the last `count` events of a stream readable. */
  abstract setMaxCount(stream: string, count: number): Promise<void>;

  /** Lets a store drop the events of a stream once they are so old; the stream need not exist yet. */
  abstract setMaxAge(stream: string, seconds: number): Promise<void>;

  /** @throws StoreUnavailable */
  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}
