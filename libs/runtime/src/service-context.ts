import { EventStoreDbStore, openInstallation, type EventStore } from '@adapters/event-store';
import { connectNats, type NatsConnection } from '@adapters/messaging';
import { SystemClock, type Clock } from './clock';
import type { Configuration } from './configuration.config';
import type { Log } from './log';
import { processMetrics, type Metrics } from './metrics';

/** What every process has. One of each per process, however many apps run in it. */
export interface EdgeContext {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly connection: NatsConnection;
}

/** What a process that knows the store of record has besides. */
export interface ServiceContext extends EdgeContext {
  readonly store: EventStore;
  /** UUID of this installation's store, the first part of every position token. */
  readonly storeId: string;
}

/** A context and the end of what it opened. */
export type Opened<Context> = Context & { close(): Promise<void> };

/** Connects to NATS, waiting for it when it is not there yet. */
export async function openEdgeContext(
  configuration: Configuration,
  log: Log,
  name: string,
): Promise<Opened<EdgeContext>> {
  const { natsUrl: url, natsUser: user, natsPassword: password } = configuration;
  const connection = await connectNats({ url, user, password, name });
  void connection
    .closed()
    .then((error) => error && log.error({ err: error }, 'the connection to NATS is closed'));
  return {
    configuration,
    log,
    clock: new SystemClock(),
    metrics: processMetrics(),
    connection,
    close: () => connection.drain(),
  };
}

/** Connects to the store and to NATS, and opens the installation when this is the first start of the store. */
export async function openServiceContext(
  configuration: Configuration,
  log: Log,
  name: string,
): Promise<Opened<ServiceContext>> {
  const store = await EventStoreDbStore.connect(configuration.eventStoreUrl);
  try {
    const edge = await openEdgeContext(configuration, log, name);
    const storeId = await openInstallation(store, edge.clock.now());
    const close = async (): Promise<void> => {
      await edge.close();
      await store.close();
    };
    return { ...edge, store, storeId, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
