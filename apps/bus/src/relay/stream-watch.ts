import { setTimeout as pause } from 'node:timers/promises';
import {
  type NatsConnection,
  PublicStreamMissing,
  type PublicStreamState,
  publicStreamState,
} from '@adapters/messaging';

const [lookEveryMs, answerLimitMs, heldMs] = [1_000, 2_000, 6_000] as const;

/**
 * Asks JetStream for `PUBLIC` now and then: a relay that has nothing to publish does not notice that it could not.
 * What was answered counts for 6 s.
 */
export class StreamWatch {
  private answered: { readonly state: PublicStreamState; readonly atMs: number } | undefined;
  private problem = 'JetStream has not answered yet';

  constructor(private readonly connection: NatsConnection) {}

  get isAnswered(): boolean {
    return this.ageMs <= heldMs;
  }

  get details(): Readonly<Record<string, string | number>> {
    const problem = this.isAnswered ? {} : { 'jetstream.problem': this.problem };
    if (this.answered === undefined) return problem;
    const { messages, bytes, bytesMax, consumers, replicas } = this.answered.state;
    return {
      'jetstream.messages': messages,
      'jetstream.bytes': bytes,
      'jetstream.bytesMax': bytesMax,
      'jetstream.consumers': consumers,
      'jetstream.replicas': replicas,
      'jetstream.answerAgeMs': Math.round(this.ageMs),
      ...problem,
    };
  }

  /** Until the signal aborts; `onMissing` each time the stream is not there. */
  async run(signal: AbortSignal, onMissing: () => void): Promise<void> {
    while (!signal.aborted) {
      try {
        const state = await publicStreamState(this.connection, answerLimitMs);
        this.answered = { state, atMs: performance.now() };
      } catch (error) {
        this.failed(error as Error, onMissing);
      }
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private get ageMs(): number {
    return this.answered === undefined ? Infinity : performance.now() - this.answered.atMs;
  }

  /** That there is no such stream is an answer, too: what was answered before no longer counts. */
  private failed(error: Error, onMissing: () => void): void {
    this.problem = error.message;
    if (!(error instanceof PublicStreamMissing)) return;
    this.answered = undefined;
    onMissing();
  }
}
