import type { EventStore } from '@adapters/event-store';
import type { Metrics } from './metrics';

const appends = 'append';
const calls: readonly PropertyKey[] = [appends, 'readStream', 'readAll', 'headPosition', 'ping'];

/** When the store last answered this process, and when it last acknowledged an append, which is on its disk then. */
export class StoreContact {
  private answeredMs: number | undefined;
  private appendedMs: number | undefined;

  /** Whole milliseconds; absent when it has not happened since the start. */
  get ages(): { readonly storeAnswerAgeMs?: number; readonly storeAppendAgeMs?: number } {
    const { answeredMs, appendedMs } = this;
    return {
      ...(answeredMs === undefined ? {} : { storeAnswerAgeMs: ageMs(answeredMs) }),
      ...(appendedMs === undefined ? {} : { storeAppendAgeMs: ageMs(appendedMs) }),
    };
  }

  /** The same store, with its answers noted and its appends timed. */
  over(store: EventStore, { appendSeconds }: Metrics): EventStore {
    return new Proxy(store, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (!calls.includes(key) || typeof member !== 'function') return member;
        return async (...args: unknown[]): Promise<unknown> => {
          const stop = key === appends ? appendSeconds.startTimer() : undefined;
          try {
            const answer: unknown = await Reflect.apply(member, target, args);
            this.note(key);
            return answer;
          } finally {
            stop?.();
          }
        };
      },
    });
  }

  private note(key: PropertyKey): void {
    this.answeredMs = performance.now();
    if (key === appends) this.appendedMs = this.answeredMs;
  }
}

const ageMs = (sinceMs: number): number => Math.round(performance.now() - sinceMs);
