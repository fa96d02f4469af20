import { healthSubject, services, type ServiceName } from '@contracts';
import type { NatsConnection, Requester } from '@adapters/messaging';
import type { HealthAnswer } from '@runtime';
import type { Scrubber } from '../contents/scrubber';
import { askOfService } from './ask-of-service';

/** One part of the system as it answers now. */
export interface PartReadiness {
  readonly ready: boolean;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface WholeReadiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartReadiness>>;
}

/** Asks every service; each says how its store and its read models are. A part that does not answer is not ready. */
export class SystemReadiness {
  constructor(
    private readonly requester: Requester,
    private readonly connection: NatsConnection,
    private readonly scrubber: Scrubber,
  ) {}

  async look(): Promise<WholeReadiness> {
    const bus: PartReadiness = {
      ready: !this.connection.isClosed() && !this.connection.isDraining(),
      details: {},
    };
    const asked = await Promise.all(
      services.map(async (service): Promise<[string, PartReadiness]> => [service, await this.ask(service)]),
    );
    // Damaged contents are for an operator to restore; everything else goes on.
    const contents: PartReadiness = { ready: true, details: this.scrubber.details };
    const parts = Object.fromEntries([['bus-connection', bus], ['contents', contents], ...asked]);
    return { ready: Object.values(parts).every((part) => part.ready), parts };
  }

  private async ask(service: ServiceName): Promise<PartReadiness> {
    try {
      const answer = await askOfService<HealthAnswer>(this.requester, healthSubject(service));
      if (!answer.ok) return { ready: false, details: { problem: answer.refused } };
      const { ready, store, details } = answer.answer;
      return { ready, details: { store, ...details } };
    } catch (error) {
      return {
        ready: false,
        details: { problem: (error as { reason?: string }).reason ?? 'no-answer-in-time' },
      };
    }
  }
}
