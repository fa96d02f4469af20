import type { EventStoreDBClient } from '@eventstore/db-client';
import { type Channel, connectivityState } from '@grpc/grpc-js';

/** Milliseconds in which a node has to take a connection, TLS included. */
const connectLimitMs = 2_000;
/** So many nodes are tried, each found anew; then the last one is waited for, as the client does. */
const connectsMax = 5;

/** What the client makes its connections with. */
interface Connecting {
  createChannel: () => Promise<Channel>;
}

/**
 * Has the client ask its cluster again when the node it was sent to takes a connection and never answers. A leader that
 * hangs goes on being named for some seconds, gRPC has no limit for a handshake, and a keep-alive begins after it: the
 * client would wait until that node lives again, however long the others have had a leader.
 */
export function withEstablishedChannels(client: EventStoreDBClient): EventStoreDBClient {
  const connecting = client as unknown as Connecting;
  const create = connecting.createChannel;
  connecting.createChannel = async () => {
    for (let connects = 1; ; connects++) {
      const channel = await create();
      if (connects === connectsMax || (await isDecided(channel))) return channel;
      channel.close();
    }
  };
  return client;
}

/** The node answered, or refused. */
function isDecided(channel: Channel): Promise<boolean> {
  const deadline = Date.now() + connectLimitMs;
  return new Promise((resolve) => {
    const look = (): void => {
      const state = channel.getConnectivityState(true);
      if (state === connectivityState.READY || state === connectivityState.TRANSIENT_FAILURE) resolve(true);
      else channel.watchConnectivityState(state, deadline, (late) => (late ? resolve(false) : look()));
    };
    look();
  });
}
