import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  askStore,
  type EventStore,
  EventStoreDbStore,
  openInstallation,
  StoreRefused,
  toldOf,
} from '@adapters/event-store';
import {
  BusContact,
  BusKeys,
  connectNats,
  type NatsConnection,
  Requester,
  Signing,
} from '@adapters/messaging';
import { passesByWaiting, type Signer, signers } from '@contracts';
import { type Clock, SystemClock } from './clock';
import { type Configuration } from './configuration.config';
import { CurrentCalendar } from './current-calendar';
import { History } from './history';
import { type Log } from './log';
import { type Metrics, processMetrics } from './metrics';
import { StoreContact } from './store-contact';

/** What every process has. One of each per process, however many apps run in it. */
export interface EdgeContext {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly connection: NatsConnection;
  /** Signs what this process says on the bus, and proves what is said to it. */
  readonly signing: Signing;
}

/** What a process that knows the store of record has besides. */
export interface ServiceContext extends EdgeContext {
  readonly store: EventStore;
  readonly storeContact: StoreContact;
  /** UUID of this installation's store, the first part of every position token. */
  readonly storeId: string;
  readonly history: History;
  readonly calendar: CurrentCalendar;
}

/** A context and the end of what it opened. */
export type Opened<Context> = Context & {
  close(): Promise<void>;
  /** Resolves with the reason when what the process remembers is of no use any more: it is to be started again. */
  readonly outlived?: Promise<string>;
};

/** Where the keys of the bus lie. */
export const busKeysFileOf = ({
  busKeysFile,
  dataDir,
}: Pick<Configuration, 'busKeysFile' | 'dataDir'>): string =>
  busKeysFile ?? join(dataDir, 'identity', 'bus-keys');

const openBusKeys = (configuration: Configuration, log: Log): Promise<BusKeys> =>
  BusKeys.open(busKeysFileOf(configuration), {
    onRead: (keys) => log.warn({ keys }, 'the keys of the bus were read again; the first one signs'),
    onUnusable: (err) =>
      log.error({ err }, 'the keys of the bus were changed; those of before go on counting'),
  });

/**
 * Connects to NATS, waiting for it when it is not there yet.
 * @throws BusKeysUnusable
 */
export async function openEdgeContext(
  configuration: Configuration,
  log: Log,
  name: string,
): Promise<Opened<EdgeContext>> {
  const keys = await openBusKeys(configuration, log);
  const clock = new SystemClock();
  const { natsUrl: url, natsUser: user, natsPassword: password, natsCreds: creds } = configuration;
  const connection = await connectNats({ url, user, password, creds, name });
  // From the first moment: what happened before nobody asked would not be known.
  BusContact.of(connection);
  void connection
    .closed()
    .then((error) => error && log.error({ err: error }, 'the connection to NATS is closed'));
  return {
    configuration,
    log,
    clock,
    metrics: processMetrics(name),
    connection,
    signing: new Signing(keys, clock),
    close: async () => {
      await keys.close();
      await closed(connection);
    },
  };
}

const againMs = 1_000;

const drainLimitMs = 1_000;

/** Sends what is still held back; a server that is away cannot take it. */
async function closed(connection: NatsConnection): Promise<void> {
  if (connection.isClosed()) return;
  await Promise.race([connection.drain(), pause(drainLimitMs, undefined, { ref: false })]);
  await connection.close();
}

/**
 * Connects to the store and to NATS, waiting for both, and opens the installation with its work calendar when this is
 * the first start of the store.
 * @throws what does not pass by waiting: refused credentials, an unreadable history; BusKeysUnusable
 */
export async function openServiceContext(
  configuration: Configuration,
  log: Log,
  name: string,
): Promise<Opened<ServiceContext>> {
  const edge = await openEdgeContext(configuration, log, name);
  const storeContact = new StoreContact();
  const subscriptions = storeContact.hearing(edge.metrics);
  const opened = EventStoreDbStore.connect(configuration.eventStoreUrl, { log, subscriptions });
  const store = storeContact.over(opened, edge.metrics);
  const requester = new Requester(edge.connection, edge.signing.as(signerOf(name)));
  const { storeId, history, calendar } = await onceItAnswers(configuration.eventStoreUrl, log, async () => {
    const opened = await openInstallation(store, edge.clock.now());
    return {
      storeId: opened,
      history: await History.open({ store, requester, log }),
      calendar: await CurrentCalendar.open({ store, log }, configuration, edge.clock.now()),
    };
  });
  calendar.follow();
  const outlived = new Promise<string>((resolve) => history.follow(resolve));
  const close = async (): Promise<void> => {
    await calendar.close();
    await history.close();
    await edge.close();
    await store.close();
  };
  return { ...edge, store, storeContact, storeId, history, calendar, outlived, close };
}

/** In one process of several services the one that owns the history speaks of it. */
const signerOf = (name: string): Signer => signers.find((signer) => signer === name) ?? 'directory';

/**
 * Told once, however long it takes, with what is wrong with each host.
 * @throws StoreUnusable and whatever else waiting does not mend
 */
async function onceItAnswers<T>(url: string, log: Log, work: () => Promise<T>): Promise<T> {
  for (let isTold = false; ; isTold = true) {
    try {
      return await work();
    } catch (error) {
      const isRefused = error instanceof StoreRefused;
      if (!passesByWaiting(error) && !isRefused) throw error;
      const hosts = await askStore(url);
      if (isRefused) throw error;
      if (!isTold) log.warn({ err: error, hosts: toldOf(hosts) }, 'waits for the event store');
      await pause(againMs);
    }
  }
}
