import type { NatsConnection } from 'nats';

const contacts = new WeakMap<NatsConnection, BusContact>();

/**
 * Whether a connection reaches its server, as the client notices: at once when the connection breaks, within 6 s when
 * the server is silent. One watch for each connection, whoever asks.
 */
export class BusContact {
  private isAway = false;
  private since = performance.now();

  private constructor(private readonly connection: NatsConnection) {
    void this.watch();
  }

  static of(connection: NatsConnection): BusContact {
    const known = contacts.get(connection) ?? new BusContact(connection);
    contacts.set(connection, known);
    return known;
  }

  get state(): 'connected' | 'disconnected' | 'closed' {
    if (this.connection.isClosed() || this.connection.isDraining()) return 'closed';
    return this.isAway ? 'disconnected' : 'connected';
  }

  /** How long it has been in this state, milliseconds; of a connection, since it was first asked for. */
  get ageMs(): number {
    return Math.round(performance.now() - this.since);
  }

  private async watch(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      const happened = type as string;
      if (happened === 'disconnect' || happened === 'reconnect') this.turned(happened === 'disconnect');
    }
  }

  private turned(isAway: boolean): void {
    if (isAway !== this.isAway) this.since = performance.now();
    this.isAway = isAway;
  }
}
