import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { type ClusterInfo, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { Client, credentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import { type NodeOptions, startNode } from '../../../apps/event-store/src/node';
import { all, connect, newStream, noted, numbers, refusal } from './node-under-test';

/** Numbers in titles are sections of the client's protocol as it was read: 1.2 services, 1.3 connecting, 6.2 scope. */
async function withNode<T>(options: NodeOptions, use: (port: number) => Promise<T>): Promise<T> {
  const node = await startNode({ security: 'insecure', ...options });
  try {
    return await use(node.port);
  } finally {
    await node.stop();
  }
}

async function withClient<T>(url: string, use: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
  const client = connect(url);
  try {
    return await use(client);
  } finally {
    await client.dispose();
  }
}

async function appendAndRead(client: EventStoreDBClient): Promise<number[]> {
  const stream = newStream();
  await client.appendToStream(stream, [noted(1), noted(2)]);
  return numbers(await all(client.readStream(stream)));
}

const features = (port: number): Promise<SupportedMethods> =>
  new Promise((resolve, reject) => {
    const client = new ServerFeaturesClient(`127.0.0.1:${port}`, credentials.createInsecure());
    client.getSupportedMethods(new Empty(), (error, methods) => {
      client.close();
      if (error === null) resolve(methods);
      else reject(error);
    });
  });

describe('1.3 connecting', () => {
  it.each<[string, (port: number) => string]>([
    ['one host', (port) => `esdb://127.0.0.1:${port}?tls=false`],
    ['discovery through an address', (port) => `esdb+discover://127.0.0.1:${port}?tls=false`],
    ['discovery through a name', (port) => `esdb+discover://localhost:${port}?tls=false`],
    ['a list of hosts', (port) => `esdb://127.0.0.1:${port},localhost:${port}?tls=false`],
    [
      'a preference for followers',
      (port) => `esdb+discover://localhost:${port}?tls=false&nodePreference=follower`,
    ],
    ['credentials, which an insecure node ignores', (port) => `esdb://any:one@127.0.0.1:${port}?tls=false`],
  ])('works by %s', (_, url) =>
    withNode({}, (port) =>
      withClient(url(port), async (client) => expect(await appendAndRead(client)).toEqual([1, 2])),
    ),
  );

  it('discovery finds the node again after a restart on the same port', async () => {
    const first = await startNode({ security: 'insecure' });
    const url = `esdb+discover://localhost:${first.port}?tls=false&discoveryInterval=1&maxDiscoverAttempts=1`;
    await withClient(url, async (client) => {
      await appendAndRead(client);
      await first.stop();
      // A read, because the client never asks again for features that it failed to get once.
      await refusal(all(client.readStream(newStream())));
      await withNode({ port: first.port }, async () => expect(await appendAndRead(client)).toEqual([1, 2]));
    });
  });
});

describe('6.2 gossip is one living leader', () => {
  const ask = (address: string): Promise<ClusterInfo.AsObject> =>
    new Promise((resolve, reject) => {
      const client = new GossipClient(address, credentials.createInsecure());
      client.read(new Empty(), (error, info) => {
        client.close();
        if (error === null) resolve(info.toObject());
        else reject(error);
      });
    });

  it('at the address by which the caller came', () =>
    withNode({}, async (port) => {
      const before = Date.now();
      for (const address of ['127.0.0.1', 'localhost']) {
        const { membersList } = await ask(`${address}:${port}`);
        expect(membersList).toEqual([
          {
            instanceId: { string: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, structured: undefined },
            timeStamp: expect.any(String) as string,
            state: MemberInfo.VNodeState.LEADER,
            isAlive: true,
            httpEndPoint: { address, port },
          },
        ]);
        expect(Number(membersList[0]?.timeStamp) / 10_000).toBeGreaterThanOrEqual(before);
      }
    }));

  it('at the advertised address, when one is given', () =>
    withNode({ advertised: { host: 'node.example', port: 4711 } }, async (port) => {
      const [leader] = (await ask(`localhost:${port}`)).membersList;
      expect(leader?.httpEndPoint).toEqual({ address: 'node.example', port: 4711 });
    }));
});

describe('1.2 every method of every service of the protocol', () => {
  const generated = dirname(require.resolve('@eventstore/db-client/generated/streams_grpc_pb'));
  const paths = readdirSync(generated)
    .filter((file) => file.endsWith('_grpc_pb.js'))
    .flatMap((file) => Object.entries(require(join(generated, file)) as Record<string, unknown>))
    .filter(([name]) => name.endsWith('Service'))
    .flatMap(([, service]) => Object.values(service as ServiceDefinition).map(({ path }) => path));

  /** Sends an empty message and ends: on the wire the four kinds of call look the same. */
  const call = (client: Client, path: string): Promise<number> =>
    new Promise((resolve) => {
      const raw = (bytes: Buffer): Buffer => bytes;
      const calling = client.makeBidiStreamRequest(path, raw, raw);
      calling.on('data', () => undefined).on('error', () => undefined);
      calling.on('status', ({ code }) => resolve(code));
      calling.end(Buffer.alloc(0));
    });

  it('either works and is named by the server features, or answers UNIMPLEMENTED and is not', () =>
    withNode({}, async (port) => {
      const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
      const works: string[] = [];
      for (const path of paths) {
        if ((await call(client, path)) !== status.UNIMPLEMENTED) works.push(path.toLowerCase());
      }
      client.close();
      const methods = (await features(port)).getMethodsList();
      const named = methods.map((method) => `/${method.getServiceName()}/${method.getMethodName()}`);
      expect(works.sort()).toEqual(named.sort());
      expect(paths.length).toBeGreaterThan(45);
    }));

  it.each(['23.10', '24.2'] as const)('with a version of %s when it has its ways', (as) =>
    withNode({ as }, async (port) =>
      expect((await features(port)).getEventStoreServerVersion()).toBe(`${as}.0`),
    ),
  );
});
