import { Counter, Gauge } from 'prom-client';
import { onceIn, type Registry } from '../once-in';

/** What an operator sees of the relay. */
export class RelayMetrics {
  readonly published: Counter;
  readonly position: Gauge;
  /** 1 while it waits for room in the stream, for JetStream, or for numbers. */
  readonly waiting: Gauge;
  /** 1 while it waits for the read models to number facts. */
  readonly waitingForNumbers: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    const gauge = (of: string, help: string): Gauge =>
      onceIn(registry, of, (name) => new Gauge({ name, help, registers }));
    this.published = onceIn(
      registry,
      'lienthong_relay_published_total',
      (name) => new Counter({ name, help: 'Copies of public facts given to JetStream', registers }),
    );
    this.position = gauge('lienthong_relay_position', 'Commit position the relay has reached');
    this.waiting = gauge('lienthong_relay_waiting', '1 while the relay waits for PUBLIC or for numbers');
    this.waitingForNumbers = gauge(
      'lienthong_relay_waiting_for_numbers',
      '1 while the relay waits for the read models to number facts',
    );
  }
}
