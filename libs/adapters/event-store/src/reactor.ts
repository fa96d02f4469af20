import { passesByWaiting } from '@contracts';
import { BackOff } from './back-off';
import { Checkpoint } from './checkpoint';
import { type EventPlace, type EventStore, type Place, placeOf, type StoredEvent } from './event-store';
import { HistoryLost } from './failures';
import { keepRunning } from './keep-running';
import { Lanes } from './lanes';
import { park, parkedEvents, reasonOf, skippedEvents } from './parked';
import { replayParked } from './replay-parked';
import type { TroubleLog } from './trouble-log';

/**
 * Something that follows from stored events. Its effects bear repeats and any order: a crash repeats what was
 * handled last.
 */
export interface Reactor {
  /** Durable: names the checkpoint and the parked events. `[a-z0-9-]`, never reused for something else. */
  readonly name: string;
  /** Streams it hears of, by the beginning of their names, such as `document-`. */
  readonly streamPrefixes: readonly string[];
  /** How many streams it works on at once; the events of one come in their order. Default 1: all in order. */
  readonly streamsAtOnce?: number;
  react(event: StoredEvent): Promise<void>;
}

export interface ReactorProgress {
  /** Everything up to here was handled, parked or none of its business; nothing before the first event. */
  readonly position: bigint | undefined;
  /** From recording to handling of the last event, in ms; 0 when the end of the history was just reached. */
  readonly lagMs: number;
  /** Events waiting in `parked-<name>`. */
  readonly parked: number;
  readonly caughtUp: boolean;
}

export interface ReactorOptions {
  readonly signal: AbortSignal;
  /** A warning for what waits for another part, an error for what was parked. */
  readonly log: TroubleLog & { error(fields: object, message: string): void };
  readonly onProgress?: (progress: ReactorProgress) => void;
  /** Why it does not run; nothing once it runs again. */
  readonly onStanding?: (problem: string | undefined) => void;
}

const triesMax = 5;
const checkpointEvents = 200;
const checkpointMs = 2_000;

/**
 * Gives a reactor every event of its streams, in order, from its checkpoint on, until the signal aborts. A failure
 * that passes (a class named …Unavailable, a moved stream) is waited out; an event that fails five times otherwise
 * is parked and the rest flows. What was parked before is tried once more, for this program may know what the one
 * before it did not. Resolves after the events in hand, with the checkpoint written: it never passes an event that is
 * not done with. A store that comes back with another history is followed from the checkpoint it holds itself; after
 * whatever else fails, at the start or later, it begins again from there, too.
 */
export function runReactor(store: EventStore, reactor: Reactor, options: ReactorOptions): Promise<void> {
  const { signal, log, onStanding } = options;
  const { name } = reactor;
  const kept = { name, signal, log, ...(onStanding && { onStanding }) };
  return keepRunning((ran) => runOnThisHistory(store, reactor, options, ran), kept);
}

async function runOnThisHistory(
  store: EventStore,
  reactor: Reactor,
  options: ReactorOptions,
  ran: () => void,
): Promise<void> {
  try {
    const running = await opened(store, reactor, options);
    await running.run(ran);
  } catch (error) {
    if (!(error instanceof HistoryLost)) throw error;
    const { name } = reactor;
    const fields = { ...whereIs(error.place), reactor: name, reason: error.message };
    options.log.warn(fields, `${name} begins again from the checkpoint in the store`);
    await runOnThisHistory(store, reactor, options, ran);
  }
}

async function opened(store: EventStore, reactor: Reactor, options: ReactorOptions): Promise<RunningReactor> {
  const checkpoint = await Checkpoint.open(store, reactor.name, options.log);
  const parked = await parkedEvents(store, reactor.name);
  const skipped = await skippedEvents(store, reactor.name);
  return new RunningReactor(store, reactor, options, checkpoint, { count: parked.length, skipped });
}

class RunningReactor {
  private position: bigint | undefined;
  private done: EventPlace | undefined;
  private isCaughtUp = false;
  private lagMs = 0;
  private eventsSinceSave = 0;
  private soon: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<bigint>();
  private readonly lanes: Lanes;
  private readonly lost = new AbortController();
  private readonly signal: AbortSignal;

  constructor(
    private readonly store: EventStore,
    private readonly reactor: Reactor,
    private readonly options: ReactorOptions,
    private readonly checkpoint: Checkpoint,
    private readonly parked: { count: number; readonly skipped: ReadonlySet<string> },
  ) {
    this.position = checkpoint.position;
    this.lanes = new Lanes(reactor.streamsAtOnce ?? 1);
    this.signal = AbortSignal.any([options.signal, this.lost.signal]);
  }

  /** @throws HistoryLost; the event in hand is then given up and no checkpoint written. */
  async run(ran: () => void): Promise<void> {
    const trying = this.tryParked();
    try {
      await this.follow(ran);
    } catch (error) {
      if (error instanceof HistoryLost) this.lost.abort();
      throw error;
    } finally {
      await Promise.all([this.lanes.drained(), trying]);
      if (this.lost.signal.aborted) clearTimeout(this.soon);
      else await this.save();
    }
  }

  private async follow(ran: () => void): Promise<void> {
    const { signal } = this;
    const { streamPrefixes } = this.reactor;
    const { after } = this.checkpoint;
    const start = after === undefined ? {} : { after };
    for await (const delivered of this.store.followAll({ ...start, streamPrefixes, signal })) {
      ran();
      if ('stream' in delivered) await this.begin(delivered);
      else if ('caughtUp' in delivered) this.lanes.pass(() => this.caughtUp());
      else this.lanes.pass(() => this.passed(delivered.checkpoint));
    }
  }

  /** Beside the work: what waits for another part may wait long. */
  private async tryParked(): Promise<void> {
    const { signal } = this;
    const { log } = this.options;
    const { name } = this.reactor;
    try {
      const { replayed } = await replayParked(this.store, this.reactor, { signal });
      this.parked.count -= replayed;
      if (replayed > 0) this.report();
    } catch (error) {
      log.warn({ reactor: name, reason: reasonOf(error) }, `${name} could not try again what it parked`);
    }
  }

  private begin(event: StoredEvent): Promise<void> {
    const handled = () => this.handled(event);
    return this.lanes.begin(event.stream, () => this.handle(event), handled);
  }

  /** True when the event is done with: handled or parked. False when the signal aborted before. */
  private async handle(event: StoredEvent): Promise<boolean> {
    const { signal } = this;
    const backOff = new BackOff(50, 5_000);
    let tries = 0;
    let reason = '';
    if (this.parked.skipped.has(event.id)) return true;
    // failpoint(reactor-read)
    while (!signal.aborted) {
      try {
        if (tries < triesMax) await this.reactor.react(event);
        else await this.setAside(event, reason);
        return true;
      } catch (error) {
        if (passesByWaiting(error)) this.warnOfWaiting(event, error);
        else tries += 1;
        reason = reasonOf(error);
      }
      await backOff.wait(signal);
    }
    return false;
  }

  private async setAside(event: StoredEvent, reason: string): Promise<void> {
    const { name } = this.reactor;
    await park(this.store, name, event, reason);
    this.parked.count += 1;
    const message = `${name} parked an event after ${triesMax} failures: mend the cause, then replay it`;
    this.options.log.error({ ...whereIs(event), reactor: name, reason }, message);
  }

  private warnOfWaiting(event: StoredEvent, error: unknown): void {
    if (this.waiting.has(event.position)) return;
    this.waiting.add(event.position);
    const { name } = this.reactor;
    const fields = { ...whereIs(event), reactor: name, reason: reasonOf(error) };
    this.options.log.warn(fields, `${name} waits for another part`);
  }

  private handled(event: StoredEvent): void {
    const { position, recordedAt } = event;
    this.waiting.delete(position);
    // failpoint(reacted-checkpoint-not-stored)
    this.position = position;
    this.done = placeOf(event);
    this.lagMs = Math.max(0, Date.now() - Date.parse(recordedAt));
    this.eventsSinceSave += 1;
    this.report();
    if (this.eventsSinceSave >= checkpointEvents) void this.save();
    else this.saveSoon();
  }

  private passed(position: bigint): void {
    this.position = position;
    this.report();
  }

  private caughtUp(): void {
    this.isCaughtUp = true;
    this.lagMs = 0;
    this.report();
  }

  private report(): void {
    const { position, lagMs, parked, isCaughtUp: caughtUp } = this;
    this.options.onProgress?.({ position, lagMs, parked: parked.count, caughtUp });
  }

  private saveSoon(): void {
    this.soon ??= setTimeout(() => void this.save(), checkpointMs);
  }

  /** A checkpoint that cannot be written costs repeats after a crash, nothing else. */
  private async save(): Promise<void> {
    clearTimeout(this.soon);
    this.soon = undefined;
    this.eventsSinceSave = 0;
    if (this.done === undefined || this.lost.signal.aborted) return;
    try {
      await this.checkpoint.save(this.done);
    } catch (error) {
      const { position } = this.done;
      const fields = { reactor: this.reactor.name, position: String(position), reason: reasonOf(error) };
      this.options.log.warn(fields, 'a checkpoint could not be written; the next one will be');
    }
  }
}

const whereIs = (place: Place | StoredEvent) => {
  if (typeof place === 'bigint') return { position: String(place) };
  const { stream, id: eventId, position } = place;
  const fields = { stream, eventId, position: String(position) };
  return 'metadata' in place ? { ...fields, correlationId: place.metadata.$correlationId } : fields;
};
