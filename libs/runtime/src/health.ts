import { BusContact } from '@adapters/messaging';
import type { Found, ServiceName } from '@contracts';
import { type DiskSpace, diskSpaceOf } from './disk-space';
import { type Instance, thisInstance } from './instance';
import type { ServiceContext } from './service-context';
import { within } from './within';

export interface Readiness {
  readonly ready: boolean;
  /**
   * Shown to operators: positions, lags, counts. Of a follower its name says its state, `<name>.lagMs` how far it is
   * behind, `<name>.parked` what it set aside, `<name>.problem` why it stopped.
   */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** What else must be so before a service is ready. A root module may provide it; it answers within 2 s. */
export abstract class ReadinessProbe {
  abstract probe(): Promise<Readiness>;
}

/** Answer on `<service>.health.v1`, of one instance. Ages and bytes are whole numbers. */
export interface HealthAnswer extends Readiness, Instance {
  readonly service: ServiceName;
  readonly store: 'up' | 'down';
  /** Since the store answered this process last, and since it last had an append on its disk. */
  readonly storeAnswerAgeMs?: number;
  readonly storeAppendAgeMs?: number;
  /** Of the connection that its process works with; that this answer arrives says that there is another. */
  readonly bus: BusContact['state'];
  readonly busAgeMs: number;
  /** Of the data folder, where the process has one. */
  readonly disk?: DiskSpace;
}

const probeLimitMs = 2_000;

type Asked = Pick<ServiceContext, 'store' | 'storeContact' | 'connection' | 'configuration'>;

/** Asks the store and the probe, each within the limit. Never throws: what does not answer is not ready. */
export async function healthOf(
  service: ServiceName,
  { store, storeContact, connection, configuration }: Asked,
  probe: ReadinessProbe | undefined,
): Promise<Found<HealthAnswer>> {
  const [storeIsUp, { ready, details }, disk] = await Promise.all([
    within(probeLimitMs, async () => store.ping().then(() => true)).catch(() => false),
    within(probeLimitMs, async () => probe?.probe() ?? { ready: true, details: {} }).catch(
      (error: unknown): Readiness => ({
        ready: false,
        details: { problem: error instanceof Error ? error.message : String(error) },
      }),
    ),
    within(probeLimitMs, () => diskSpaceOf(configuration.dataDir)).catch(() => undefined),
  ]);
  const bus = BusContact.of(connection);
  const answer: HealthAnswer = {
    service,
    ...thisInstance,
    ready: storeIsUp && ready && bus.state === 'connected',
    store: storeIsUp ? 'up' : 'down',
    ...storeContact.ages,
    bus: bus.state,
    busAgeMs: bus.ageMs,
    ...(disk === undefined ? {} : { disk }),
    details: { ...details, ...storeContact.details },
  };
  return { ok: true, answer };
}
