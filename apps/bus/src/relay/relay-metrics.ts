import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '@runtime';

type Registry = Metrics['registry'];

/** A registry holds each name once; a service started again in its process goes on counting. */
const once = <M>(registry: Registry, name: string, make: () => M): M =>
  (registry.getSingleMetric(name) as M | undefined) ?? make();

/** What an operator sees of the relay. */
export class RelayMetrics {
  readonly published: Counter;
  readonly position: Gauge;
  /** 1 while it waits for room in the stream or for JetStream. */
  readonly waiting: Gauge;
  /** 1 while it waits for the read models to number facts. */
  readonly waitingForNumbers: Gauge;
  /** Connections to the bus with credentials that are no good, of whomever. */
  readonly refused: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    const [published, position, waiting, waitingForNumbers, refused] = [
      'lienthong_relay_published_total',
      'lienthong_relay_position',
      'lienthong_relay_waiting',
      'lienthong_relay_waiting_for_numbers',
      'lienthong_bus_refused_connections_total',
    ];
    this.published = once(
      registry,
      published,
      () => new Counter({ name: published, help: 'Copies of public facts given to JetStream', registers }),
    );
    this.position = once(
      registry,
      position,
      () => new Gauge({ name: position, help: 'Commit position the relay has reached', registers }),
    );
    this.waiting = once(
      registry,
      waiting,
      () =>
        new Gauge({ name: waiting, help: '1 while the relay waits for PUBLIC or for numbers', registers }),
    );
    const help = '1 while the relay waits for the read models to number facts';
    this.waitingForNumbers = once(
      registry,
      waitingForNumbers,
      () => new Gauge({ name: waitingForNumbers, help, registers }),
    );
    const refusing = 'Connections that a server of the bus refused';
    this.refused = once(registry, refused, () => new Counter({ name: refused, help: refusing, registers }));
  }
}
