import { Counter, Gauge, Histogram } from 'prom-client';
import { onceIn, type Registry } from '../once-in';
import type { SendOutcome } from './sending/sender';
import { isTaken } from './sending/tries';

/** What an operator sees of webhooks. */
export class WebhookMetrics {
  private readonly tries: Counter;
  private readonly parkings: Counter;
  private readonly delay: Histogram;
  private readonly inFlight: Gauge;
  private readonly failing: Gauge;
  private counts: () => { readonly inFlight: number; readonly failing: number } = () => ({
    inFlight: 0,
    failing: 0,
  });

  constructor(registry: Registry) {
    const registers = [registry];
    const gauge = (name: string, help: string, value: () => number): Gauge =>
      onceIn(registry, name, () => {
        const collect = function (this: Gauge): void {
          this.set(value());
        };
        return new Gauge({ name, help, registers, collect });
      });
    this.tries = onceIn(
      registry,
      'lienthong_webhook_tries_total',
      (name) =>
        new Counter({
          name,
          help: 'Messages sent to webhooks, by what came of it',
          labelNames: ['outcome'],
          registers,
        }),
    );
    this.parkings = onceIn(
      registry,
      'lienthong_webhook_parked_total',
      (name) =>
        new Counter({ name, help: 'Webhooks parked because nothing was taken until the limit', registers }),
    );
    this.delay = onceIn(
      registry,
      'lienthong_webhook_delay_seconds',
      (name) =>
        new Histogram({
          name,
          help: 'From the recording of a fact to the end of the try that was taken',
          buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600],
          registers,
        }),
    );
    this.inFlight = gauge(
      'lienthong_webhook_in_flight',
      'Webhooks being worked on',
      () => this.counts().inFlight,
    );
    this.failing = gauge(
      'lienthong_webhook_failing',
      'Webhooks whose last try failed',
      () => this.counts().failing,
    );
  }

  tried(outcome: SendOutcome): void {
    const label = isTaken(outcome) ? 'taken' : 'problem' in outcome ? outcome.problem : 'answered';
    this.tries.inc({ outcome: label });
  }

  taken(delayMs: number): void {
    this.delay.observe(Math.max(0, delayMs) / 1_000);
  }

  parked(): void {
    this.parkings.inc();
  }

  /** Asked with each reading of the gauges. */
  watch(counts: WebhookMetrics['counts']): void {
    this.counts = counts;
  }
}
