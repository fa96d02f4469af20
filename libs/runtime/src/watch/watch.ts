import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import {
  Checkpoint,
  type EventStore,
  factIn,
  follow,
  FollowerLag,
  ParkedStreams,
  type Passage,
  type Place,
  placeBefore,
  placeOf,
  reasonOf,
  type StoredEvent,
  type StreamOf,
  transact,
  UnreadableHistory,
} from '@adapters/event-store';
import type { NotCovered, Terms } from '@domain/calendar';
import type { Fact } from '@domain/decider';
import { atMost } from '../at-most';
import type { Clock } from '../clock';
import type { Log } from '../log';
import { reactionMeta } from '../reaction-meta';
import type { Follower } from '../reactions';
import { Schedule } from './schedule';

/** What is recorded once an instant has passed. */
export interface Awaited<C> {
  /** The last instant at which it is not late yet. */
  readonly at: string;
  /** Instant of the fact it follows from. */
  readonly since: string;
  /** Tells it from what else follows from the same fact: each is recorded once. */
  readonly occasion: string;
  readonly command: (now: string) => C;
}

type Awaiting<C> = readonly (Awaited<C> | NotCovered)[];

/** Streams of one category, what is awaited of each by its own facts, and how it is decided once it is late. */
export interface Watching<W, C extends { readonly at: string }, E extends Fact, S, R extends string> {
  /** Of the checkpoint and in the ids of the commands: a durable name. */
  readonly name: string;
  readonly streamPrefix: string;
  readonly kind: StreamOf<C, E, S, R>;
  /**
   * What is held in memory of a stream after one more fact; nothing when nothing can be late any more. What it says
   * after nothing must not depend on the facts before: a start may begin there.
   */
  readonly waitingAfter: (before: W | undefined, fact: E) => W | undefined;
  readonly awaitedOf: (waiting: W, terms: Terms) => Awaiting<C>;
  /** What a command rests on besides its own stream; asked for when it is decided. Left out: nothing. */
  readonly gather?: (command: C, stream: string) => Promise<C>;
}

export interface WatchParts<E extends Fact> {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly terms: Terms;
  /** Told each fact that was recorded. */
  readonly onRecorded?: (fact: E) => void;
  /** Told how many streams are set aside. */
  readonly onParked?: (count: number) => void;
  /** How often it looks at the clock, and how often it notes where a next start may begin. Milliseconds. */
  readonly everyMs?: number;
  readonly saveEveryMs?: number;
}

interface Watched<W> {
  readonly waiting: W;
  /** No fact this rests on stands at or before this event. */
  readonly after: Place | undefined;
}

const atOnce = 8;
/** Of which the calendar is asked in one go; others have their turn between. */
const plannedAtOnce = 500;

/**
 * Records by itself what was awaited of somebody and did not come in time. All it knows it reads from the streams' own
 * facts; memory only says when to look at which stream, and what is recorded is decided on the stream as it stands
 * then, once for each cause. After a stop it records what is late by then. Facts brought in as history are not waited
 * for.
 */
export class Watch<
  W,
  C extends { readonly at: string },
  E extends Fact,
  S,
  R extends string,
> implements Follower {
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  /** In the order of their oldest fact. */
  private readonly watched = new Map<string, Watched<W>>();
  private readonly yearsNotCovered = new Set<number>();
  private readonly schedule = new Schedule();
  private last: Place | undefined;
  private isCaughtUp = false;
  /** The version of the calendar that everything is planned by; nothing before it is. */
  private plannedBy: number | undefined;

  constructor(
    private readonly watching: Watching<W, C, E, S, R>,
    private readonly parts: WatchParts<E>,
  ) {
    const { store, log, onParked: onChange } = parts;
    this.parked = new ParkedStreams(store, watching.name, {
      log,
      kept: 'memory',
      ...(onChange && { onChange }),
    });
  }

  get name(): string {
    return this.watching.name;
  }

  get details(): Readonly<Record<string, string | number>> {
    const { watched, schedule } = this;
    const nextDueAt = schedule.next;
    return { awaited: watched.size, ...(nextDueAt === undefined ? {} : { nextDueAt }) };
  }

  /** Until the signal aborts, from where the last run noted. @throws UnreadableHistory, StoreUnavailable */
  async run(signal: AbortSignal): Promise<void> {
    this.watched.clear();
    this.schedule.clear();
    this.isCaughtUp = false;
    this.plannedBy = undefined;
    const checkpoint = await Checkpoint.open(this.parts.store, this.name, this.parts.log);
    const looking = new AbortController();
    const both = AbortSignal.any([signal, looking.signal]);
    const following = this.follow(checkpoint.after, signal).finally(() => looking.abort());
    await Promise.all([following, this.lookAgainAndAgain(checkpoint, both)]);
    await this.save(checkpoint);
  }

  private follow(after: Place | undefined, signal: AbortSignal): Promise<void> {
    this.last = after;
    const { store, log } = this.parts;
    const take = (facts: readonly StoredEvent[], place: Passage) => {
      for (const fact of facts) this.note(fact, place.after);
      if (place.last !== undefined) this.last = placeOf(place.last);
    };
    const onCaughtUp = () => void (this.isCaughtUp = true);
    const { name, parked, lag } = this;
    const streamPrefixes = [this.watching.streamPrefix];
    const follower = { name, after, streamPrefixes, parked, lag, take, onCaughtUp };
    return follow(store, follower, { signal, log });
  }

  private note(event: StoredEvent, after: Place | undefined): void {
    const { stream } = event;
    const before = this.watched.get(stream);
    const waiting = this.waitingWith(before?.waiting, event);
    // Of a long history only what is left at its end is worked out.
    if (this.isCaughtUp) this.schedule.set(stream, this.nextOf(waiting));
    if (waiting === undefined) this.watched.delete(stream);
    else this.watched.set(stream, { waiting, after: before === undefined ? after : before.after });
  }

  /** @throws UnreadableHistory at an unknown version of a known fact: nobody must guess at it. */
  private waitingWith(before: W | undefined, event: StoredEvent): W | undefined {
    // History that is brought in happened long ago: nobody owes anything for it today.
    if (event.metadata.importedFrom !== undefined) return undefined;
    const { kind, waitingAfter } = this.watching;
    const fact = factIn(kind.codec, event);
    return fact === undefined ? before : waitingAfter(before, fact);
  }

  /** A revised calendar moves what is awaited: it is planned anew. */
  private get isPlanned(): boolean {
    return this.plannedBy === this.parts.terms.revision.version;
  }

  private async planAll(): Promise<void> {
    const { version } = this.parts.terms.revision;
    this.yearsNotCovered.clear();
    let planned = 0;
    for (const stream of this.watched.keys()) {
      try {
        this.plan(stream);
      } catch (error) {
        await this.setAside(stream, error);
      }
      if (++planned % plannedAtOnce === 0) await turn();
    }
    this.plannedBy = version;
  }

  private plan(stream: string): void {
    this.schedule.set(stream, this.nextOf(this.watched.get(stream)?.waiting));
  }

  /** What came to nothing is not told by a fact that plans the stream anew, and hides nothing that comes later. */
  private planLater(stream: string, now: string): void {
    const waiting = this.watched.get(stream)?.waiting;
    if (waiting === undefined || this.schedule.has(stream)) return;
    const later = this.known(waiting).filter(({ at }) => at >= now);
    this.schedule.set(stream, later.map(({ at }) => at).sort()[0]);
  }

  private nextOf(waiting: W | undefined): string | undefined {
    const times = waiting === undefined ? [] : this.known(waiting).map(({ at }) => at);
    return times.sort()[0];
  }

  /** Which of its facts is the bad one shows when all of them come again. */
  private async setAside(stream: string, error: unknown): Promise<void> {
    const { events } = await this.parts.store.readStream(stream, { max: 1 });
    const [first] = events;
    if (first === undefined) return;
    await this.parked.park(first, reasonOf(error), this.watched.get(stream)?.after);
    this.watched.delete(stream);
  }

  /** What is awaited by a day that the calendar knows; a year it does not cover is told once. */
  private known(waiting: W): readonly Awaited<C>[] {
    const { terms, log } = this.parts;
    return this.watching.awaitedOf(waiting, terms).filter((each): each is Awaited<C> => {
      if (!('refused' in each)) return true;
      const { year, calendarVersion } = each;
      if (!this.yearsNotCovered.has(year)) {
        const fields = { watch: this.name, year, calendarVersion };
        log.warn(fields, 'no calendar for this year: what is late in it is not recorded');
      }
      this.yearsNotCovered.add(year);
      return false;
    });
  }

  private async lookAgainAndAgain(checkpoint: Checkpoint, signal: AbortSignal): Promise<void> {
    const { everyMs = 1_000, saveEveryMs = 60_000, log } = this.parts;
    let savedMs = performance.now();
    while (!signal.aborted) {
      try {
        if (this.isCaughtUp && !this.isPlanned) await this.planAll();
        if (this.isPlanned) await this.recordDue();
        if (performance.now() - savedMs >= saveEveryMs) {
          savedMs = performance.now();
          await this.save(checkpoint);
        }
      } catch (error) {
        const fields = { watch: this.name, err: error as Error };
        log.warn(fields, 'what is late could not be looked at; it is tried again');
      }
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async recordDue(): Promise<void> {
    const now = this.parts.clock.now();
    // What is awaited of them next is planned by the fact that is recorded now.
    const due = this.schedule.takeBefore(now);
    await atMost(atOnce, due, async (stream) => {
      try {
        if (this.parked.has(stream)) this.plan(stream);
        else {
          await this.record(stream, now);
          this.planLater(stream, now);
        }
      } catch (error) {
        const fields = { watch: this.name, err: error as Error, stream };
        // What cannot be read today is looked at again when it says something new.
        if (error instanceof UnreadableHistory) {
          this.parts.log.warn(fields, 'what is late cannot be recorded on what cannot be read');
          return;
        }
        this.parts.log.warn(fields, 'what is late could not be recorded; it is tried again');
        this.plan(stream);
      }
    });
  }

  /** Decided on the facts as they stand now: memory may lag behind them. */
  private async record(stream: string, now: string): Promise<void> {
    const { events } = await this.parts.store.readStream(stream);
    const fold = (before: W | undefined, event: StoredEvent) => this.waitingWith(before, event);
    const waiting = events.reduce<W | undefined>(fold, undefined);
    if (waiting === undefined) return;
    for (const awaited of this.known(waiting)) {
      const cause = events.findLast(({ data }) => (data as { readonly at: string }).at === awaited.since);
      if (awaited.at < now && cause !== undefined) await this.decide(stream, cause, awaited, now);
    }
  }

  private async decide(stream: string, cause: StoredEvent, awaited: Awaited<C>, now: string): Promise<void> {
    const { store, log, terms, onRecorded } = this.parts;
    const { at: dueAt, since, occasion, command } = awaited;
    const ruleVersion = terms.calendar.calendarVersion;
    const { meta } = reactionMeta(cause, `${this.name} ${occasion}`);
    const { kind, gather = (asked: C) => Promise.resolve(asked) } = this.watching;
    const asked = () => gather(command(now), stream);
    const outcome = await transact(store, kind, stream, asked, { ...meta, ruleVersion });
    const fields = { watch: this.name, stream, occasion, since, dueAt, commandId: meta.commandId };
    if ('refused' in outcome) {
      log.warn({ ...fields, refused: outcome.refused }, 'what is late was refused: the stream has moved on');
    } else if (!outcome.replayed && outcome.events.length > 0) {
      const facts = outcome.events.map(({ type }) => type);
      for (const fact of outcome.events) onRecorded?.(fact);
      log.info({ ...fields, facts }, 'what is late was recorded');
    }
  }

  /** A place that is not noted costs a longer start. */
  private async save(checkpoint: Checkpoint): Promise<void> {
    const settled = placeBefore([...this.watched.values(), ...this.parked.all], this.last);
    if (!this.isCaughtUp || typeof settled !== 'object') return;
    await checkpoint.save(settled).catch((error: unknown) => {
      const fields = { watch: this.name, err: error as Error };
      this.parts.log.warn(fields, 'how far the watch has come could not be noted');
    });
  }
}
