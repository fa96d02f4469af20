import type { Found, ServiceName } from '@contracts';
import type { EventStore } from '@adapters/event-store';

export interface Readiness {
  readonly ready: boolean;
  /** Shown to operators: positions, lags, counts. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** What else must be so before a service is ready. A root module may provide it; it answers within 2 s. */
export abstract class ReadinessProbe {
  abstract probe(): Promise<Readiness>;
}

/** Answer on `<service>.health.v1`. That it arrives says that the bus is up. */
export interface HealthAnswer extends Readiness {
  readonly service: ServiceName;
  readonly store: 'up' | 'down';
  readonly bus: 'up';
}

export const probeLimitMs = 2_000;

/** Asks the store and the probe, each within the limit. Never throws: what does not answer is not ready. */
export async function healthOf(
  service: ServiceName,
  store: Pick<EventStore, 'ping'>,
  probe: ReadinessProbe | undefined,
): Promise<Found<HealthAnswer>> {
  const [storeIsUp, readiness] = await Promise.all([
    within(probeLimitMs, async () => store.ping().then(() => true)).catch(() => false),
    within(probeLimitMs, async () => probe?.probe() ?? { ready: true, details: {} }).catch(
      (error: unknown): Readiness => ({
        ready: false,
        details: { problem: error instanceof Error ? error.message : String(error) },
      }),
    ),
  ]);
  const answer: HealthAnswer = {
    service,
    ready: storeIsUp && readiness.ready,
    store: storeIsUp ? 'up' : 'down',
    bus: 'up',
    details: readiness.details,
  };
  return { ok: true, answer };
}

/** @throws Error after `limitMs` milliseconds; the work goes on unheard. */
async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
