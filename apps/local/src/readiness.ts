import { setTimeout as pause } from 'node:timers/promises';

import { StartRefused } from './start-refused';

const pollMs = 100;
const answerLimitMs = 5_000;

export interface Waiting {
  /** How long nothing may move. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Told once, when the read models are seen to move. */
  readonly onCatchingUp?: () => void;
}

/**
 * Waits until the gateway says that every part is ready (200). Read models that are built again may take as long as
 * they need while they move. Throws `StartRefused` with the last answer when nothing has moved for `limitMs`.
 */
export async function untilReady(address: string, waiting: Waiting): Promise<void> {
  const { limitMs, signal, onCatchingUp } = waiting;
  let position: string | undefined;
  let isTold = false;
  let deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask(`${address}/health/ready`);
    if (answer === 'ready') return;
    if (signal.aborted) throw new StartRefused('The start was called off');
    const reached = catchingUpAt(answer);
    if (reached !== undefined && position !== undefined && reached !== position) {
      deadline = performance.now() + limitMs;
      if (!isTold) onCatchingUp?.();
      isTold = true;
    }
    position = reached ?? position;
    if (performance.now() > deadline) {
      throw new StartRefused(`Not ready after ${limitMs / 1000} s: ${answer.slice(0, 300)}`);
    }
    await pause(pollMs);
  }
}

/** How far the read models have come, while they follow the facts there are; nothing when that is not the reason. */
function catchingUpAt(answer: string): string | undefined {
  try {
    const { parts } = JSON.parse(answer.slice(answer.indexOf('{'))) as {
      parts?: Record<string, { details?: Record<string, unknown> }>;
    };
    const details = parts?.['read-models']?.details;
    return details?.['projector'] === 'catching-up' ? String(details['position']) : undefined;
  } catch {
    return undefined;
  }
}

async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerLimitMs) });
    const text = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${text}`;
  } catch (error) {
    return error instanceof Error
      ? `${error.message} ${(error.cause as Error | undefined)?.message ?? ''}`
      : String(error);
  }
}
