import { type CustomStrategy, NatsContext, ServerNats } from '@nestjs/microservices';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { type Doubt, refusedBy, type ServiceName, unproven } from '@contracts';
import { connectionOptions, type NatsAddress } from './connection';
import { doubtOf } from './doubt-of';
import { withGatheredWrites } from './gathered-writes';
import { encodeMessage } from './message-size';
import type { Signing } from './signing';

interface Packet {
  readonly response?: unknown;
  readonly err?: unknown;
}

/** A message and what it was answered with. */
export interface Answered {
  readonly subject: string;
  readonly headers: Msg['headers'];
  readonly reply: unknown;
  /** From taking the message to its answer. */
  readonly seconds: number;
}

export interface ServiceServerOptions {
  /** Proves every message before anything of it is looked at: there is no server without. */
  readonly signing: Signing;
  /** Told of each message that is refused because of that. */
  readonly doubted?: (subject: string, doubt: Doubt) => void;
  /** Milliseconds messages in work may take to be answered after no new ones are taken. Default 4,000. */
  readonly drainMs?: number;
  /** Of the process that the service runs in, which closes it; without it the service connects for itself. */
  readonly connection?: NatsConnection;
  /** Told of every answer, just before it is sent. */
  readonly answered?: (answered: Answered) => void;
}

/**
 * Nest's NATS server, except: bytes that are no packet do not end the process, a reply over the limit is answered as
 * a failure instead of thrown into nowhere, closing first stops taking, then answers what it has, a message goes to its
 * handler and back without streams and queues, for there is one answer to each, and goes there only when it is proven
 * who sent it.
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
    private readonly serving: ServiceServerOptions,
  ) {
    super({
      ...(connectionOptions(address, service) as Record<string, unknown>),
      queue: service,
    });
  }

  override async createNatsClient(): Promise<NatsConnection> {
    this.connection =
      this.serving.connection ?? withGatheredWrites((await super.createNatsClient()) as NatsConnection);
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

  override async close(): Promise<void> {
    const { connection } = this;
    if (connection === undefined) return;
    if (!connection.isClosed()) {
      // Draining takes what the server has sent already; unsubscribing would drop it unanswered.
      const drained = Promise.all(this.taking.map((subscription) => subscription.drain()));
      await Promise.race([drained.catch(() => undefined), after(1_000)]);
      await Promise.race([this.idle(), after(this.serving.drainMs ?? 4_000)]);
      await Promise.race([connection.flush().catch(() => undefined), after(1_000)]);
    }
    this.connection = undefined;
    // Another's connection stays open: who else works on it goes on.
    if (this.serving.connection === undefined) await super.close();
  }

  private take(channel: string, message: Msg): void {
    const doubt = doubtOf(this.serving.signing, message);
    if (doubt !== undefined) return this.refuse(message, doubt);
    this.inWork.add(message);
    const startedMs = performance.now();
    this.packetFor(channel, message)
      .then((packet) => this.answer(message, packet, startedMs))
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.finish(message));
  }

  /** A stranger hears of it at an inbox alone: elsewhere our answer would speak for us. */
  private refuse(message: Msg, doubt: Doubt): void {
    this.serving.doubted?.(message.subject, doubt);
    if (message.reply?.startsWith('_INBOX') === true) this.respond(message, { response: unproven(doubt) });
  }

  private async packetFor(channel: string, message: Msg): Promise<Packet> {
    const handler = this.messageHandlers.get(channel);
    const result: unknown = await handler?.(
      dataIn(message.data),
      new NatsContext([message.subject, message.headers]),
    );
    if (!isStream(result)) return { response: result };
    return lastOf(result).then(
      (response) => ({ response }),
      (err: unknown) => ({ err }),
    );
  }

  private answer(message: Msg, packet: Packet, startedMs: number): void {
    const { subject, headers } = message;
    const seconds = (performance.now() - startedMs) / 1000;
    this.serving.answered?.({ subject, headers, reply: packet.response, seconds });
    this.respond(message, packet);
  }

  private respond(message: Msg, packet: Packet): void {
    const isOpen = this.connection?.isClosed() === false;
    if (isOpen && message.reply)
      message.respond(this.encoded(message.subject, { ...packet, isDisposed: true }));
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

  private encoded(subject: string, packet: Packet & { readonly isDisposed: true }): Uint8Array {
    try {
      return encodeMessage(subject, packet);
    } catch (error) {
      this.logger.error(error);
      return encodeMessage(subject, { ...packet, response: refusedBy('service', 'failed') });
    }
  }
}

/** What Nest answers with when a filter has turned an error into a value. */
interface Stream {
  subscribe(listener: { next(value: unknown): void; error(error: unknown): void; complete(): void }): unknown;
}

const isStream = (result: unknown): result is Stream =>
  typeof (result as Partial<Stream> | undefined)?.subscribe === 'function';

const lastOf = (stream: Stream): Promise<unknown> =>
  new Promise((resolve, reject) => {
    let last: unknown;
    stream.subscribe({
      next: (value) => (last = value),
      error: reject,
      complete: () => resolve(last),
    });
  });

const decoder = new TextDecoder();

/** Of a packet whatever the bytes: what is no JSON becomes a request without target and body, which shapes refuse. */
function dataIn(bytes: Uint8Array): unknown {
  try {
    const { data } = JSON.parse(decoder.decode(bytes)) as { data?: unknown };
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return {};
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
  options: ServiceServerOptions,
): CustomStrategy & { readonly strategy: ServiceServer } => ({
  strategy: new ServiceServer(address, service, options),
});
