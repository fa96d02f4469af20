import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Server, ServerCredentials, type ServerWritableStream, status } from '@grpc/grpc-js';
import * as x509 from '@peculiar/x509';
import { askStore, toldOf } from './ask-store';
import { connectionDefaults, ConnectionStringUnusable, withDefaults } from './connection-string';

x509.cryptoProvider.set(webcrypto as never);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

let folder: string;
let ca: string;
let otherCa: string;
let own: ServerCredentials;
const servers: Server[] = [];

async function authority(name: string) {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${name}`, keys: keys as never, signingAlgorithm: algorithm },
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const file = join(folder, `${name}.crt`);
  await writeFile(file, certificate.toString('pem'));
  return { keys, certificate, file };
}

async function issuedBy({ keys, certificate }: Awaited<ReturnType<typeof authority>>) {
  const node = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issued = await x509.X509CertificateGenerator.create({
    ...{ subject: 'CN=node', issuer: certificate.subject, signingAlgorithm: algorithm },
    publicKey: node.publicKey as never,
    signingKey: keys.privateKey as never,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  });
  const key = x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', node.privateKey),
    'PRIVATE KEY',
  );
  const pair = { cert_chain: Buffer.from(issued.toString('pem')), private_key: Buffer.from(key) };
  return ServerCredentials.createSsl(null, [pair]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ask-store-'));
  const [known, other] = [await authority('known'), await authority('other')];
  [ca, otherCa, own] = [known.file, other.file, await issuedBy(known)];
});
afterEach(() => servers.splice(0).forEach((server) => server.forceShutdown()));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A node as far as a start asks one: whether it tells what it can do, and how it answers a read. */
async function node({ as = own, knowsFeatures = true, reads = status.OK } = {}): Promise<number> {
  const server = new Server();
  servers.push(server);
  const getSupportedMethods = (_: unknown, answer: (error: null, methods: SupportedMethods) => void) =>
    answer(null, new SupportedMethods());
  const read = (call: ServerWritableStream<ReadReq, ReadResp>) =>
    reads === status.OK ? call.end() : call.emit('error', { code: reads, details: 'no' });
  if (knowsFeatures) server.addService(ServerFeaturesService, { getSupportedMethods });
  server.addService(StreamsService, { read });
  return new Promise((resolve, reject) =>
    server.bindAsync('localhost:0', as, (error, port) => (error === null ? resolve(port) : reject(error))),
  );
}

const plain = ServerCredentials.createInsecure();
const trusting = () => `tlsCAFile=${encodeURIComponent(ca)}`;

interface Row {
  readonly what: string;
  readonly url: () => Promise<string>;
  readonly says: RegExp;
}

const lasting: readonly Row[] = [
  {
    what: 'a string that is none',
    url: async () => 'esdb://secret:word@',
    says: /is none \(at position \d+/,
  },
  {
    what: 'a CA file that is missing',
    url: async () => 'esdb://localhost:2113?tlsCAFile=/no/where.crt',
    says: /tlsCAFile names \/no\/where\.crt, which does not exist/,
  },
  {
    what: 'a CA that did not issue the certificate',
    url: async () => `esdb://localhost:${await node()}?tlsCAFile=${encodeURIComponent(otherCa)}`,
    says: /certificate is of a CA that is not known here .*tlsCAFile/,
  },
  {
    what: 'no CA at all, and tlsVerifyCert, which the client does not know',
    url: async () => `esdb://localhost:${await node()}?tlsVerifyCert=false`,
    says: /certificate is of a CA that is not known here/,
  },
  {
    what: 'TLS against a node without',
    url: async () => `esdb://localhost:${await node({ as: plain })}?${trusting()}`,
    says: /speaks without TLS/,
  },
  {
    what: 'no TLS against a node with it',
    url: async () => `esdb://localhost:${await node()}?tls=false`,
    says: /speaks TLS, the connection string says tls=false/,
  },
  {
    what: 'a wrong password',
    url: async () =>
      `esdb://us:secret@localhost:${await node({ reads: status.UNAUTHENTICATED })}?${trusting()}`,
    says: /user or password are wrong/,
  },
  {
    what: 'a user without rights',
    url: async () =>
      `esdb://us:secret@localhost:${await node({ reads: status.PERMISSION_DENIED })}?${trusting()}`,
    says: /may not read \$all.*grant/,
  },
  {
    what: 'no user where one is wanted',
    url: async () => `esdb://localhost:${await node({ reads: status.PERMISSION_DENIED })}?${trusting()}`,
    says: /wants a user/,
  },
  {
    what: 'a node of 20.10 or older',
    url: async () => `esdb://localhost:${await node({ as: plain, knowsFeatures: false })}?tls=false`,
    says: /older than 21\.10/,
  },
];

it.each(lasting)('ends with one line for $what', async ({ url, says }) => {
  const error = (await askStore(await url()).catch((thrown: unknown) => thrown)) as Error;
  expect(error.message).toMatch(says);
  expect(error.message).not.toMatch(/\n|secret/);
});

const passing: readonly Row[] = [
  {
    what: 'a host that nobody knows',
    url: async () => 'esdb://no-such-host.invalid?tls=false',
    says: /nobody knows/,
  },
  {
    what: 'a node that is away',
    url: async () => {
      const port = await node({ as: plain });
      servers.splice(0).forEach((server) => server.forceShutdown());
      return `esdb://localhost:${port}?tls=false`;
    },
    says: /no connection \(ECONNREFUSED\)/,
  },
  {
    what: 'one that does not answer yet',
    url: async () => `esdb://localhost:${await node({ as: plain, reads: status.UNAVAILABLE })}?tls=false`,
    says: /does not answer yet/,
  },
];

it.each(passing)('waits for $what, and tells', async ({ url, says }) => {
  const asked = await askStore(await url());
  expect(asked.every(({ passes }) => passes)).toBe(true);
  expect(toldOf(asked)).toMatch(says);
});

it('goes on when one of several hosts answers', async () => {
  const port = await node();
  const asked = await askStore(`esdb://localhost:${port}?${trusting()}`);
  expect(asked).toEqual([{ host: `localhost:${port}`, passes: true }]);
});

it('has defaults of its own, and the string has the last word', () => {
  expect(withDefaults('esdb://a:1,b:2/?tls=false')).toBe(
    `esdb://a:1,b:2?tls=false&${Object.entries(connectionDefaults)
      .map(([key, value]) => `${key}=${value}`)
      .join('&')}`,
  );
  const named = withDefaults('esdb://a?KeepAlive-Interval=9000&gossip_timeout=7');
  expect(named).not.toMatch(/keepAliveInterval=|gossipTimeout=/);
  expect(named).toMatch(/keepAliveTimeout=3000/);
});

it('says what is wrong with the string in its own class, so that a start ends', async () => {
  await expect(askStore('esdb://')).rejects.toBeInstanceOf(ConnectionStringUnusable);
});
