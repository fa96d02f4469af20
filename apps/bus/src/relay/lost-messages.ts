import { setTimeout as pause } from 'node:timers/promises';
import type { SetAside } from '@adapters/event-store';
import { type PublicPlace, PublicStream, type Requester } from '@adapters/messaging';
import type { ServiceContext } from '@runtime';
import { AskedNumbers } from './asked-numbers';
import { missingCopies, type MissingCopy } from './missing-copies';

export interface LostMessagesParts {
  readonly context: ServiceContext;
  readonly requester: Requester;
  readonly parked: SetAside;
  /** ISO instant: what was recorded before would have left the stream by age. */
  readonly keptSince: () => string;
  /** How often the whole stream is compared with the store, milliseconds. */
  readonly lookMs: number;
  /** There are some to send, and the relay is to begin again with them. */
  readonly onFound: () => void;
}

/** JetStream drops a message whose id it remembers, for as long as it does; so what was sent again is looked for. */
const lookAgainMs = 60 * 1_000;

/** What `PUBLIC` lost in its midst. One looks for it, the relay sends it, so that nothing else is sent meanwhile. */
export class LostMessages {
  private missing: readonly MissingCopy[] = [];
  private toSend: MissingCopy[] = [];
  /** Counts the beginnings and the ends of sending: odd while it goes on. */
  private sendings = 0;

  constructor(private readonly parts: LostMessagesParts) {}

  /** As many as the last look found. */
  get count(): number {
    return this.missing.length;
  }

  /** What was found may be of a history that is gone; the next look finds what is. */
  forget(): void {
    this.toSend = [];
  }

  /**
   * Sends what was found.
   * @param end where `PUBLIC` ends: they carry this place, so that the relay still goes on from there
   */
  async send(stream: PublicStream, end: PublicPlace, signal: AbortSignal): Promise<void> {
    this.sendings++;
    try {
      // What an abort leaves unsent is found again by the next look.
      for (const { subject, cloudEvent, msgId } of this.toSend.splice(0)) {
        await stream.publish(subject, cloudEvent, { ...end, msgId, signal });
      }
    } finally {
      this.sendings++;
    }
  }

  /** At once, and then now and then, until the signal aborts. */
  async look(signal: AbortSignal): Promise<void> {
    const { lookMs } = this.parts;
    const { connection, store, history, log } = this.parts.context;
    const stream = new PublicStream(connection);
    const numbers = new AskedNumbers({ requester: this.parts.requester, store, history });
    while (!signal.aborted) {
      try {
        await this.lookOnce(stream, numbers, signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error as Error }, 'PUBLIC could not be compared with the store');
      }
      const waitMs = this.count > 0 ? Math.min(lookMs, lookAgainMs) : lookMs;
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async lookOnce(stream: PublicStream, numbers: AskedNumbers, signal: AbortSignal): Promise<void> {
    const { parked, keptSince, onFound } = this.parts;
    const { store, history, clock, log, metrics } = this.parts.context;
    const { sendings } = this;
    const parts = { history, store, stream, parked, keptSince: keptSince(), numbers };
    this.missing = await missingCopies(parts, signal);
    const [oldest] = this.missing;
    const ageMs = oldest === undefined ? 0 : Date.parse(clock.now()) - Date.parse(oldest.recordedAt);
    metrics.oldestUnsettledSeconds.set({ what: 'public' }, ageMs / 1_000);
    // What was sent while this looked may be among it: the next look tells.
    const isSent = sendings % 2 === 1 || sendings !== this.sendings;
    if (oldest === undefined || isSent) return;
    log.warn({ copies: this.count, msgId: oldest.msgId }, 'PUBLIC lost messages; they are sent again');
    this.toSend = [...this.missing];
    onFound();
  }
}
