import { readFileSync } from 'node:fs';
import { connect, type ConnectionOptions, credsAuthenticator, type NatsConnection } from 'nats';
import { withGatheredWrites } from './gathered-writes';

export type { NatsConnection } from 'nats';

/** What one shows to NATS; the file wins. */
export interface NatsCredentials {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** File with JWT and seed, for a server with accounts. */
  readonly creds?: string | undefined;
}

export interface NatsAddress extends NatsCredentials {
  /** `nats://host:port`, several separated by commas. */
  readonly url: string;
}

/** @throws when the file of the credentials cannot be read */
export const connectsWith = ({ user, password, creds }: NatsCredentials): ConnectionOptions => {
  if (creds !== undefined) return { authenticator: credsAuthenticator(readFileSync(creds)) };
  return { ...(user !== undefined && { user }), ...(password !== undefined && { pass: password }) };
};

/**
 * The client gives up for ever after ten attempts unless told otherwise, and takes four minutes to notice a silent
 * server; here it notices within 6 s and never gives up. Nor does it keep a stack for each request: failures say what
 * was asked.
 */
export const connectionOptions = ({ url, ...credentials }: NatsAddress, name: string): ConnectionOptions => ({
  servers: url.split(',').map((server) => server.trim()),
  name,
  ...connectsWith(credentials),
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
