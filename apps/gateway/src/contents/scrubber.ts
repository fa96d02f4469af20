import { randomInt } from 'node:crypto';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { ContentDamaged, ContentMissing, type ContentStore } from '@adapters/content-store';
import type { Log, Metrics } from '@runtime';

const minuteMs = 60 * 1000;
/** A start is busy enough; and a small store is not read again and again. */
const [firstAfterMs, restMs] = [10 * minuteMs, 60 * minuteMs];

export interface ScrubberParts {
  readonly contents: Pick<ContentStore, 'kept' | 'read' | 'verify' | 'quarantine'>;
  /** 0 never reads. */
  readonly bytesPerSecond: number;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'scrubbedBytes' | 'damagedContents'>;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Reads everything that is kept again and again at a bounded rate, so that damage is found while there still is a
 * backup. What is damaged is put aside: from then on it is missing, and can be sent or restored anew. Readers are
 * never made to wait.
 */
export class Scrubber {
  private readonly ended = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly pause: NonNullable<ScrubberParts['pause']>;
  private scrubbed = 0;
  private damaged = 0;
  private rounds = 0;

  constructor(private readonly parts: ScrubberParts) {
    this.pause = parts.pause ?? ((ms, signal) => pauseFor(ms, undefined, { signal, ref: false }));
  }

  /** For operators; no addresses. Counted since the start. */
  get details(): Readonly<Record<string, number>> {
    return { scrubbed: this.scrubbed, damaged: this.damaged, rounds: this.rounds };
  }

  start(): void {
    if (this.parts.bytesPerSecond > 0) this.running = this.keepOn();
  }

  async stop(): Promise<void> {
    this.ended.abort();
    await this.running;
  }

  /**
   * One look at everything. It begins at a place left to chance, so that a process that is started often reads all of
   * it in the end.
   */
  async round(): Promise<void> {
    const start = randomInt(256).toString(16).padStart(2, '0');
    for (const isTurn of [(sha256: string) => sha256 >= start, (sha256: string) => sha256 < start]) {
      for await (const sha256 of this.parts.contents.kept()) {
        if (this.ended.signal.aborted) return;
        if (isTurn(sha256)) await this.look(sha256);
      }
    }
    this.rounds++;
  }

  private async keepOn(): Promise<void> {
    const { log } = this.parts;
    try {
      for (let waitMs = firstAfterMs; ; waitMs = restMs) {
        await this.pause(waitMs, this.ended.signal);
        await this.round().catch((error: unknown) => this.unlessEnded(error));
      }
    } catch (error) {
      if (!this.ended.signal.aborted) log.error({ err: error }, 'kept contents are no longer scrubbed');
    }
  }

  private unlessEnded(error: unknown): void {
    if (this.ended.signal.aborted) throw error;
    this.parts.log.error({ err: error }, 'kept contents could not be scrubbed; tried again in an hour');
  }

  private async look(sha256: string): Promise<void> {
    try {
      await this.readSlowly(sha256);
      this.scrubbed++;
    } catch (error) {
      if (error instanceof ContentMissing) return;
      if (!(error instanceof ContentDamaged)) throw error;
      await this.putAside(sha256);
    }
  }

  private async readSlowly(sha256: string): Promise<void> {
    const { contents, bytesPerSecond, metrics } = this.parts;
    const { stream } = await contents.read(sha256);
    for await (const chunk of stream) {
      const { byteLength } = chunk as Buffer;
      metrics.scrubbedBytes.inc(byteLength);
      await this.pause((byteLength / bytesPerSecond) * 1_000, this.ended.signal);
    }
  }

  /** Memory and cables fail as well: only what is read as damaged twice is. */
  private async putAside(sha256: string): Promise<void> {
    const { contents, log, metrics } = this.parts;
    if ((await contents.verify(sha256)) !== 'damaged') return;
    await contents.quarantine(sha256);
    this.damaged++;
    metrics.damagedContents.inc();
    log.error({ sha256 }, 'kept content is damaged and was put aside; restore it from a backup');
  }
}
