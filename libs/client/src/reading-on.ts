import { setTimeout as pause } from 'node:timers/promises';
import { type SystemIdentity, systemToken } from './system-token';

/** Events in the order of their numbers; what is none is the reader's to set aside. */
export interface EventPage {
  readonly events: readonly unknown[];
  /** Position to ask with next; the one asked with where nothing follows. */
  readonly next: string;
}

export interface ReadingOn extends SystemIdentity {
  /** Address of the gateway, `https://…`. */
  readonly gateway: string;
  readonly agency: string;
  /** Ends the waiting for a gateway that is away. */
  readonly signal: AbortSignal;
}

/**
 * The installation was restored to a state before the position: what follows it is of another history. What was done
 * because of the last events has to be looked at by people; go on from the newest position that is still good.
 */
export class FutureLost extends Error {
  override readonly name = 'FutureLost';
  constructor(readonly position: string) {
    super(
      `the event at ${position} is none of this installation any more: it was restored to a state before it`,
    );
  }
}

/** The gateway refuses what a retry does not mend: a credential, an agency. */
export class ReadingRefused extends Error {
  override readonly name = 'ReadingRefused';
  constructor(
    readonly status: number,
    /** Problem document (RFC 9457). */
    readonly problem: string,
  ) {
    super(`the gateway answered ${status}: ${problem.slice(0, 300)}`);
  }
}

const againMs = 1_000;
const answerWithinMs = 30_000;
const passing = [429, 502, 503, 504];

/**
 * The events after a position, at most 500; waits for a gateway that is away or busy, until the signal aborts.
 * @throws FutureLost, ReadingRefused, NoSeed, and the signal's reason
 */
export async function pageAfter(position: string, reading: ReadingOn): Promise<EventPage> {
  const { gateway, agency, signal } = reading;
  const query = new URLSearchParams({ after: position, agency, limit: '500' });
  const url = `${gateway.replace(/\/$/, '')}/events?${query.toString()}`;
  for (;;) {
    signal.throwIfAborted();
    const answer = await asked(url, systemToken(reading), signal);
    if (answer?.status === 200) return (await answer.json()) as EventPage;
    if (answer?.status === 409) throw new FutureLost(position);
    if (answer !== undefined && !passing.includes(answer.status))
      throw new ReadingRefused(answer.status, await answer.text());
    const seconds = Number(answer?.headers.get('retry-after') ?? 0);
    await pause(Math.max(againMs, seconds * 1_000), undefined, { signal });
  }
}

/** Nothing while the gateway cannot be reached. */
async function asked(url: string, token: string, signal: AbortSignal): Promise<Response | undefined> {
  const headers = { authorization: `Bearer ${token}` };
  try {
    return await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
