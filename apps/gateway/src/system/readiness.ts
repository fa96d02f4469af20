import { BusContact, type NatsConnection, type Requester } from '@adapters/messaging';
import { healthSubject, type PartHealth, type ServiceName, services, type SystemHealth } from '@contracts';
import { type Configuration, diskSpaceOf, type HealthAnswer, thisInstance } from '@runtime';
import type { Scrubber } from '../contents/scrubber';
import { askOfService } from './ask-of-service';
import { followersIn, jetStreamIn } from './follower-health';

/** Many who ask cost one question; while something is missing, whoever waits for it hears of it soon. */
const keptMs = { ready: 1_000, notReady: 250 } as const;

export interface SystemReadinessParts {
  readonly requester: Requester;
  readonly connection: NatsConnection;
  readonly scrubber: Scrubber;
  readonly configuration: Pick<Configuration, 'dataDir'>;
}

/** Asks every service; each says how its store and its read models are. A part that does not answer is not ready. */
export class SystemReadiness {
  private asked: Promise<SystemHealth> | undefined;

  constructor(private readonly parts: SystemReadinessParts) {}

  /** At most a second old. */
  look(): Promise<SystemHealth> {
    this.asked ??= this.ask();
    return this.asked;
  }

  private async ask(): Promise<SystemHealth> {
    const askedAt = new Date().toISOString();
    const asked = services.map(async (service) => [service, await this.askOne(service)] as const);
    const [own, ...others] = await Promise.all([this.own(), ...asked]);
    const parts: Record<string, PartHealth> = Object.fromEntries([['gateway', own], ...others]);
    const ready = Object.values(parts).every((part) => part.ready);
    setTimeout(() => (this.asked = undefined), keptMs[ready ? 'ready' : 'notReady']).unref();
    const followers = followersIn(parts);
    const parked = followers.reduce((sum, follower) => sum + (follower.parked ?? 0), 0);
    return { ready, askedAt, parts, followers, parked, ...jetStreamIn(parts['bus']) };
  }

  /** Damaged contents are for an operator to restore; everything else goes on. */
  private async own(): Promise<PartHealth> {
    const { connection, scrubber, configuration } = this.parts;
    const { state, ageMs } = BusContact.of(connection);
    const disk = await diskSpaceOf(configuration.dataDir);
    const bus = { bus: state, busAgeMs: ageMs, ...(disk === undefined ? {} : { disk }) };
    return { ready: state === 'connected', ...thisInstance, ...bus, details: scrubber.details };
  }

  private async askOne(service: ServiceName): Promise<PartHealth> {
    try {
      const answer = await askOfService<HealthAnswer>(this.parts.requester, healthSubject(service));
      if (!answer.ok) return { ready: false, details: { problem: answer.refused } };
      const { service: _, ...health } = answer.answer;
      return health;
    } catch (error) {
      return {
        ready: false,
        details: { problem: (error as { reason?: string }).reason ?? 'no-answer-in-time' },
      };
    }
  }
}
