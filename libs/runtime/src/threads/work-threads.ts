import type { Transferable, Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import { FairTurns } from './fair-turns';

/** Why a piece of work has no answer: too many wait already, or it took more time or memory than is given to one. */
export type NotDone = 'too-many' | 'too-costly';

/** A piece of work as its thread gets it; the thread posts `Started` with the id first of all. */
export type Numbered<Work> = Work & { readonly id: number };

export interface Started {
  readonly started: number;
}

export interface ThreadWork {
  /** In metrics and log lines. */
  readonly name: 'signatures' | 'prints' | 'sums';
  /** Path of the module whose exported functions are the tasks; and one of them, by which a thread loads it. */
  readonly filename: string;
  readonly task: string;
  /** What the threads find as `workerData`. */
  readonly settings?: unknown;
  /** Time for one piece, from when a thread has begun with it. */
  readonly deadlineMs: number;
  /** Heap of each thread; bytes outside of it are bounded by what a piece may be. */
  readonly memoryMib: number;
  /** Part of the heap for what is young, by default 48: with less, what is dropped at once goes at once. */
  readonly youngMib?: number;
  /** Pieces that may wait, and for how long each, of which a thread that starts takes a part. */
  readonly queueMax: number;
  readonly turnWithinMs: number;
}

/** For whom a piece is done, and how. */
export interface Piece {
  /** `''` is the house itself. */
  readonly agency: string;
  /** Nobody wants the answer any more. */
  readonly signal?: AbortSignal;
  readonly transferList?: Transferable[];
}

interface Asked {
  readonly stop: AbortController;
  timer: NodeJS.Timeout;
  startedAt?: number;
  ended?: NotDone;
}

/** Pieces that are done side by side; each thread costs its share of a core and of memory. */
const threads = 2;

/**
 * Work that costs, in threads of its own: a piece that costs too much ends its thread, which is replaced, and never
 * the process or anybody else's turn.
 */
export class WorkThreads {
  private readonly asked = new Map<number, Asked>();
  private readonly turns: FairTurns;
  private readonly loaded = new WeakMap<Worker, Promise<void>>();
  private pool: Piscina | undefined;
  private last = 0;

  constructor(
    private readonly work: ThreadWork,
    private readonly metrics: Pick<Metrics, 'threadPieces' | 'threadSeconds' | 'threadWaiting'>,
    private readonly log: Log,
  ) {
    this.turns = new FairTurns(threads, work.queueMax);
  }

  /** @throws what the task throws; what the signal was aborted with. */
  async run<Answer>(task: string, input: object, piece: Piece): Promise<Answer | NotDone> {
    if (!this.turns.hasRoomFor(piece.agency)) return this.counted('too-many');
    const id = ++this.last;
    const asked = this.enter(id);
    const { signal } = asked.stop;
    const giveUp = () => this.stop(asked, piece.signal?.reason);
    piece.signal?.addEventListener('abort', giveUp, { once: true });
    if (piece.signal?.aborted) giveUp();
    let giveBack: (() => void) | undefined;
    try {
      giveBack = await this.turns.take(piece.agency, signal);
      this.pool ??= this.opened();
      const { transferList = [] } = piece;
      const answer = (await this.pool.run({ ...input, id }, { name: task, signal, transferList })) as Answer;
      this.counted('done');
      return answer;
    } catch (error) {
      const ended = asked.ended ?? (isOutOfMemory(error) ? 'too-costly' : undefined);
      this.counted(ended ?? (signal.aborted ? 'given-up' : 'failed'));
      if (ended === undefined) throw error;
      return ended;
    } finally {
      piece.signal?.removeEventListener('abort', giveUp);
      giveBack?.();
      this.settle(id, asked);
    }
  }

  async close(): Promise<void> {
    await this.untilLoaded();
    await this.pool?.destroy();
  }

  private enter(id: number): Asked {
    const timer = setTimeout(() => this.end(id, 'too-many'), this.work.turnWithinMs);
    const asked = { stop: new AbortController(), timer };
    this.asked.set(id, asked);
    this.metrics.threadWaiting.inc({ work: this.work.name });
    return asked;
  }

  private settle(id: number, { timer, startedAt }: Asked): void {
    clearTimeout(timer);
    this.asked.delete(id);
    const { name: work } = this.work;
    if (startedAt === undefined) this.metrics.threadWaiting.dec({ work });
    else this.metrics.threadSeconds.observe({ work }, (performance.now() - startedAt) / 1000);
  }

  /** The time that is given begins when a thread has taken the piece, however long it took to start. */
  private started({ started: id }: Started): void {
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    clearTimeout(asked.timer);
    asked.startedAt = performance.now();
    asked.timer = setTimeout(() => this.end(id, 'too-costly'), this.work.deadlineMs);
    this.metrics.threadWaiting.dec({ work: this.work.name });
  }

  private end(id: number, ended: NotDone): void {
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    asked.ended = ended;
    this.stop(asked);
  }

  /**
   * Ends the thread that has the piece, once no thread loads its modules any more: one that is ended while it does ends
   * the whole process (Node 20: `Module::IsGraphAsync must be used on an instantiated module`).
   */
  private stop({ stop }: Asked, reason?: unknown): void {
    void this.untilLoaded().then(() => stop.abort(reason));
  }

  /** A thread says something for the first time when it has loaded its modules. */
  private watch(pool: Piscina): void {
    for (const thread of pool.threads.filter((each) => !this.loaded.has(each))) {
      const said = new Promise<void>((resolve) => {
        thread.once('message', () => resolve());
        thread.once('exit', () => resolve());
      });
      this.loaded.set(thread, said);
    }
  }

  private async untilLoaded(): Promise<void> {
    for (const thread of this.pool?.threads ?? []) await this.loaded.get(thread);
  }

  private counted<Outcome extends NotDone | 'done' | 'failed' | 'given-up'>(outcome: Outcome): Outcome {
    this.metrics.threadPieces.inc({ work: this.work.name, outcome });
    return outcome;
  }

  private opened(): Piscina {
    const { name: work, filename, task, settings, memoryMib, youngMib } = this.work;
    const pool = new Piscina({
      filename,
      name: task,
      // As many always: a thread that is ended is replaced at once, and its queue goes on.
      minThreads: threads,
      maxThreads: threads,
      // A thread that sleeps in Atomics.wait hears nothing of its open files and sockets.
      atomics: 'disabled',
      resourceLimits: {
        maxOldGenerationSizeMb: memoryMib,
        ...(youngMib === undefined ? {} : { maxYoungGenerationSizeMb: youngMib }),
      },
      workerData: settings,
    });
    this.watch(pool);
    // The thread that replaces it is there when this event has been told to all.
    pool.on('workerDestroy', () => setImmediate(() => this.watch(pool)));
    pool.on('message', (message: Started) => this.started(message));
    pool.on('error', (error: unknown) => this.log.error({ err: error, work }, 'a thread ended'));
    return pool;
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
