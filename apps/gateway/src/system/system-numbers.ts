import type { Requester } from '@adapters/messaging';
import { metricsSubject, services } from '@contracts';
import { type Metrics, type MetricsAnswer, metricsOf, metricsPage } from '@runtime';
import { askOfService } from './ask-of-service';

/** Many who ask cost one question to the services. */
const keptMs = 1_000;

/** The numbers of every process on one page. A service that does not answer is left out; readiness says why. */
export class SystemNumbers {
  private gathered: Promise<string> | undefined;

  constructor(
    private readonly requester: Requester,
    private readonly own: Metrics,
  ) {}

  /** At most a second old. */
  page(): Promise<string> {
    this.gathered ??= this.gather().finally(() => {
      setTimeout(() => (this.gathered = undefined), keptMs).unref();
    });
    return this.gathered;
  }

  private async gather(): Promise<string> {
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
