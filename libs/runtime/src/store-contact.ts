import type { EventStore, SubscriptionObserver } from '@adapters/event-store';
import type { Metrics } from './metrics';

const appends = 'append';
const calls: readonly PropertyKey[] = [appends, 'readStream', 'readAll', 'headPosition', 'ping'];

/** When the store last answered this process, and when it last acknowledged an append, which is on its disk then. */
export class StoreContact {
  private answeredMs: number | undefined;
  private appendedMs: number | undefined;
  private readonly troubles = new Map<string, string>();

  /** Whole milliseconds; absent when it has not happened since the start. */
  get ages(): { readonly storeAnswerAgeMs?: number; readonly storeAppendAgeMs?: number } {
    const { answeredMs, appendedMs } = this;
    return {
      ...(answeredMs === undefined ? {} : { storeAnswerAgeMs: ageMs(answeredMs) }),
      ...(appendedMs === undefined ? {} : { storeAppendAgeMs: ageMs(appendedMs) }),
    };
  }

  /** For the details of readiness: `subscription.<its streams>` and what keeps it from going on. */
  get details(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.troubles].map(([name, what]) => [`subscription.${name}`, what]));
  }

  /** Hears how the store's subscriptions fare. */
  hearing({ subscriptionEnds }: Metrics): SubscriptionObserver {
    return {
      ended: (reason) => subscriptionEnds.inc({ reason }),
      troubled: (name, problem) => {
        if (problem === undefined) this.troubles.delete(name);
        else this.troubles.set(name, problem);
      },
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
