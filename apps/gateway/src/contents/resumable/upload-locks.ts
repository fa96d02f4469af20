import type { Lock, Locker } from '@tus/server';
import { Problem } from '../../edge/problem';

interface Held {
  askForRelease(): void;
  readonly freed: Promise<void>;
  free(): void;
}

/**
 * One request at a time for each upload. A newcomer asks the holder to end, as tus wants it, so that a sender whose
 * connection died unseen can go on at once; it waits for a while and is then refused.
 */
export class UploadLocks {
  private readonly held = new Map<string, Held>();

  constructor(private readonly waitMs: number) {}

  isHeld(agency: string, id: string): boolean {
    return this.held.has(`${agency}/${id}`);
  }

  /** Locks of one agency's uploads: nobody can end what another agency sends. */
  of(agency: string): Locker {
    return { newLock: (id) => this.lock(`${agency}/${id}`) };
  }

  private lock(key: string): Lock {
    return {
      lock: async (signal, requestRelease) => {
        for (let held = this.held.get(key); held !== undefined; held = this.held.get(key)) {
          held.askForRelease();
          await this.within(held.freed, signal);
        }
        let free = (): void => undefined;
        const freed = new Promise<void>((resolve) => (free = resolve));
        this.held.set(key, { askForRelease: () => void requestRelease(), freed, free });
      },
      unlock: async () => {
        const held = this.held.get(key);
        this.held.delete(key);
        held?.free();
      },
    };
  }

  /** @throws Problem when it takes too long, or the newcomer itself is told to end. */
  private async within(freed: Promise<void>, signal: AbortSignal): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort = (): void => undefined;
    const tooLong = new Promise<never>((_, reject) => {
      onAbort = () => reject(new Problem('content:upload-busy'));
      timer = setTimeout(onAbort, this.waitMs);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      await Promise.race([freed, tooLong]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
