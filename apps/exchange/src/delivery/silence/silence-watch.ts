import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
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
  reasonOf,
  type StoredEvent,
  transact,
  UnreadableHistory,
} from '@adapters/event-store';
import type { Terms } from '@domain/calendar';
import { delivery } from '@domain/delivery';
import { deliveryCodec, type Silence } from '@domain/delivery/events';
import { atMost, type Clock, type Log, reactionMeta } from '@runtime';
import { factIn } from '../../facts';
import { type Awaited, awaitedOf, type Waiting, waitingAfter } from './awaited.policy';
import { Schedule } from './schedule';

export interface SilenceWatchParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly terms: Terms;
  readonly onRecorded: (silence: Silence) => void;
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
}

const atOnce = 8;
/** Of which the calendar is asked in one go; others have their turn between. */
const plannedAtOnce = 500;

/**
 * Records what somebody owed on a delivery and did not do in time. All it knows it reads from the deliveries' own
 * facts; memory only says when to look at which delivery, and what is recorded is decided on the delivery as it stands
 * then. After a stop it records what is still owed, late. Facts brought in as history are not waited for.
 */
export class SilenceWatch {
  readonly name = 'silence-watch';
  readonly lag = new FollowerLag();
  /** In the order of their oldest fact. */
  private readonly watched = new Map<string, Watched>();
  private readonly yearsNotCovered = new Set<number>();
  private readonly schedule = new Schedule();
  private last: Place | undefined;
  private isCaughtUp = false;
  /** The calendar that everything is planned by; nothing before it is. */
  private plannedBy: string | undefined;
  readonly parked: ParkedStreams;

  constructor(private readonly parts: SilenceWatchParts) {
    const { store, log, onParked: onChange } = parts;
    const options = { log, kept: 'memory', ...(onChange && { onChange }) } as const;
    this.parked = new ParkedStreams(store, this.name, options);
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
    const streamPrefixes = ['delivery-'];
    const { name, parked, lag } = this;
    const follower = { name, after, streamPrefixes, parked, lag, take, onCaughtUp };
    return follow(store, follower, { signal, log });
  }

  private note(event: StoredEvent, after: Place | undefined): void {
    const { stream } = event;
    const before = this.watched.get(stream);
    const waiting = waitingWith(before?.waiting, event);
    // Of a long history only what is left at its end is worked out.
    if (this.isCaughtUp) this.schedule.set(stream, this.dueOf(waiting));
    if (waiting === undefined) this.watched.delete(stream);
    else this.watched.set(stream, { waiting, after: before === undefined ? after : before.after });
  }

  /** A revised calendar moves what is awaited: it is planned anew. */
  private get isPlanned(): boolean {
    return this.plannedBy === this.parts.terms.calendar.calendarVersion;
  }

  private async planAll(): Promise<void> {
    const { calendarVersion } = this.parts.terms.calendar;
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
    this.plannedBy = calendarVersion;
  }

  private plan(stream: string): void {
    this.schedule.set(stream, this.dueOf(this.watched.get(stream)?.waiting));
  }

  private dueOf(waiting: Waiting | undefined): string | undefined {
    const times = waiting === undefined ? [] : this.known(waiting).map(({ dueAt }) => dueAt);
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
  private known(waiting: Waiting): readonly Awaited[] {
    const { terms, log } = this.parts;
    return awaitedOf(waiting, terms).filter((each): each is Awaited => {
      if (!('refused' in each)) return true;
      const { year, calendarVersion } = each;
      if (!this.yearsNotCovered.has(year)) {
        log.warn({ year, calendarVersion }, 'no calendar for this year: its silences are not recorded');
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
        log.warn({ err: error as Error }, 'silences could not be recorded; it is tried again');
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
        else await this.record(stream, now);
      } catch (error) {
        const fields = { err: error as Error, stream };
        // What cannot be read today is looked at again when it says something new.
        if (error instanceof UnreadableHistory) {
          this.parts.log.warn(fields, 'a silence cannot be recorded on what cannot be read');
          return;
        }
        this.parts.log.warn(fields, 'a silence could not be recorded; it is tried again');
        this.plan(stream);
      }
    });
  }

  /** Decided on the facts as they stand now: memory may lag behind them. */
  private async record(stream: string, now: string): Promise<void> {
    const { store, log, onRecorded } = this.parts;
    const { events } = await store.readStream(stream);
    const waiting = events.reduce<Waiting | undefined>(waitingWith, undefined);
    if (waiting === undefined) return;
    for (const { silence, since, dueAt, calendarVersion } of this.known(waiting)) {
      const cause = events.findLast(({ data }) => (data as { readonly at: string }).at === since);
      if (dueAt >= now || cause === undefined) continue;
      // A near due date is told once for each mark, everything else once for each cause.
      const occasion = silence === 'DueDateNear' ? `${silence} ${dueAt}` : silence;
      const { meta } = reactionMeta(cause, `${this.name} ${occasion}`);
      const command = { type: 'RecordSilence', silence, dueAt, since, calendarVersion, at: now } as const;
      const outcome = await transact(store, delivery, stream, command, {
        ...meta,
        ruleVersion: calendarVersion,
      });
      const fields = { stream, silence, since, dueAt, commandId: meta.commandId };
      if ('refused' in outcome) {
        log.warn({ ...fields, refused: outcome.refused }, 'a silence was refused; the delivery has moved on');
      } else if (!outcome.replayed) {
        onRecorded(silence);
        log.info(fields, 'a silence was recorded');
      }
    }
  }

  /** A place that is not noted costs a longer start. */
  private async save(checkpoint: Checkpoint): Promise<void> {
    const settled = placeBefore([...this.watched.values(), ...this.parked.all], this.last);
    if (!this.isCaughtUp || typeof settled !== 'object') return;
    await checkpoint.save(settled).catch((error: unknown) => {
      this.parts.log.warn({ err: error as Error }, 'how far silences are watched could not be noted');
    });
  }
}

/** History that is brought in happened long ago: nobody owes anything for it today. */
function waitingWith(before: Waiting | undefined, event: StoredEvent): Waiting | undefined {
  if (event.metadata.importedFrom !== undefined) return undefined;
  const fact = factIn(deliveryCodec, event);
  return fact === undefined ? before : waitingAfter(before, fact);
}
