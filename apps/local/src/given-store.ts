import { setTimeout as pause } from 'node:timers/promises';
import {
  type Asked,
  askStore,
  ConnectionStringUnusable,
  StoreUnusable,
  toldOf,
} from '@adapters/event-store/ask-store';
import { StartRefused } from './start-refused';

const againMs = 1_000;

export interface Waiting {
  readonly signal: AbortSignal;
  /** Told once what is waited for, a line for each host. */
  readonly print: (line: string) => void;
}

/**
 * Resolves once a store that somebody else keeps can be used, before anything is started or written.
 * @throws StartRefused when waiting mends nothing
 */
export async function untilUsable(url: string, { signal, print }: Waiting): Promise<void> {
  for (let isTold = false; !signal.aborted; isTold = true) {
    const asked = await hostsOf(url);
    if (asked.some(({ problem }) => problem === undefined)) return;
    if (!isTold) {
      print('Waiting for the event store …');
      for (const each of asked) print(`  ${toldOf([each])}`);
    }
    await pause(againMs, undefined, { signal }).catch(() => undefined);
  }
}

async function hostsOf(url: string): Promise<readonly Asked[]> {
  try {
    return await askStore(url);
  } catch (error) {
    if (!(error instanceof StoreUnusable || error instanceof ConnectionStringUnusable)) throw error;
    throw new StartRefused(`${error.message[0]?.toUpperCase()}${error.message.slice(1)}`, { cause: error });
  }
}
