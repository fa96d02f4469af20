import { Counter } from 'prom-client';
import type { NatsConnection } from '@adapters/messaging';
import { userKeyIn, userKeyOf, type Violation, violations } from '@adapters/messaging/access';
import { FewLines, type Log } from '@runtime';
import { onceIn, type Registry } from '../once-in';
import type { FoldedSystems } from './folded-systems';

export interface RefusalsParts {
  readonly log: Log;
  readonly registry: Registry;
  /** Where the server logs; without it nobody knows what systems try beside their permissions. */
  readonly natsLogFile: string | undefined;
}

/** Of one connection to the servers. */
interface Asked {
  readonly servers: NatsConnection;
  readonly systems: Pick<FoldedSystems, 'withKey'>;
}

const systemsShownMax = 10;
const subjectCharactersMax = 200;
/** Of connections it is remembered whose they are. */
const connectionsMax = 1_000;

/** What servers refuse to systems: connections, and subjects that they may not use. */
export class Refusals {
  private readonly connections: Counter;
  private readonly subjects: Counter<'how'>;
  private readonly counts = { connections: 0, subjects: 0 };
  /** Ids of systems that were refused something, the latest last. */
  private readonly concerned = new Set<string>();
  private readonly lines = new FewLines<string>();
  private isReading: boolean;

  constructor(private readonly parts: RefusalsParts) {
    const { registry, natsLogFile } = parts;
    this.isReading = natsLogFile !== undefined;
    const registers = [registry];
    this.connections = onceIn(
      registry,
      'lienthong_bus_refused_connections_total',
      (name) => new Counter({ name, help: 'Connections that a server of the bus refused', registers }),
    );
    const help = 'Subjects that a server of the bus refused, by publish and subscribe';
    this.subjects = onceIn(
      registry,
      'lienthong_bus_refused_subjects_total',
      (name) => new Counter({ name, help, labelNames: ['how'], registers }),
    );
  }

  /** Since the start of the process. */
  get details(): Readonly<Record<string, string | number>> {
    const { connections, subjects } = this.counts;
    return {
      'systems.refusedConnections': connections,
      'systems.refusedSubjects': this.isReading ? subjects : 'not watched',
      ...(this.concerned.size > 0 && { 'systems.refused': [...this.concerned].reverse().join(' ') }),
    };
  }

  /** Until the signal aborts, and the connection is closed. */
  async hear(asked: Asked, signal: AbortSignal): Promise<void> {
    const { natsLogFile, log } = this.parts;
    const unreadable = (error: unknown) => {
      this.isReading = false;
      log.error(
        { err: error as Error },
        'the log of nats-server cannot be read: nobody counts what systems try',
      );
    };
    const reading =
      natsLogFile === undefined
        ? undefined
        : this.hearOfSubjects(asked, natsLogFile, signal).catch(unreadable);
    await Promise.all([this.hearOfConnections(asked), reading]);
  }

  /** Servers tell of each connection that showed nothing good, with what it showed. */
  private async hearOfConnections({ servers, systems }: Asked): Promise<void> {
    for await (const message of servers.subscribe('$SYS.SERVER.*.CLIENT.AUTH.ERR')) {
      const { client, reason } = message.json<{
        readonly client?: { readonly host?: string; readonly name?: string; readonly jwt?: string };
        readonly reason?: string;
      }>();
      this.counts.connections += 1;
      this.connections.inc();
      const fields = { host: client?.host, client: client?.name, reason };
      const systemId = systems.withKey(userKeyIn(client?.jwt ?? ''))?.systemId;
      this.tell(systemId, fields, 'a server of the bus refused a connection');
    }
  }

  private async hearOfSubjects(asked: Asked, logFile: string, signal: AbortSignal): Promise<void> {
    const owners = new Owners(asked);
    this.isReading = true;
    for await (const violation of await violations(logFile, { signal })) {
      const { how, subject } = violation;
      this.counts.subjects += 1;
      this.subjects.inc({ how });
      const systemId = await owners.of(violation);
      const fields = { how, subject: subject.slice(0, subjectCharactersMax) };
      this.tell(systemId, fields, 'a system tried a subject that it may not use');
    }
  }

  private tell(systemId: string | undefined, fields: object, words: string): void {
    if (systemId !== undefined) {
      this.concerned.delete(systemId);
      this.concerned.add(systemId);
      const [oldest] = this.concerned;
      if (this.concerned.size > systemsShownMax && oldest !== undefined) this.concerned.delete(oldest);
    }
    const line = this.lines.next(`${words} ${systemId}`);
    if (line !== undefined) this.parts.log.warn({ systemId, ...fields, ...line }, words);
  }
}

/** Systems behind connections, as one server knows them. */
class Owners {
  private readonly known = new Map<string, string | undefined>();

  constructor(private readonly asked: Asked) {}

  async of(violation: Violation): Promise<string | undefined> {
    const { servers, systems } = this.asked;
    const connection = `${violation.run} ${violation.connection}`;
    if (this.known.has(connection)) return this.known.get(connection);
    try {
      const systemId = systems.withKey(await userKeyOf(servers, violation))?.systemId;
      if (this.known.size >= connectionsMax) this.known.clear();
      this.known.set(connection, systemId);
      return systemId;
    } catch {
      // No answer in time: the next line of the connection has it asked again.
      return undefined;
    }
  }
}
