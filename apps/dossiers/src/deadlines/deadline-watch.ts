import { setTimeout as pause } from 'node:timers/promises';
import {
  Checkpoint,
  type EventStore,
  follow,
  FollowerLag,
  ParkedStreams,
  type Passage,
  type Place,
  placeBefore,
  placeOf,
  type StoredEvent,
  transact,
  UnreadableHistory,
} from '@adapters/event-store';
import type { Terms } from '@domain/calendar';
import { dossier } from '@domain/dossier';
import { dossierCodec } from '@domain/dossier/events';
import { atMost, type Clock, type Log, reactionMeta } from '@runtime';
import { type Awaited, awaitedOf, type Waiting, waitingAfter } from './awaited.policy';

interface DeadlineWatchParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly terms: Terms;
  /** Told how many streams are set aside. */
  readonly onParked?: (count: number) => void;
  /** How often it looks at the clock, and how often it notes where a next start may begin. Milliseconds. */
  readonly everyMs?: number;
  readonly saveEveryMs?: number;
}

interface Watched {
  readonly waiting: Waiting;
  /** No fact this rests on stands at or before this event. */
  readonly after: Place | undefined;
  /** When to look at it next; absent while nothing of it can be late. */
  readonly nextAt: string | undefined;
}

const atOnce = 8;

/**
 * Records by itself that an appointment comes near, was missed, or that no opinion came. All it knows it reads from the
 * dossiers' own facts; memory only says when to look at which, and what is recorded is decided on the dossier as it
 * stands then, once for each cause. After a stop it records what is late by then. Imported history is not waited for.
 */
export class DeadlineWatch {
  readonly name = 'deadline-watch';
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  /** In the order of their oldest fact. */
  private readonly watched = new Map<string, Watched>();
  private readonly yearsNotCovered = new Set<number>();
  private last: Place | undefined;
  private isCaughtUp = false;
  /** The calendar that all of them are planned by. */
  private plannedBy: string | undefined;

  constructor(private readonly parts: DeadlineWatchParts) {
    const { store, log, onParked: onChange } = parts;
    this.parked = new ParkedStreams(store, this.name, { log, kept: 'memory', ...(onChange && { onChange }) });
  }

  get details(): Readonly<Record<string, string | number>> {
    return { awaited: this.watched.size };
  }

  /** Until the signal aborts, from where the last run noted. @throws UnreadableHistory, StoreUnavailable */
  async run(signal: AbortSignal): Promise<void> {
    this.watched.clear();
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
    const follower = { name, after, streamPrefixes: ['dossier-'], parked, lag, take, onCaughtUp };
    return follow(store, follower, { signal, log });
  }

  private note(event: StoredEvent, after: Place | undefined): void {
    const { stream } = event;
    const before = this.watched.get(stream);
    const waiting = waitingWith(before?.waiting, event);
    if (waiting === undefined) this.watched.delete(stream);
    else {
      // Of a long history only what is left at its end is worked out.
      const nextAt = this.isCaughtUp ? this.nextOf(waiting) : undefined;
      this.watched.set(stream, { waiting, after: before === undefined ? after : before.after, nextAt });
    }
  }

  /** A revised calendar moves the marks: all of them are planned anew. */
  private planAll(): void {
    const { calendarVersion } = this.parts.terms.calendar;
    if (!this.isCaughtUp || this.plannedBy === calendarVersion) return;
    this.yearsNotCovered.clear();
    for (const [stream, { waiting, after }] of this.watched)
      this.watched.set(stream, { waiting, after, nextAt: this.nextOf(waiting) });
    this.plannedBy = calendarVersion;
  }

  private nextOf(waiting: Waiting): string | undefined {
    return this.known(waiting)
      .map(({ at }) => at)
      .sort()[0];
  }

  /** What is awaited by a day that the calendar knows; a year it does not cover is told once. */
  private known(waiting: Waiting): readonly Awaited[] {
    return awaitedOf(waiting, this.parts.terms).filter((each): each is Awaited => {
      if (!('refused' in each)) return true;
      const { year, calendarVersion } = each;
      if (!this.yearsNotCovered.has(year))
        this.parts.log.warn({ year, calendarVersion }, 'no calendar for this year: nobody is warned of it');
      this.yearsNotCovered.add(year);
      return false;
    });
  }

  private async lookAgainAndAgain(checkpoint: Checkpoint, signal: AbortSignal): Promise<void> {
    const { everyMs = 1_000, saveEveryMs = 60_000, log } = this.parts;
    let savedMs = performance.now();
    while (!signal.aborted) {
      try {
        this.planAll();
        await this.recordDue();
        if (performance.now() - savedMs >= saveEveryMs) {
          savedMs = performance.now();
          await this.save(checkpoint);
        }
      } catch (error) {
        log.warn({ err: error as Error }, 'deadlines could not be looked at; it is tried again');
      }
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async recordDue(): Promise<void> {
    const now = this.parts.clock.now();
    const due = [...this.watched].filter(
      ([stream, { nextAt }]) => nextAt !== undefined && nextAt < now && !this.parked.has(stream),
    );
    await atMost(atOnce, due, async ([stream, watched]) => {
      try {
        // What is awaited of it next is planned by the fact that is recorded now.
        this.watched.set(stream, { ...watched, nextAt: undefined });
        await this.record(stream, now);
      } catch (error) {
        const fields = { err: error as Error, stream };
        // What cannot be read today is looked at again when it says something new.
        if (!(error instanceof UnreadableHistory)) this.watched.set(stream, watched);
        this.parts.log.warn(fields, 'what is late of a dossier could not be recorded');
      }
    });
  }

  /** Decided on the facts as they stand now: memory may lag behind them. */
  private async record(stream: string, now: string): Promise<void> {
    const { store, log, terms } = this.parts;
    const { events } = await store.readStream(stream);
    const waiting = events.reduce<Waiting | undefined>(waitingWith, undefined);
    if (waiting === undefined) return;
    for (const { at, since, occasion, command } of this.known(waiting)) {
      const cause = events.findLast(({ data }) => (data as { readonly at: string }).at === since);
      if (at >= now || cause === undefined) continue;
      const { meta } = reactionMeta(cause, `${this.name} ${occasion}`);
      const ruleVersion = terms.calendar.calendarVersion;
      const outcome = await transact(store, dossier, stream, command(now), { ...meta, ruleVersion });
      const fields = { stream, occasion, commandId: meta.commandId };
      if ('refused' in outcome) log.warn({ ...fields, refused: outcome.refused }, 'a deadline was refused');
      else if (!outcome.replayed) log.info(fields, 'what is late of a dossier was recorded');
    }
  }

  /** A place that is not noted costs a longer start. */
  private async save(checkpoint: Checkpoint): Promise<void> {
    const settled = placeBefore([...this.watched.values(), ...this.parked.all], this.last);
    if (!this.isCaughtUp || typeof settled !== 'object') return;
    await checkpoint.save(settled).catch((error: unknown) => {
      this.parts.log.warn({ err: error as Error }, 'how far deadlines are watched could not be noted');
    });
  }
}

/** @throws UnreadableHistory at an unknown version of a known fact: nobody must guess at it. */
function waitingWith(before: Waiting | undefined, event: StoredEvent): Waiting | undefined {
  // History that is brought in happened long ago: nobody is warned of it today.
  if (event.metadata.importedFrom !== undefined) return undefined;
  const { stream, revision, type, data } = event;
  const fact = dossierCodec.decode({ type, data });
  if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
  return fact === 'unknown-fact' ? before : waitingAfter(before, fact);
}
