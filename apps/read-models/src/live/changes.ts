import type { StoredEvent } from '@adapters/event-store';
import type { ProjectedEvent } from '../projector/projection';

/** What a waiting reader can be woken by: something of an agency's inbox, or of one document. */
export type Key = `inbox ${string}` | `document ${string}`;

export const inboxKey = (agency: string): Key => `inbox ${agency}`;
export const documentKey = (documentId: string): Key => `document ${documentId}`;

/** Whom a fact concerns. */
function keysOf({ data }: Pick<StoredEvent | ProjectedEvent, 'data'>): readonly Key[] {
  const { documentId, to } = data as { readonly documentId?: unknown; readonly to?: unknown };
  if (typeof documentId !== 'string') return [];
  return [documentKey(documentId), ...(typeof to === 'string' ? [inboxKey(to)] : [])];
}

export interface Listening {
  /** Whether something was written within so many milliseconds, counted from the beginning of the listening. */
  changed(waitMs: number): Promise<boolean>;
  end(): void;
}

/**
 * Wakes those who wait for rows that were just written, and nobody else: a thousand open streams cost nothing while
 * other agencies work.
 */
export class Changes {
  private readonly waiting = new Map<Key, Set<() => void>>();

  /** Told after the transaction, so that whoever is woken finds the rows. */
  written(events: readonly StoredEvent[]): void {
    if (this.waiting.size === 0) return;
    const woken = new Set<() => void>();
    for (const key of new Set(events.flatMap(keysOf))) {
      for (const wake of this.waiting.get(key) ?? []) woken.add(wake);
    }
    for (const wake of woken) wake();
  }

  /** Another process writes the rows, and which of them is not told. */
  anything(): void {
    for (const waiting of [...this.waiting.values()]) for (const wake of [...waiting]) wake();
  }

  /** Begins to listen at once: what is written from now on is not missed, whatever is read meanwhile. */
  listen(keys: readonly Key[]): Listening {
    let wake: () => void = () => undefined;
    const woken = new Promise<true>((resolve) => (wake = () => resolve(true)));
    for (const key of keys) this.waiting.set(key, (this.waiting.get(key) ?? new Set()).add(wake));
    const changed = (waitMs: number) =>
      new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), waitMs);
        void woken.then(() => {
          clearTimeout(timer);
          resolve(true);
        });
      });
    return { changed, end: () => this.forget(keys, wake) };
  }

  private forget(keys: readonly Key[], wake: () => void): void {
    for (const key of keys) {
      const waiting = this.waiting.get(key);
      waiting?.delete(wake);
      if (waiting?.size === 0) this.waiting.delete(key);
    }
  }
}
