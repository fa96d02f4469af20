import type { NatsConnection } from 'nats';

/** What the client writes with. */
interface Writing {
  readonly protocol: {
    readonly outbound: { size(): number };
    readonly pendingLimit: number;
    flushPending(): void;
    close(): Promise<void>;
  };
}

/**
 * Has the client write once in a turn of the event loop. It writes at the end of each piece of work, and each write is
 * a call of the system that wakes the server: under load they were the largest cost of a command. What one turn says
 * goes together instead; nothing waits longer than that, and what fills a buffer goes at once.
 */
export function withGatheredWrites(connection: NatsConnection): NatsConnection {
  const { protocol } = connection as unknown as Writing;
  const write = protocol.flushPending.bind(protocol);
  const close = protocol.close.bind(protocol);
  let isDue = false;
  const writeDue = (): void => {
    isDue = false;
    write();
  };
  protocol.flushPending = () => {
    if (protocol.outbound.size() >= protocol.pendingLimit) return write();
    if (!isDue) setImmediate(writeDue);
    isDue = true;
  };
  protocol.close = () => {
    write();
    return close();
  };
  return connection;
}
