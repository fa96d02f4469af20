import { type CustomStrategy, ServerNats } from '@nestjs/microservices';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { refusedBy, type ServiceName } from '@contracts';
import { connectionOptions, type NatsAddress } from './connection';
import { encodeMessage } from './message-size';

interface Packet {
  readonly id?: string;
  readonly response?: unknown;
  readonly err?: unknown;
  readonly isDisposed?: boolean;
}

type Publisher = (packet: Packet) => unknown;

export interface ServiceServerLimits {
  /** Milliseconds messages in work may take to be answered after no new ones are taken. Default 4,000. */
  readonly drainMs?: number;
}

/**
 * Nest's NATS server, except: bytes that are no packet do not end the process, a reply over the limit is answered as
 * a failure instead of thrown into nowhere, and closing first stops taking, then answers what it has.
 */
export class ServiceServer extends ServerNats {
  private connection: NatsConnection | undefined;
  private readonly taking: Subscription[] = [];
  /** Taken and not yet answered. */
  private readonly inWork = new Set<Msg>();
  private onIdle: (() => void) | undefined;

  constructor(
    address: NatsAddress,
    private readonly service: ServiceName,
    private readonly limits: ServiceServerLimits = {},
  ) {
    super({
      ...(connectionOptions(address, service) as Record<string, unknown>),
      queue: service,
      deserializer: { deserialize: packetOf },
    });
  }

  override async createNatsClient(): Promise<NatsConnection> {
    this.connection = (await super.createNatsClient()) as NatsConnection;
    return this.connection;
  }

  /** Listening only once the server knows the subscriptions: who asks right after that is heard. */
  override start(callback: (error?: unknown) => void): void {
    const connection = this.connection as NatsConnection;
    this.bindEvents(connection);
    connection.flush().then(() => callback(), callback);
  }

  /** One queue group for each service: of several instances one answers. */
  override bindEvents(client: NatsConnection): void {
    for (const channel of this.messageHandlers.keys()) {
      const callback = (error: Error | null, message: Msg) => {
        if (error) return void this.logger.error(error);
        this.take(channel, message);
      };
      this.taking.push(client.subscribe(channel, { queue: this.service, callback }));
    }
  }

  override getPublisher(message: Msg): Publisher {
    return (packet) => {
      const open = this.connection !== undefined && !this.connection.isClosed();
      const says = packet.response !== undefined || packet.err !== undefined;
      if (open && says && message.reply) message.respond(this.encoded(message.subject, packet));
      this.finish(message);
    };
  }

  override async close(): Promise<void> {
    const { connection } = this;
    if (connection === undefined) return;
    if (!connection.isClosed()) {
      // Draining takes what the server has sent already; unsubscribing would drop it unanswered.
      const drained = Promise.all(this.taking.map((subscription) => subscription.drain()));
      await Promise.race([drained.catch(() => undefined), after(1_000)]);
      await Promise.race([this.idle(), after(this.limits.drainMs ?? 4_000)]);
      await Promise.race([connection.flush().catch(() => undefined), after(1_000)]);
    }
    this.connection = undefined;
    await super.close();
  }

  private take(channel: string, message: Msg): void {
    this.inWork.add(message);
    this.handleMessage(channel, message).then(
      () => message.reply ?? this.finish(message),
      (error: unknown) => {
        this.logger.error(error);
        this.finish(message);
      },
    );
  }

  private finish(message: Msg): void {
    this.inWork.delete(message);
    if (this.inWork.size === 0) this.onIdle?.();
  }

  private idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.inWork.size === 0) resolve();
      else this.onIdle = resolve;
    });
  }

  private encoded(subject: string, packet: Packet): Uint8Array {
    try {
      return encodeMessage(subject, packet);
    } catch (error) {
      this.logger.error(error);
      return encodeMessage(subject, { ...packet, response: refusedBy('service', 'failed') });
    }
  }
}

const decoder = new TextDecoder();

/**
 * A packet whatever the bytes: what is no JSON becomes a request without target and body, which the shapes refuse.
 */
function packetOf(bytes: Uint8Array, options?: { channel?: string }) {
  const request = { pattern: options?.channel, id: 'unnamed', data: {} as unknown };
  try {
    const { data, id } = JSON.parse(decoder.decode(bytes)) as { data?: unknown; id?: unknown };
    return {
      ...request,
      data: typeof data === 'object' && data !== null ? data : {},
      id: typeof id === 'string' ? id : request.id,
    };
  } catch {
    return request;
  }
}

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

/** Options of `NestFactory.createMicroservice`: NATS, one queue group named as the service. */
export const natsServerOptions = (
  address: NatsAddress,
  service: ServiceName,
  limits?: ServiceServerLimits,
): CustomStrategy & { readonly strategy: ServiceServer } => ({
  strategy: new ServiceServer(address, service, limits),
});
