import { BackOff } from './back-off';
import { reasonOf } from './parked';
import type { TroubleLog } from './trouble-log';

export interface Kept {
  readonly name: string;
  readonly signal: AbortSignal;
  /** Told once for each time it cannot go on, however often it is tried. */
  readonly log: TroubleLog;
  /** For readiness: why it does not run; nothing once it runs again. */
  readonly onStanding?: (problem: string | undefined) => void;
}

/** Longest wait between two tries, milliseconds. */
const againMostMs = 5_000;

/**
 * Work that ends with its process only: whatever fails, at its start or later, it is begun again, with back-off, until
 * the signal aborts. The work calls `ran` when it goes on as it should.
 */
export async function keepRunning(work: (ran: () => void) => Promise<void>, kept: Kept): Promise<void> {
  const { name, signal, log, onStanding } = kept;
  const backOff = new BackOff(50, againMostMs);
  let isTold = false;
  const ran = () => {
    backOff.reset();
    if (isTold) onStanding?.(undefined);
    isTold = false;
  };
  while (!signal.aborted) {
    try {
      return await work(ran);
    } catch (error) {
      if (signal.aborted) return;
      onStanding?.(error instanceof Error ? error.message : String(error));
      if (!isTold)
        log.warn(
          { program: name, reason: reasonOf(error) },
          `${name} could not go on: it begins again until it can`,
        );
      isTold = true;
    }
    await backOff.wait(signal);
  }
}
