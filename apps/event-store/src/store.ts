import { type CommitGroup, type Direction, type RecordedEvent, type StreamHead } from './event';
import { type Range } from './read-rules';

/** How much a page may hold; at least one event is returned when there is one. */
export interface PageLimit {
  readonly events: number;
  readonly bytes: number;
}

/**
 * What the engine needs of a storage. Reads are synchronous and show what is durable; a damaged or missing
 * record throws `DamagedRecord`. One commit is in flight at a time.
 */
export abstract class EventLog {
  /** Whether a commit costs about the same for one append as for many, so that it pays to wait for more of them. */
  abstract readonly isCommitCostly: boolean;
  /**
   * Resolves when the whole group is on disk. `StorageFull` means that none of it is and the log goes on as before; any
   * other rejection leaves the outcome unknown.
   */
  abstract commit(group: CommitGroup): Promise<void>;
  /** Events of a stream within an inclusive range of revisions, in the given direction. */
  abstract readStream(stream: string, range: Range, direction: Direction, limit: PageLimit): RecordedEvent[];
  /** Events of all streams that begin within an inclusive range of places, in the given direction. */
  abstract readAll(range: Range, direction: Direction, limit: PageLimit): RecordedEvent[];
  /** Names of streams that begin so, in the order of their bytes, after one of them; at most `max`. */
  abstract streamsNamed(prefix: string, after: string | undefined, max: number): readonly string[];
  /** Where the events of a stream stand in the log, ascending; the first `max` of them. */
  abstract placesOf(stream: string, max: number): readonly number[];
  abstract head(stream: string): StreamHead | undefined;
  /** Position of the last event, 0 when there is none. */
  abstract lastPosition(): number;
  /** Where the next event will begin. */
  abstract nextPosition(): number;
  /** Whether an event begins at this place; a lost one throws `DamagedRecord`. */
  abstract isPlace(position: number): boolean;
  /** Ends pending work and releases the files. */
  abstract close(): Promise<void>;
  /** How many durable commits this log has made since it was opened. */
  abstract commits(): number;
}

/** A record that is not what was written, or is not there; it is never served, and retrying does not help. */
export class DamagedRecord extends Error {
  constructor(
    readonly damage: string,
    readonly stream: string,
    readonly revision: number | undefined,
    readonly position: number | undefined,
  ) {
    super(
      `Damaged record: ${damage}; stream ${stream}, revision ${revision ?? 'unknown'}, ` +
        `position ${position ?? 'unknown'}. Restore the event store from a backup; retrying does not help.`,
    );
    this.name = 'DamagedRecord';
  }
}

/** There is no room for a group: nothing of it was written, all that is stored stays readable. */
export class StorageFull extends Error {
  constructor(folder: string, options: ErrorOptions) {
    super(
      `The event store in ${folder} has no room (${(options.cause as Error).message}): nothing of this append was ` +
        'recorded. Free space there, then repeat it; the node needs no restart, and reading goes on.',
      options,
    );
    this.name = 'StorageFull';
  }
}

/** A store that cannot be opened; the message says what to do. */
export class StoreUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnusable';
  }
}
