import type { Passing } from '@contracts';
import type { EventPlace, ExpectedRevision, Place } from './event-store';

/** Somebody else appended first. Reading again and deciding again helps. */
export class StreamMoved extends Error implements Passing {
  override readonly name = 'StreamMoved';
  readonly passes = true;
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
    options?: ErrorOptions,
  ) {
    super(`${stream} ends at ${actual}, not at ${expected}: read it and decide again`, options);
  }
}

/**
 * The store did not answer. Repeating helps once it is back. After an append the outcome is unknown; the same
 * command with the same idempotency key finds out.
 */
export class StoreUnavailable extends Error implements Passing {
  override readonly name = 'StoreUnavailable';
  readonly passes = true;
  /** An append was on its way: its events are stored or not. */
  readonly mayHaveWritten: boolean;
  constructor(
    readonly operation: string,
    readonly reason: string,
    options: ErrorOptions & { readonly mayHaveWritten?: boolean } = {},
  ) {
    super(
      `the event store did not answer: ${operation}: ${reason}; repeat it when the store is back`,
      options,
    );
    this.mayHaveWritten = options.mayHaveWritten ?? false;
  }
}

/** The store understood and said no: too large, not allowed, deleted. A repeat of the same does not help. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  constructor(
    readonly operation: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the event store refused: ${operation}: ${reason}; a repeat does not help`, options);
  }
}

/**
 * A fact that was to be written has another structure than its schema: a defect of this program, nothing was written.
 */
export class MalformedFact extends Error {
  override readonly name = 'MalformedFact';
  constructor(
    readonly stream: string,
    /** `Fact.vN` */
    readonly storedName: string,
    /** JSON pointer into its data. */
    readonly pointer: string,
    readonly expected: string,
  ) {
    super(
      `${storedName} for ${stream} does not fit its schema at "${pointer}": expected ${expected}; ` +
        'nothing was written, a repeat does not help',
    );
  }
}

/**
 * A stored event this program cannot read. Nothing is decided on half a history: a newer version of the program
 * may read it.
 */
export class UnreadableHistory extends Error {
  override readonly name = 'UnreadableHistory';
  constructor(
    readonly stream: string,
    readonly revision: bigint,
    readonly type: string,
    readonly reason: 'unknown-fact' | 'unknown-version' | 'not-a-fact',
  ) {
    super(`${stream}@${revision} holds ${type}: ${reason}; use a version of this program that knows it`);
  }
}

/**
 * The last event a reader got is gone from the store, or another one stands in its place, or the place lies behind
 * the store's newest event: the store was brought back from a backup, or is another one. Going on would mix two
 * histories; what was made of this one is made anew.
 */
export class HistoryLost extends Error {
  override readonly name = 'HistoryLost';
  constructor(
    readonly place: Place,
    /** Nothing when the stream ends before. */
    readonly stands?: EventPlace,
  ) {
    const instead = stands === undefined ? 'nothing stands there now' : `${stands.id} stands there now`;
    super(
      `${toldOf(place)}: ${instead}; ` +
        'the store has another history since: make anew what was made of the lost one',
    );
  }
}

const toldOf = (place: Place): string =>
  typeof place === 'bigint'
    ? `position ${place} is none of an event of this store`
    : `the event ${place.id} is gone from ${place.stream}@${place.revision} (position ${place.position})`;
