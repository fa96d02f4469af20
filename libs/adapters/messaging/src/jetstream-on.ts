import { connect, type NatsConnection } from 'nats';
import { connectsWith, type NatsAddress } from './connection';

/**
 * Whether a server's JetStream answers within the limit. One whose disk was full for a moment has switched it off until
 * it is started again; or its locks hang, and it takes connections and answers their pings as if nothing were. Asked is
 * for the streams: what takes the lock of each, and not that of JetStream alone.
 */
export async function isJetStreamOn({ url, ...credentials }: NatsAddress, limitMs: number): Promise<boolean> {
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({
      servers: url,
      ...connectsWith(credentials),
      timeout: limitMs,
      reconnect: false,
    });
    const answer = await connection.request('$JS.API.STREAM.LIST', undefined, { timeout: limitMs });
    return !('error' in answer.json<object>());
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
