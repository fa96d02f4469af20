import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnavailable } from '@adapters/messaging';
import type { LiveEvents } from '@contracts';
import { Problem } from '../edge/problem';
import { eventText, greetingText, heartbeatText, problemText } from './event-text';

export interface LiveSource {
  /** Asks what came after a position, waiting for something so long. */
  ask(after: string, waitMs: number): Promise<LiveEvents>;
  /** Whether the asker's token still holds. */
  isAdmitted(): Promise<boolean>;
  /** The reader is gone, or the gateway stops. */
  readonly signal: AbortSignal;
}

/** How long one question waits for news; the answer is a heartbeat then. A service that stops waits no longer. */
const waitMs = 3_000;
/** While the read models are away. */
const retryMs = 1_000;

/**
 * The text of one stream, made as it is read: a slow reader makes the next question wait, so what is kept for it is
 * one answer of at most a hundred facts. Ends with the reader, with its token, or with a problem no retry mends.
 */
export async function* liveText(first: LiveEvents, source: LiveSource): AsyncGenerator<string> {
  const { signal } = source;
  const ended = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  yield greetingText(retryMs);
  let answer: LiveEvents | undefined = first;
  let after = first.through;
  for (;;) {
    if (answer !== undefined) {
      for (const event of answer.events) yield eventText(event);
      after = answer.through;
    }
    yield heartbeatText(after);
    if (!(await source.isAdmitted())) return;
    const asked = await Promise.race([askOnce(source, after), ended]);
    if (asked === undefined || signal.aborted) return;
    if (asked instanceof Problem) return yield problemText(asked.document('/'));
    answer = asked === 'away' ? undefined : asked;
    if (asked === 'away') await pause(retryMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

/** Away: the read models restart, or have not come as far again. */
async function askOnce(source: LiveSource, after: string): Promise<LiveEvents | 'away' | Problem> {
  try {
    return await source.ask(after, waitMs);
  } catch (error) {
    if (error instanceof ServiceUnavailable) return 'away';
    if (error instanceof Problem) return error.problem === 'position:not-visible-yet' ? 'away' : error;
    return new Problem('service:failed', { cause: error });
  }
}
