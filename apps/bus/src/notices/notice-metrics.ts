import { Counter, Gauge } from 'prom-client';
import type { NoticeWay } from '@domain/codes';
import type { Metrics } from '@runtime';
import type { Outcome } from './telling/tries.policy';

type Registry = Metrics['registry'];

/** A registry holds each name once; a service started again in its process goes on counting. */
const once = <M>(registry: Registry, name: string, make: (name: string) => M): M =>
  (registry.getSingleMetric(name) as M | undefined) ?? make(name);

/** What an operator sees of notices to officers. */
export class NoticeMetrics {
  private readonly tries: Counter;
  private readonly parkings: Counter;
  private readonly open: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.tries = once(registry, 'lienthong_notice_tries_total', (name) => {
      const help = 'Letters posted to officers, by way and by what came of it';
      return new Counter({ name, help, labelNames: ['way', 'outcome'], registers });
    });
    this.parkings = once(registry, 'lienthong_notice_parked_total', (name) => {
      const help = 'Letters to officers that nobody took until the limit, or that will never be taken';
      return new Counter({ name, help, labelNames: ['way'], registers });
    });
    this.open = once(registry, 'lienthong_notice_open', (name) => {
      return new Gauge({ name, help: 'Letters to officers that are not taken yet', registers });
    });
  }

  tried(way: NoticeWay, { came }: Outcome): void {
    this.tries.inc({ way, outcome: came });
  }

  parked(way: NoticeWay): void {
    this.parkings.inc({ way });
  }

  waiting(count: number): void {
    this.open.set(count);
  }
}
