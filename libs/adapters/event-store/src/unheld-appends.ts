import type { Writable } from 'node:stream';
import type { EventStoreDBClient } from '@eventstore/db-client';

type Create = (grpc: never) => Writable;

/** What the client makes its streams with: all its appends share one. */
interface Streaming {
  GRPCStreamCreator: (service: unknown, call: string, create: Create, cache?: unknown) => unknown;
}

/**
 * Has the client never hold a writer back. It holds whoever writes while its stream of appends is full, and rejects
 * those it holds when the connection is lost, in promises that nobody can handle: such a rejection ends the process.
 * What it would hold waits in the stream itself instead, and is answered with the rest; how much that may be is the
 * port's to say.
 */
export function withUnheldAppends(client: EventStoreDBClient): EventStoreDBClient {
  const streaming = client as unknown as Streaming;
  const create = streaming.GRPCStreamCreator;
  streaming.GRPCStreamCreator = (service, call, open, cache) =>
    create(service, call, call === 'appendToStream' ? (grpc) => unheld(open(grpc)) : open, cache);
  return client;
}

function unheld(appends: Writable): Writable {
  const write = appends.write.bind(appends) as (message: unknown) => boolean;
  appends.write = (message: unknown) => {
    write(message);
    return true;
  };
  return appends;
}
