import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnavailable } from '@adapters/messaging';
import type { LiveEvents } from '@contracts';
import { Problem } from '../edge/problem';
import { eventText, greetingText, heartbeatText, problemText } from './event-text';

export interface LiveSource {
  /** Asks what came after a position. */
  ask(after: string): Promise<LiveEvents>;
  /** After so many milliseconds how far nothing was to be told; nothing as soon as there is something to ask for. */
  quietUntil(after: string, waitMs: number): Promise<string | undefined>;
  /** Whether the asker's token still holds. */
  isAdmitted(): Promise<boolean>;
  /** The reader is gone, or the gateway stops. */
  readonly signal: AbortSignal;
}

/** How long a stream says nothing; then it looks whether it may go on, and says that it lives. */
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
  for (const event of first.events) yield eventText(event);
  let after = first.through;
  let isOwed = first.hasMore;
  for (;;) {
    yield heartbeatText(after);
    if (!(await source.isAdmitted())) return;
    const quiet = isOwed ? undefined : await source.quietUntil(after, waitMs);
    if (signal.aborted) return;
    if (quiet !== undefined) {
      after = quiet;
      continue;
    }
    const asked = await Promise.race([askOnce(source, after), ended]);
    if (asked === undefined) return;
    if (asked instanceof Problem) return yield problemText(asked.document('/'));
    isOwed = asked === 'away' || asked.hasMore;
    if (asked === 'away') {
      await pause(retryMs, undefined, { signal }).catch(() => undefined);
      continue;
    }
    for (const event of asked.events) yield eventText(event);
    after = asked.through;
  }
}

/** Away: the read models restart, or have not come as far again. */
async function askOnce(source: LiveSource, after: string): Promise<LiveEvents | 'away' | Problem> {
  try {
    return await source.ask(after);
  } catch (error) {
    if (error instanceof ServiceUnavailable) return 'away';
    if (error instanceof Problem) return error.problem === 'position:not-visible-yet' ? 'away' : error;
    return new Problem('service:failed', { cause: error });
  }
}
