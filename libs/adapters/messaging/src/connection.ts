import { connect, type ConnectionOptions, type NatsConnection } from 'nats';
import { withGatheredWrites } from './gathered-writes';

export type { NatsConnection } from 'nats';

export interface NatsAddress {
  /** `nats://host:port`, several separated by commas. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * The client gives up for ever after ten attempts unless told otherwise, and takes four minutes to notice a silent
 * server; here it notices within 6 s and never gives up. Nor does it keep a stack for each request: failures say what
 * was asked.
 */
export const connectionOptions = ({ url, user, password }: NatsAddress, name: string): ConnectionOptions => ({
  servers: url.split(',').map((server) => server.trim()),
  name,
  ...(user === undefined ? {} : { user }),
  ...(password === undefined ? {} : { pass: password }),
  maxReconnectAttempts: -1,
  waitOnFirstConnect: true,
  reconnectTimeWait: 250,
  reconnectJitter: 100,
  timeout: 5_000,
  pingInterval: 2_000,
  maxPingOut: 2,
  noAsyncTraces: true,
});

/** Connects, and waits for a server that is not there yet. */
export const connectNats = async (
  options: NatsAddress & { readonly name: string },
): Promise<NatsConnection> => withGatheredWrites(await connect(connectionOptions(options, options.name)));
