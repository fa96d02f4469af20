import { connect, credsAuthenticator, type NatsConnection } from 'nats';
import type { AnsweredCommand, SystemDetails, SystemKeyIssued } from '@contracts';
import { agencyToken } from '@domain/codes';
import { bodyOf, type Edge } from './edge';
import type { Province } from './province';
import { systemOf } from './valid-systems';

/** What stands in a message. */
export interface SentBody {
  readonly officer?: string;
  readonly target?: unknown;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** A signature takes longest. */
const answerWithinMs = 60_000;

/** One connected system at work. */
export class SystemOnBus {
  constructor(
    readonly details: SystemDetails,
    readonly connection: NatsConnection,
    readonly creds: string,
  ) {}

  get systemId(): string {
    return this.details.systemId;
  }

  subject(agency: string, operation: string): string {
    return `commands.${this.systemId}.${agencyToken(agency)}.${operation}`;
  }

  send(agency: string, operation: string, said: SentBody): Promise<AnsweredCommand> {
    return this.say(agency, operation, JSON.stringify(said));
  }

  /** Any text, JSON or not. */
  async say(agency: string, operation: string, text: string | Uint8Array): Promise<AnsweredCommand> {
    const payload = typeof text === 'string' ? Buffer.from(text) : text;
    const options = { timeout: answerWithinMs };
    const answer = await this.connection.request(this.subject(agency, operation), payload, options);
    return answer.json<AnsweredCommand>();
  }
}

/** Registers systems, has them approved, and connects them with keys of their own. The bus has to have accounts. */
export class SystemsOnBus {
  private readonly opened: NatsConnection[] = [];

  constructor(
    private readonly province: Province,
    private readonly edge: Edge,
  ) {}

  async connected(agency: string, over: object = {}): Promise<SystemOnBus> {
    const leader = await this.edge.as(agency, 'Leader');
    const operator = await this.edge.as('H99', 'Operator');
    const registered = await leader.post<{ systemId: string }>('/systems', { ...systemOf(agency), ...over });
    const path = `/systems/${bodyOf(registered).systemId}`;
    bodyOf(await operator.post(`${path}/approval`));
    const { creds = '' } = bodyOf(await leader.post<SystemKeyIssued>(`${path}/keys`));
    const details = bodyOf(await leader.get<SystemDetails>(path));
    return new SystemOnBus(details, await this.entered(creds, details.inboxPrefix), creds);
  }

  /** One more connection of a system, for which its account holds as it is now. */
  async again({ creds, details }: SystemOnBus): Promise<SystemOnBus> {
    return new SystemOnBus(details, await this.entered(creds, details.inboxPrefix), creds);
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((connection) => connection.close()));
  }

  /** As soon as the servers know the system, within 10 s of what was decided. */
  async entered(creds: string, inboxPrefix: string): Promise<NatsConnection> {
    const deadline = Date.now() + 10_000;
    const servers = this.province.nats.url;
    for (;;) {
      try {
        const authenticator = credsAuthenticator(Buffer.from(creds));
        const connection = await connect({ servers, authenticator, inboxPrefix, reconnect: false });
        this.opened.push(connection);
        return connection;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }
}
