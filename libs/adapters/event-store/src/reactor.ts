import { BackOff } from './back-off';
import type { TroubleLog } from './catch-up';
import { Checkpoint } from './checkpoint';
import type { EventStore, StoredEvent } from './event-store';
import { passesByWaiting } from './follow';
import { Lanes } from './lanes';
import { park, parkedEvents, reasonOf, skippedEvents } from './parked';
import { replayParked } from './replay-parked';

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
}

const triesMax = 5;
const checkpointEvents = 200;
const checkpointMs = 2_000;
/** Without an event of its own a reactor notes only now and then how far it looked. */
const quietCheckpointMs = 60_000;

/**
 * Gives a reactor every event of its streams, in order, from its checkpoint on, until the signal aborts. A failure
 * that passes (a class named …Unavailable, a moved stream) is waited out; an event that fails five times otherwise
 * is parked and the rest flows. What was parked before is tried once more, for this program may know what the one
 * before it did not. Resolves after the events in hand, with the checkpoint written: it never passes an event that is
 * not done with.
 * @throws what the store throws while the checkpoint is read at the start.
 */
export async function runReactor(
  store: EventStore,
  reactor: Reactor,
  options: ReactorOptions,
): Promise<void> {
  const checkpoint = await Checkpoint.open(store, reactor.name);
  const parked = await parkedEvents(store, reactor.name);
  const skipped = await skippedEvents(store, reactor.name);
  await new RunningReactor(store, reactor, options, checkpoint, { count: parked.length, skipped }).run();
}

class RunningReactor {
  private position: bigint | undefined;
  private isCaughtUp = false;
  private lagMs = 0;
  private eventsSinceSave = 0;
  private savedMs = performance.now();
  private soon: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<bigint>();
  private readonly lanes: Lanes;

  constructor(
    private readonly store: EventStore,
    private readonly reactor: Reactor,
    private readonly options: ReactorOptions,
    private readonly checkpoint: Checkpoint,
    private readonly parked: { count: number; readonly skipped: ReadonlySet<string> },
  ) {
    this.position = checkpoint.position;
    this.lanes = new Lanes(reactor.streamsAtOnce ?? 1);
  }

  async run(): Promise<void> {
    const { signal } = this.options;
    const { streamPrefixes } = this.reactor;
    const after = this.position === undefined ? {} : { after: this.position };
    // Nothing the runner writes may come back to it.
    const excludePrefixes = ['checkpoint-', 'parked-'];
    const trying = this.tryParked();
    try {
      for await (const delivered of this.store.subscribeAll({
        ...after,
        streamPrefixes,
        excludePrefixes,
        signal,
      })) {
        if ('stream' in delivered) await this.begin(delivered);
        else if ('caughtUp' in delivered) this.lanes.pass(() => this.caughtUp());
        else this.lanes.pass(() => this.passed(delivered.checkpoint));
      }
    } finally {
      await Promise.all([this.lanes.drained(), trying]);
      await this.save();
    }
  }

  /** Beside the work: what waits for another part may wait long. */
  private async tryParked(): Promise<void> {
    const { signal, log } = this.options;
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
    const { signal } = this.options;
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

  private handled({ position, recordedAt }: StoredEvent): void {
    this.waiting.delete(position);
    // failpoint(reacted-checkpoint-not-stored)
    this.position = position;
    this.lagMs = Math.max(0, Date.now() - Date.parse(recordedAt));
    this.eventsSinceSave += 1;
    this.report();
    if (this.eventsSinceSave >= checkpointEvents) void this.save();
    else this.saveSoon();
  }

  private passed(position: bigint): void {
    this.position = position;
    this.report();
    if (performance.now() - this.savedMs > quietCheckpointMs) this.saveSoon();
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
    this.savedMs = performance.now();
    if (this.position === undefined) return;
    try {
      await this.checkpoint.save(this.position);
    } catch (error) {
      const fields = { reactor: this.reactor.name, position: String(this.position), reason: reasonOf(error) };
      this.options.log.warn(fields, 'a checkpoint could not be written; the next one will be');
    }
  }
}

const whereIs = ({ stream, id, position, metadata }: StoredEvent) => ({
  stream,
  eventId: id,
  position: String(position),
  correlationId: metadata.$correlationId,
});
