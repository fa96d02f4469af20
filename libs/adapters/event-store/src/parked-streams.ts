import { type EventStore, type Place, positionOf, type StoredEvent } from './event-store';
import {
  park,
  type ParkedEvent,
  parkedEvents,
  reasonOf,
  release,
  skip,
  type SkipDecision,
  type SkipOutcome,
  skippedEvents,
} from './parked';
import type { Parking, Replayed } from './parking';

/** Gives a stream that was set aside to its running follower once more. */
export type Retry = (parked: ParkedEvent) => Promise<void>;

/** What a follower has set aside, as `follow` uses it: each stream from one of its facts on. */
export interface SetAside {
  /** Called when the follower begins. Answers what an earlier run left, which is to be tried again. */
  open(retry: Retry): Promise<readonly ParkedEvent[]>;
  /** The follower has ended. */
  close(): void;
  /** Whether the fact is not for the follower: of a stream set aside, at or behind its place, or skipped. */
  holds(fact: StoredEvent): boolean;
  isSkipped(fact: StoredEvent): boolean;
  /** Before the follower's place passes the fact. `after` is what was delivered before it. */
  park(fact: StoredEvent, reason: string, after: Place | undefined): Promise<void>;
  /** All of the stream was taken. */
  release(stream: string): Promise<void>;
}

/** An error names the place and the kind of the fact, never what it says. */
export interface AlarmLog {
  error(fields: object, message: string): void;
}

export interface ParkedStreamsOptions {
  readonly log: AlarmLog;
  /** Told how many there are now. */
  readonly onChange?: (count: number) => void;
  /**
   * `store`: in `parked-<name>`, for a follower whose place passes what it set aside. `memory`: for one that meets it
   * again at each start, because it begins at the start or never notes a place behind it.
   */
  readonly kept: 'store' | 'memory';
}

/** So many streams are no bad facts but a bad program. */
export const parkedStreamsMax = 10_000;

/** A follower cannot take what most streams say. A retry does not help: start a version of this program that can. */
export class TooManyParked extends Error {
  override readonly name = 'TooManyParked';
  constructor(follower: string) {
    super(
      `${follower} would set aside more than ${parkedStreamsMax} streams: start a version that can read them`,
    );
  }
}

/** Logs that a stream stands still for one follower. */
export function tellParked(log: AlarmLog, name: string, { stream, revision, type }: StoredEvent): void {
  const message = `${name} set a stream aside: it stands still for it until the cause is mended or the fact is skipped`;
  log.error({ program: name, stream, revision: String(revision), type }, message);
}

/** Streams that one follower has set aside, each with the fact it stands at. */
export class ParkedStreams implements SetAside, Parking {
  private readonly byStream = new Map<string, ParkedEvent>();
  private skipped = new Set<string>();
  private retry: Retry | undefined;

  constructor(
    private readonly store: EventStore,
    readonly name: string,
    private readonly options: ParkedStreamsOptions,
  ) {}

  /** What stands now, as this process knows it. */
  get all(): readonly ParkedEvent[] {
    return [...this.byStream.values()];
  }

  list(): Promise<readonly ParkedEvent[]> {
    return Promise.resolve(this.all);
  }

  has(stream: string): boolean {
    return this.byStream.has(stream);
  }

  async open(retry: Retry): Promise<readonly ParkedEvent[]> {
    const left = await this.load();
    this.retry = retry;
    return left;
  }

  /** Reads what the store knows of it. */
  async load(): Promise<readonly ParkedEvent[]> {
    const { store, name, options } = this;
    this.skipped = new Set(await skippedEvents(store, name));
    this.byStream.clear();
    const left = options.kept === 'store' ? await parkedEvents(store, name) : [];
    for (const each of left) this.byStream.set(each.stream, each);
    this.changed();
    return left;
  }

  close(): void {
    this.retry = undefined;
  }

  holds(fact: StoredEvent): boolean {
    const parked = this.byStream.get(fact.stream);
    return (parked !== undefined && fact.revision >= parked.revision) || this.isSkipped(fact);
  }

  isSkipped({ id }: StoredEvent): boolean {
    return this.skipped.has(id);
  }

  async park(fact: StoredEvent, reason: string, after: Place | undefined): Promise<void> {
    const { store, name, options } = this;
    const { stream, revision, position, id, type } = fact;
    const before = this.byStream.get(stream);
    if (before === undefined && this.byStream.size >= parkedStreamsMax) throw new TooManyParked(name);
    if (options.kept === 'store') {
      await park(store, name, fact, reason);
      if (before !== undefined && before.eventId !== id) await release(store, name, before.eventId);
    }
    const parkedAt = new Date().toISOString();
    this.byStream.set(stream, { stream, revision, position, eventId: id, type, reason, parkedAt, after });
    tellParked(options.log, name, fact);
    this.changed();
  }

  async release(stream: string): Promise<void> {
    const parked = this.byStream.get(stream);
    if (parked === undefined) return;
    if (this.options.kept === 'store') await release(this.store, this.name, parked.eventId);
    this.byStream.delete(stream);
    this.changed();
  }

  async replay(stream?: string): Promise<Replayed> {
    const asked = this.all.filter((each) => stream === undefined || each.stream === stream);
    const failed: { parked: ParkedEvent; reason: string }[] = [];
    for (const parked of asked) {
      await this.retryNow(parked).catch((error: unknown) => {
        failed.push({ parked, reason: reasonOf(error) });
      });
      const again = this.byStream.get(parked.stream);
      if (again !== undefined && failed.at(-1)?.parked !== parked) {
        failed.push({ parked: again, reason: again.reason });
      }
    }
    return { replayed: asked.length - failed.length, failed };
  }

  async skip(eventId: string, decision: SkipDecision): Promise<SkipOutcome> {
    const parked = this.all.find((each) => each.eventId === eventId);
    const outcome = await skip(this.store, this.name, eventId, decision, parked);
    if ('refused' in outcome) return outcome;
    this.skipped.add(eventId);
    if (parked !== undefined) await this.replay(parked.stream);
    return outcome;
  }

  private async retryNow(parked: ParkedEvent): Promise<void> {
    if (this.retry === undefined)
      throw new Error(`${this.name} does not run at present: ask again once it does`);
    await this.retry(parked);
  }

  private changed(): void {
    this.options.onChange?.(this.byStream.size);
  }
}

/**
 * The newest place that lies before everything named, so that a start after it meets all of it again; `otherwise` when
 * nothing is named. None when something stands at the very beginning.
 */
export function placeBefore(
  places: Iterable<{ readonly after?: Place | undefined }>,
  otherwise: Place | undefined,
): Place | undefined {
  const all = [...places].map(({ after }) => after);
  if (all.length === 0) return otherwise;
  return all.reduce((oldest, each) => (positionOf(each) < positionOf(oldest) ? each : oldest));
}
