import type { NatsConnection } from 'nats';
import { publicStreamName } from './public-stream';

/**
 * Everything in `PUBLIC` below a filter, oldest first, then what comes: each message as its JSON text. It leaves no
 * trace on the server: the agency's own durable consumer keeps its place.
 */
export async function* followPublic(connection: NatsConnection, filter: string): AsyncGenerator<string> {
  const consumer = await connection.jetstream().consumers.get(publicStreamName, { filterSubjects: filter });
  const messages = await consumer.consume();
  try {
    for await (const message of messages) yield message.string();
  } finally {
    await messages.close();
  }
}
