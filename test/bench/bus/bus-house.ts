import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EmbeddedNode, EventStoreDbStore, startEmbeddedNode } from '@adapters/event-store';
import {
  connectNats,
  makeBusKeys,
  type NatsConnection,
  type NatsServer,
  publicStreamName,
  readBusKeys,
  Requester,
  Signing,
  startNatsServer,
} from '@adapters/messaging';
import { PostgresReadStore, sql } from '@adapters/read-store';
import { SystemClock } from '@runtime';
import { PostgresServer } from '../../conformance/read-store/postgres-server';
import { fittingSigner } from '../../flows/fitting-signer';
import { busKeysIn, Child, environmentOf, nodeEntry, serviceEntry } from '../house';
import { processorMsOf, processorMsOfFamily } from '../machine';

type Service = 'read-models' | 'bus';

/** How `PUBLIC` came to hold what it should. */
interface Filled {
  /** Messages a second, from the first to the last. */
  readonly perSecond: number;
  /** Of the first message, milliseconds since 1970. */
  readonly firstMs: number;
}

/** Milliseconds of processor time of each part, so far. */
export type Spent = Readonly<Record<'bus' | 'readModels' | 'store' | 'nats' | 'postgres', number>>;

/** Looked at so often, milliseconds. */
const [streamEveryMs, rowsEveryMs] = [50, 20] as const;

/**
 * Event store, nats-server and PostgreSQL, with the bus and the read models in processes of their own, which begin and
 * end when a row wants it. Nobody else works here: no gateway, and no service that decides.
 */
export class BusHouse {
  readonly requester: Requester;
  private readonly running = new Map<Service, Child>();

  private constructor(
    private readonly folder: string,
    readonly node: EmbeddedNode,
    readonly nats: NatsServer,
    private readonly rows: PostgresServer,
    private databaseUrl: string,
    readonly store: EventStoreDbStore,
    private readonly connection: NatsConnection,
    signing: Signing,
    private readonly settings: NodeJS.ProcessEnv,
  ) {
    this.requester = new Requester(connection, fittingSigner(signing));
  }

  /** @param settings by name of their variable, over those of the bench */
  static async start(settings: NodeJS.ProcessEnv = {}): Promise<BusHouse> {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
    const dataDir = join(folder, 'event-store');
    await mkdir(dataDir);
    const node = await startEmbeddedNode({ dataDir, entry: nodeEntry });
    const nats = await startNatsServer({ storeDir: join(folder, 'jetstream') });
    const rows = await PostgresServer.create({});
    await makeBusKeys(busKeysIn(folder));
    const connection = await connectNats({ url: nats.url, name: 'bench' });
    const signing = new Signing(await readBusKeys(busKeysIn(folder)), new SystemClock());
    const store = EventStoreDbStore.connect(node.url);
    const database = rows.urlOf('postgres');
    return new BusHouse(folder, node, nats, rows, database, store, connection, signing, settings);
  }

  /** Resolves when it answers, which is before it has caught up. */
  async run(service: Service): Promise<Child> {
    const { folder, node, nats, databaseUrl, settings } = this;
    const environment = environmentOf(folder, node.url, nats.url, databaseUrl);
    const child = await Child.start(serviceEntry(service), { ...environment, ...settings });
    this.running.set(service, child);
    return child;
  }

  async end(service: Service): Promise<void> {
    await this.running.get(service)?.stop();
    this.running.delete(service);
  }

  /** Whoever is started from now on makes its rows from the first fact on. */
  async forgetRows(): Promise<void> {
    this.databaseUrl = await this.rows.newDatabase();
  }

  /** Resolves when the feeds of agencies have so many places; how many a second there were from the first on. */
  async counted(places: number): Promise<number> {
    const reads = PostgresReadStore.open(this.databaseUrl);
    const ofAll = sql`select coalesce(sum(number), 0)::integer as count from agency_feed_end`;
    let first: { readonly count: number; readonly atMs: number } | undefined;
    try {
      for (;;) {
        // There is no such table before the first start has made it.
        const [found] = await reads.query<{ count: number }>(ofAll).catch(() => []);
        const [count, atMs] = [found?.count ?? 0, performance.now()];
        if (count > places) throw new Error(`${count} places in the feeds, not ${places}`);
        if (count > 0) first ??= { count, atMs };
        if (first !== undefined && count === places)
          return ((count - first.count) * 1_000) / (atMs - first.atMs);
        await pause(rowsEveryMs);
      }
    } finally {
      await reads.close();
    }
  }

  /** Resolves when `PUBLIC` holds so many messages, by the clock of the server. */
  async published(messages: number): Promise<Filled> {
    const manager = await this.connection.jetstreamManager();
    for (;;) {
      const { state } = await manager.streams.info(publicStreamName).catch(() => ({ state: undefined }));
      const there = state?.messages ?? 0;
      if (there > messages) throw new Error(`PUBLIC holds ${there} messages, not ${messages}`);
      if (state !== undefined && there === messages) {
        const [firstMs, lastMs] = [Date.parse(state.first_ts), Date.parse(state.last_ts)];
        return { perSecond: ((messages - 1) * 1_000) / (lastMs - firstMs), firstMs };
      }
      await pause(streamEveryMs);
    }
  }

  /** A bus that runs notices it within a second, and fills it anew from the store. */
  async losePublic(): Promise<void> {
    const manager = await this.connection.jetstreamManager();
    await manager.streams.delete(publicStreamName);
  }

  async spent(): Promise<Spent> {
    const of = async (service: Service) => {
      const child = this.running.get(service);
      return child === undefined ? 0 : processorMsOf(child.pid);
    };
    return {
      bus: await of('bus'),
      readModels: await of('read-models'),
      store: await processorMsOf(this.node.pid),
      nats: await processorMsOf(this.nats.pid),
      postgres: await processorMsOfFamily(this.rows.pid),
    };
  }

  async stop(): Promise<void> {
    for (const service of ['bus', 'read-models'] as const) await this.end(service);
    await this.store.close();
    await this.connection.close();
    await this.nats.stop();
    await this.rows.remove();
    await this.node.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
