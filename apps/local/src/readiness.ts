import { setTimeout as pause } from 'node:timers/promises';

import { StartRefused } from './start-refused';

const pollMs = 100;
const answerLimitMs = 5_000;

/**
 * Waits until the gateway says that every part is ready (200). Throws `StartRefused` with its last answer after
 * `limitMs`.
 */
export async function untilReady(address: string, limitMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask(`${address}/health/ready`);
    if (answer === 'ready') return;
    if (signal.aborted) throw new StartRefused('The start was called off');
    if (performance.now() > deadline) {
      throw new StartRefused(`Not ready after ${limitMs / 1000} s: ${answer.slice(0, 300)}`);
    }
    await pause(pollMs);
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
