import { connect, type NatsConnection } from 'nats';

export interface WhoAsks {
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Whether a server has JetStream. One whose disk was full for a moment goes on without it until it is started again.
 * Nothing when the server itself does not answer within the limit.
 */
export async function isJetStreamOn(
  { url, user, password }: WhoAsks,
  limitMs: number,
): Promise<boolean | undefined> {
  let connection: NatsConnection | undefined;
  try {
    const credentials = user === undefined || password === undefined ? {} : { user, pass: password };
    connection = await connect({ servers: url, ...credentials, timeout: limitMs, reconnect: false });
    await connection.flush();
  } catch {
    await connection?.close();
    return undefined;
  }
  try {
    const answer = await connection.request('$JS.API.INFO', undefined, { timeout: limitMs });
    return !('error' in answer.json<object>());
  } catch (error) {
    // 503 says that nobody answers for JetStream; a server that hangs has not said so.
    return (error as { code?: string }).code === '503' ? false : undefined;
  } finally {
    await connection.close();
  }
}
