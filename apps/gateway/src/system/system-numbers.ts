import { metricsSubject, services } from '@contracts';
import type { Requester } from '@adapters/messaging';
import { metricsOf, metricsPage, type Metrics, type MetricsAnswer } from '@runtime';
import { askOfService } from './ask-of-service';

/** The numbers of every process on one page. A service that does not answer is left out; readiness says why. */
export class SystemNumbers {
  constructor(
    private readonly requester: Requester,
    private readonly own: Metrics,
  ) {}

  async page(): Promise<string> {
    const asked = services.map((service) =>
      askOfService<MetricsAnswer>(this.requester, metricsSubject(service)).catch(() => undefined),
    );
    const answered = (await Promise.all(asked)).flatMap((reply) =>
      reply?.ok === true ? [reply.answer] : [],
    );
    // Last, so that of a process that is this one the numbers of this moment stand.
    return metricsPage([...answered, (await metricsOf(this.own)).answer]);
  }
}
