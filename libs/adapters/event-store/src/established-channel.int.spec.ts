import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server as TcpServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { type sendUnaryData, Server, ServerCredentials } from '@grpc/grpc-js';
import { connectionOf } from './connection-string';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import { EventStoreDbStore } from './event-store-db-store';

const host = '127.0.0.1';

/** A member of a cluster, with the node's own certificate, that names a leader for every time it is asked. */
async function gossiping(
  caFile: string,
  leaders: number[],
): Promise<{ readonly port: number; close(): void }> {
  const server = new Server();
  const read = (_: unknown, answer: sendUnaryData<ClusterInfo>): void => {
    const port = leaders.length > 1 ? leaders.shift() : leaders[0];
    const endPoint = new EndPoint().setAddress(host).setPort(port ?? 0);
    const leader = new MemberInfo().setState(MemberInfo.VNodeState.LEADER).setIsAlive(true);
    answer(null, new ClusterInfo().setMembersList([leader.setHttpEndPoint(endPoint)]));
  };
  server.addService(GossipService, { read });
  const key = join(dirname(caFile), 'private-key.pem');
  const pair = { cert_chain: readFileSync(caFile), private_key: readFileSync(key) };
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`${host}:0`, ServerCredentials.createSsl(null, [pair]), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { port, close: () => server.forceShutdown() };
}

let node: EmbeddedNode;
let hanging: TcpServer;
const taken: Socket[] = [];

beforeAll(async () => {
  node = await startEmbeddedNode();
  // Takes every connection and says nothing, as a frozen process does.
  hanging = createServer((socket) => void taken.push(socket.on('error', () => undefined))).listen(0, host);
  await once(hanging, 'listening');
});
afterAll(async () => {
  for (const socket of taken) socket.destroy();
  hanging.close();
  await node.stop();
});

it('asks its cluster again when the leader it was told of takes a connection and never answers', async () => {
  const frozen = (hanging.address() as AddressInfo).port;
  const alive = Number(new URL(node.url).port);
  const member = await gossiping(connectionOf(node.url).caFile ?? '', [frozen, frozen, alive]);
  const url = node.url.replace('esdb:', 'esdb+discover:').replace(`:${alive}?`, `:${member.port}?`);
  const store = EventStoreDbStore.connect(url);
  try {
    expect(await store.headPosition()).toBe(-1n);
  } finally {
    await store.close();
    member.close();
  }
});
