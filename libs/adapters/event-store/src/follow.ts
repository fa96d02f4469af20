import { passesByWaiting } from '@contracts';
import { BackOff } from './back-off';
import {
  type Delivered,
  type EventStore,
  type Place,
  placeOf,
  positionOf,
  type StoredEvent,
} from './event-store';
import type { FollowerLag } from './follower-lag';
import { type ParkedEvent, reasonOf } from './parked';
import type { SetAside } from './parked-streams';
import type { TroubleLog } from './trouble-log';

/** What an error of `take` means: it passes, it is the fault of one of the facts, or the follower cannot go on. */
export type Verdict = 'wait' | 'park' | 'stop';

/** Where the facts of one `take` stand among all. */
export interface Passage {
  /** The event delivered before them; none before the first. Of a replay: before the fact that was set aside. */
  readonly after: Place | undefined;
  /** Everything up to here was delivered. */
  readonly upTo: bigint;
  /** The last event among what was delivered, set aside or not; none when only filtered places passed. */
  readonly last?: StoredEvent | undefined;
}

/**
 * Something that takes facts of many streams, each stream's in its order and none of them twice. What is no fact of
 * the business (`unfollowedPrefixes`) never comes.
 */
export interface Follower {
  /** Durable: names what it set aside. `[a-z0-9-]`, never reused for something else. */
  readonly name: string;
  /** What to begin after; the start of the history without it. */
  readonly after?: Place | undefined;
  readonly streamPrefixes?: readonly string[];
  readonly parked: SetAside;
  /** Told what is in hand. */
  readonly lag?: FollowerLag;
  /** Facts that may be taken together; without it each is taken alone. */
  readonly gather?: (delivered: AsyncIterable<Delivered>) => AsyncIterable<readonly Delivered[]>;
  /** All of the facts or none; their place is noted with them. No facts: only the place moves on. */
  take(facts: readonly StoredEvent[], passage: Passage): Promise<void> | void;
  /** Default: a class named …Unavailable passes, anything else is the fault of a fact. */
  readonly judge?: (error: unknown) => Verdict;
  /** The end of the history was reached; may come again. */
  readonly onCaughtUp?: () => Promise<void> | void;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly log: TroubleLog;
}

const judgeByMarker = (error: unknown): Verdict => (passesByWaiting(error) ? 'wait' : 'park');

/**
 * Gives a follower every fact of its streams until the signal aborts. A fact that it cannot take sets its stream aside
 * from there on, and every other stream goes on; what was set aside before is tried first, for this program may know
 * what the one before it did not.
 * @throws HistoryLost, and what the follower judges as `stop`; its place is before the facts in hand then.
 */
export async function follow(store: EventStore, follower: Follower, options: FollowOptions): Promise<void> {
  await new RunningFollower(store, follower, options).run();
}

const replayEventsMax = 200;

class RunningFollower {
  /** Everything up to here was delivered; events only up to `last`. */
  private reached: bigint;
  private last: Place | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** Set aside by an earlier run and not tried again by this one yet. */
  private untried: readonly ParkedEvent[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly follower: Follower,
    private readonly options: FollowOptions,
  ) {
    this.last = follower.after;
    this.reached = positionOf(follower.after);
  }

  async run(): Promise<void> {
    const { follower, store } = this;
    const { signal } = this.options;
    const { parked, after, streamPrefixes, lag, gather = eachAlone } = follower;
    const start = {
      ...(after === undefined ? {} : { after }),
      ...(streamPrefixes === undefined ? {} : { streamPrefixes }),
    };
    try {
      await this.patiently(async () => {
        this.untried = await parked.open((each) => this.inTurn(() => this.replay(each)));
      });
      await this.inTurn(() => this.tryWhatWasReached());
      for await (const batch of gather(store.followAll({ ...start, signal }))) {
        for (const each of batch) lag?.take(each);
        await this.inTurn(() => this.handle(batch));
        lag?.done();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      parked.close();
    }
  }

  /** A replay and a batch never run at once. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async handle(batch: readonly Delivered[]): Promise<void> {
    const { last: after } = this;
    const facts: StoredEvent[] = [];
    let [taken, upTo] = [positionOf(after), this.reached];
    for (const each of batch) {
      if ('checkpoint' in each && each.checkpoint > upTo) upTo = each.checkpoint;
      // What is delivered again was taken already. A restored store has new events below what was only looked at.
      if (!('stream' in each) || each.position <= taken) continue;
      taken = upTo = each.position;
      facts.push(each);
    }
    if (facts.length > 0 || upTo > this.reached) {
      const last = facts.at(-1);
      await this.take(facts, { after, upTo, last });
      this.reached = upTo;
      if (last !== undefined) this.last = placeOf(last);
    }
    if (batch.some((each) => 'caughtUp' in each)) {
      await this.tryWhatWasReached();
      await this.follower.onCaughtUp?.();
    }
  }

  private async take(facts: readonly StoredEvent[], passage: Passage): Promise<void> {
    const { follower } = this;
    const free = facts.filter((fact) => !follower.parked.holds(fact));
    try {
      await this.patiently(() => follower.take(free, passage));
    } catch (error) {
      const [first] = free;
      if (first === undefined || this.options.signal.aborted || this.judge(error) !== 'park') throw error;
      if (free.length > 1) return this.takeInHalves(free, passage);
      await this.patiently(() => follower.parked.park(first, reasonOf(error), passage.after));
      await this.patiently(() => follower.take([], passage));
    }
  }

  /** Comes down to the one fact that cannot be taken, or to none when it was their number. */
  private async takeInHalves(facts: readonly StoredEvent[], passage: Passage): Promise<void> {
    const middle = facts.length >> 1;
    const last = facts[middle - 1] as StoredEvent;
    await this.take(facts.slice(0, middle), { after: passage.after, upTo: last.position, last });
    await this.take(facts.slice(middle), { ...passage, after: placeOf(last) });
  }

  private async tryWhatWasReached(): Promise<void> {
    const { reached, untried } = this;
    this.untried = untried.filter(({ position }) => position > reached);
    for (const each of untried) if (each.position <= reached) await this.replay(each);
  }

  /** Reads the stream again from where it was set aside to what was delivered since. */
  private async replay({ stream, revision, after }: ParkedEvent): Promise<void> {
    const { follower, reached } = this;
    const { parked } = follower;
    for (let from = revision; ; from += BigInt(replayEventsMax)) {
      const read = () => this.store.readStream(stream, { from, max: replayEventsMax });
      const { events } = await this.patiently(read);
      const seen = events.filter(({ position }) => position <= reached);
      for (const fact of seen) {
        if (parked.isSkipped(fact)) continue;
        try {
          await this.patiently(() => follower.take([fact], { after, upTo: reached }));
        } catch (error) {
          if (this.options.signal.aborted || this.judge(error) !== 'park') throw error;
          return this.patiently(() => parked.park(fact, reasonOf(error), after));
        }
      }
      if (seen.length < replayEventsMax) break;
    }
    await this.patiently(() => parked.release(stream));
  }

  private async patiently<T>(work: () => Promise<T> | T): Promise<T> {
    const { signal, log } = this.options;
    const backOff = new BackOff(50, 5_000);
    for (let hasWarned = false; ; hasWarned = true) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted || this.judge(error) !== 'wait') throw error;
        const { name } = this.follower;
        if (!hasWarned)
          log.warn({ follower: name, reason: reasonOf(error) }, `${name} waits for another part`);
      }
      await backOff.wait(signal);
      signal.throwIfAborted();
    }
  }

  private judge(error: unknown): Verdict {
    return (this.follower.judge ?? judgeByMarker)(error);
  }
}

async function* eachAlone(delivered: AsyncIterable<Delivered>): AsyncGenerator<readonly Delivered[]> {
  for await (const each of delivered) yield [each];
}
