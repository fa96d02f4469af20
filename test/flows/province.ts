import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { DynamicModule } from '@nestjs/common';
import { type ContentStore, FileContentStore } from '@adapters/content-store';
import { type EventStore, isUnfollowed, startEmbeddedNode, type StoredEvent } from '@adapters/event-store';
import { isSystemRole } from '@adapters/identity';
import { makeBusKeys, type NatsServer, Requester, startNatsServer } from '@adapters/messaging';
import { openOwnOperator } from '@adapters/messaging/nats-server';
import {
  type Caller,
  type CommandReply,
  positionToken,
  type QueryReply,
  type ServiceName,
  type Subject,
  subjects,
} from '@contracts';
import { type ContentPart, type Role, roles, type Tier } from '@domain/codes';
import {
  type Clock,
  configuration,
  logTo,
  openServiceContext,
  type RunningService,
  type ServiceContext,
  startService,
} from '@runtime';
import { AuditModule } from '../../apps/audit/src/audit.module';
import { BusModule } from '../../apps/bus/src/bus.module';
import { DirectoryModule } from '../../apps/directory/src/directory.module';
import { DossiersModule } from '../../apps/dossiers/src/dossiers.module';
import { ExchangeModule } from '../../apps/exchange/src/exchange.module';
import { ReadModelsModule } from '../../apps/read-models/src/read-models.module';
import { createDatabase } from '../databases/database';
import { fittingSigner } from './fitting-signer';
import { noLimits } from './no-limits';

type ModuleOf = (context: ServiceContext) => DynamicModule;

/** Root modules by service. */
export const modules: Readonly<Record<ServiceName, ModuleOf>> = {
  directory: (context) => DirectoryModule.forRoot(context),
  exchange: (context) => ExchangeModule.forRoot(context),
  dossiers: (context) => DossiersModule.forRoot(context),
  'read-models': (context) => ReadModelsModule.forRoot(context),
  bus: (context) => BusModule.forRoot(context),
  audit: (context) => AuditModule.forRoot(context),
};

export interface ProvinceOptions {
  readonly services: readonly ServiceName[];
  /** Those that the test starts itself. */
  readonly later?: readonly ServiceName[];
  /** Whether the bus has accounts, so that systems connect with keys of their own. */
  readonly hasAccounts?: boolean;
  /** Replaces the system's clock. */
  readonly clock?: Clock;
  /** Settings by name of their variable, over those of the province. */
  readonly settings?: NodeJS.ProcessEnv;
  /** What the services are given instead of the store, over it. */
  readonly storeOver?: (store: EventStore) => EventStore;
}

/** One invented agency and its officers by role; the id of an officer is `<role in lower case>.<code>`. */
export interface Founded {
  readonly code: string;
  readonly name: string;
  readonly abbreviation: string;
  readonly tier: Tier;
  readonly parent?: string;
}

/** A small province: its committee, three departments and a commune, each with an officer for every role. */
export const smallProvince: readonly Founded[] = [
  { code: 'H99', name: 'Ủy ban nhân dân tỉnh Thử Nghiệm', abbreviation: 'UBND', tier: 'province' },
  { code: 'H99.1', name: 'Sở Tài chính', abbreviation: 'STC', tier: 'province', parent: 'H99' },
  { code: 'H99.2', name: 'Sở Xây dựng', abbreviation: 'SXD', tier: 'province', parent: 'H99' },
  { code: 'H99.3', name: 'Sở Y tế', abbreviation: 'SYT', tier: 'province', parent: 'H99' },
  { code: 'H99.4', name: 'Ủy ban nhân dân xã Bình An', abbreviation: 'UBX', tier: 'commune', parent: 'H99' },
];

export const officerRoles = roles.filter((role) => !isSystemRole(role));

export const officerId = (role: Role, agency: string): string => `${role.toLowerCase()}.${agency}`;

/** The answer of an accepted command or question. Throws with the whole reply when it was refused. */
export function accepted<A>(reply: CommandReply<A> | QueryReply<A>): A {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.answer;
}

/** One officer at work: asks the services in the name of their agency and role. */
export class Officer {
  constructor(
    private readonly requester: Requester,
    readonly agency: string,
    readonly role: Role,
    private readonly over: Partial<Caller> = {},
  ) {}

  /** As the edge would name this officer; without a key for questions. */
  caller(key?: string): Caller {
    return {
      actor: { agency: this.agency, officer: officerId(this.role, this.agency), role: this.role },
      correlationId: randomUUID(),
      causationId: randomUUID(),
      source: 'http',
      ...(key === undefined ? {} : { idempotencyKey: key }),
      ...this.over,
    };
  }

  /** The same officer, with other fields of the caller. */
  with(over: Partial<Caller>): Officer {
    return new Officer(this.requester, this.agency, this.role, { ...this.over, ...over });
  }

  command<A = unknown>(
    subject: Subject,
    target: object,
    body: object = {},
    key: string = randomUUID(),
  ): Promise<CommandReply<A>> {
    return this.requester.command<A>(subject, { target, body }, this.caller(key));
  }

  /** Asks again what is not visible yet: a slow machine may need longer than one question waits. */
  async query<A = unknown>(subject: Subject, target: object, body: object = {}): Promise<QueryReply<A>> {
    for (;;) {
      const reply = await this.queryOnce<A>(subject, target, body);
      if (reply.ok || reply.refused !== 'not-visible-yet') return reply;
    }
  }

  queryOnce<A = unknown>(subject: Subject, target: object, body: object = {}): Promise<QueryReply<A>> {
    return this.requester.query<A>(subject, { target, body }, this.caller());
  }
}

/**
 * The real parts on this machine: a nats-server, the embedded node in memory, contents in a temporary folder, and
 * the services asked for, in this process. `npm run build` has to have built the node.
 */
export class Province {
  readonly requester: Requester;
  readonly store: EventStore;
  readonly storeId: string;
  private readonly running = new Map<ServiceName, readonly RunningService[]>();
  private readonly waiting = new AbortController();

  private constructor(
    /** For what a test starts itself, such as the gateway. */
    readonly context: ServiceContext,
    readonly nats: NatsServer,
    readonly contentStore: ContentStore,
    /** Lines of the services' log, `warn` and worse. */
    readonly log: readonly string[],
    private readonly close: () => Promise<void>,
  ) {
    this.store = context.store;
    this.storeId = context.storeId;
    this.requester = new Requester(context.connection, fittingSigner(context.signing));
  }

  static async start(options: ProvinceOptions): Promise<Province> {
    const { services, later = [], clock, settings = {}, storeOver = (store) => store } = options;
    const closing: (() => Promise<void>)[] = [];
    const close = async () => {
      for (const step of closing.splice(0).reverse()) await step();
    };
    try {
      const folder = await mkdtemp(join(tmpdir(), 'province-'));
      closing.push(() => rm(folder, { recursive: true, force: true }));
      const isGiven = settings['DATABASE_URL'] !== undefined;
      const hasRows = [...services, ...later].includes('read-models');
      const database = hasRows && !isGiven ? await createDatabase() : undefined;
      if (database !== undefined) closing.push(() => database.drop());
      const node = await startEmbeddedNode();
      closing.push(() => node.stop());
      const keysDir = join(folder, 'identity', 'bus');
      const operator = options.hasAccounts ? await openOwnOperator(keysDir) : undefined;
      const nats = await startNatsServer({
        storeDir: join(folder, 'jetstream'),
        ...(operator && { operator }),
      });
      closing.push(() => nats.stop());
      await makeBusKeys(join(folder, 'identity', 'bus-keys'));
      const log: string[] = [];
      const config = configuration({
        EVENTSTORE_URL: node.url,
        NATS_URL: nats.url,
        ...(operator && {
          LIENTHONG_NATS_CREDS: operator.servicesCreds,
          LIENTHONG_NATS_KEYS_DIR: keysDir,
          LIENTHONG_NATS_LOG_FILE: join(folder, 'jetstream', 'nats-server.log'),
        }),
        LIENTHONG_DATA_DIR: folder,
        LIENTHONG_LOG_LEVEL: 'warn',
        ...noLimits,
        ...(database && { DATABASE_URL: database.url }),
        ...settings,
      });
      const lines = logTo({ write: (line) => void log.push(line) }, 'province', config.logLevel);
      const opened = await openServiceContext(config, lines, 'province');
      closing.push(() => opened.close());
      const context = { ...opened, store: storeOver(opened.store), clock: clock ?? opened.clock };
      const contents = await FileContentStore.open(join(folder, 'contents'));
      const province = new Province(context, nats, contents, log, close);
      for (const service of services) await province.startService(service);
      return province;
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Starts an instance of a service; one more when it runs already. */
  async startService(name: ServiceName): Promise<void> {
    const instance = await startService(name, modules[name], this.context);
    this.running.set(name, [...(this.running.get(name) ?? []), instance]);
  }

  /** Stops every instance of a service. */
  async stopService(name: ServiceName): Promise<void> {
    const instances = this.running.get(name) ?? [];
    this.running.delete(name);
    await Promise.all(instances.map((instance) => instance.stop()));
  }

  officer(agency: string, role: Role): Officer {
    return new Officer(this.requester, agency, role);
  }

  /** Registers agencies, the ones above first, and appoints an officer for every role in each. */
  async found(agencies: readonly Founded[] = smallProvince): Promise<void> {
    const operator = this.officer('H99', 'Operator');
    for (const { code: agency, ...body } of agencies) {
      accepted(await operator.command(subjects.registerAgency, { agency }, body));
      await this.appointOfficers(agency);
    }
  }

  /** An officer for every role that officers are appointed to. */
  async appointOfficers(agency: string): Promise<void> {
    const operator = this.officer('H99', 'Operator');
    for (const role of officerRoles) {
      const post = { officer: officerId(role, agency), displayName: `${role} ${agency}`, roles: [role] };
      accepted(await operator.command(subjects.appointOfficer, { agency }, post));
    }
  }

  /** Uploads bytes as an agency's client does and answers how a draft names them. */
  async upload(agency: string, text: string = randomUUID()): Promise<ContentPart> {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.contentStore.receive(agency, sha256, Readable.from([bytes]), { bytesMax: bytes.length });
    return { sha256, size: bytes.length, mediaType: 'application/pdf', name: 'van-ban.pdf' };
  }

  /** The newest fact that readers hear of; none does of a checkpoint that stands after it. */
  async newestFact(): Promise<StoredEvent> {
    const events = await this.store.readAll({ max: 1_000_000 });
    const newest = events.findLast(({ stream }) => !isUnfollowed(stream));
    if (newest === undefined) throw new Error('nothing has happened yet');
    return newest;
  }

  /** What is asked with it shows everything that was done before. */
  async newest(): Promise<string> {
    return positionToken({ storeId: this.storeId, commit: (await this.newestFact()).position });
  }

  /**
   * Waits for a named fact (`DocumentArrived`, any version) in a stream that may not exist yet; with `count`, for
   * that many. Rejects when the province stops first, and says what the stream held instead.
   */
  async waitFor(stream: string, fact: string, count = 1): Promise<StoredEvent> {
    const seen: string[] = [];
    for await (const event of this.store.subscribeStream(stream, { signal: this.waiting.signal })) {
      seen.push(event.type.replace(/\.v\d+$/, ''));
      if (seen.at(-1) === fact && seen.filter((name) => name === fact).length === count) return event;
    }
    const had = seen.join(', ') || 'nothing';
    const instead = `the province stopped before ${stream} had ${count} ${fact}; it had ${had}`;
    // The test that waited has run out of its time: nobody hears the rejection any more.
    console.error(instead);
    throw new Error(instead);
  }

  /** Names of the facts in a stream, oldest first, without versions. */
  async factsOf(stream: string): Promise<string[]> {
    const { events } = await this.store.readStream(stream);
    return events.map(({ type }) => type.replace(/\.v\d+$/, ''));
  }

  async stop(): Promise<void> {
    this.waiting.abort();
    for (const name of [...this.running.keys()].reverse()) await this.stopService(name);
    await this.close();
  }
}

export const startProvince = (options: ProvinceOptions): Promise<Province> => Province.start(options);
