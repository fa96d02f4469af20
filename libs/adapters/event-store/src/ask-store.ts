import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type Connection, connectionOf } from './connection-string';

export { ConnectionStringUnusable } from './connection-string';

/** What one host was found to be. */
export interface Asked {
  readonly host: string;
  /** In one line; nothing when it answers as it should. */
  readonly problem?: string;
  /** Whether waiting may mend it. */
  readonly passes: boolean;
}

/** The store answers, or may later, and no host is such that waiting mends nothing. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
  constructor(readonly asked: readonly Asked[]) {
    super(`the event store cannot be used: ${toldOf(asked)}`);
  }
}

/** One host after the other, what is wrong with each. */
export const toldOf = (asked: readonly Asked[]): string =>
  asked.flatMap(({ host, problem }) => (problem === undefined ? [] : [`${host}: ${problem}`])).join('; ');

const limitMs = 3_000;

/**
 * Asks every host that the string names, once and by hand: its name, a connection, TLS with this CA, its version, its
 * cluster, and whether this user may read. The client tells no more than that it found nobody.
 * @throws ConnectionStringUnusable; StoreUnusable when no host answers and waiting mends none of them.
 */
export async function askStore(url: string): Promise<readonly Asked[]> {
  const connection = connectionOf(url);
  const asked = await Promise.all(connection.hosts.map((each) => askHost(connection, each)));
  if (asked.every(({ passes }) => !passes)) throw new StoreUnusable(asked);
  return asked;
}

/** Waiting mends it, or does not: thrown by a step, caught by the host's question. */
class Found extends Error {
  constructor(
    readonly problem: string,
    readonly passes: boolean,
  ) {
    super(problem);
  }
}

const lasts = (problem: string): Found => new Found(problem, false);
const mayPass = (problem: string): Found => new Found(problem, true);

async function askHost(
  connection: Connection,
  { address, port }: Connection['hosts'][number],
): Promise<Asked> {
  const host = `${address}:${port}`;
  try {
    await named(address);
    await reached(address, port);
    await (connection.tls ? trusted(connection, address, port) : plain(address, port));
    await answered(connection, host);
    return { host, passes: true };
  } catch (error) {
    if (error instanceof Found) return { host, problem: error.problem, passes: error.passes };
    return { host, problem: (error as Error).message, passes: true };
  }
}

async function named(address: string): Promise<void> {
  await lookup(address).catch((error: NodeJS.ErrnoException) => {
    throw mayPass(`nobody knows this host name (${error.code}): correct it, or the name service is away`);
  });
}

async function reached(address: string, port: number): Promise<void> {
  const socket = connect({ host: address, port });
  await opened(socket, 'connect').catch((error: NodeJS.ErrnoException) => {
    throw mayPass(`no connection (${error.code ?? error.message}): start the node, or open the way to it`);
  });
  socket.destroy();
}

/** Such a certificate is refused tomorrow, too. */
const ofTheCertificate =
  /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

async function trusted({ ca, user }: Connection, address: string, port: number): Promise<void> {
  const own = user && { cert: user.certificate, key: user.key };
  await handshake(address, port, { ...(ca && { ca }), ...own }).catch((error: NodeJS.ErrnoException) => {
    const { code = '', message } = error;
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
      throw lasts('its certificate is for other names: connect by one of them, or issue it for this one');
    if (code === 'CERT_HAS_EXPIRED') throw lasts('its certificate has expired: renew it');
    if (ofTheCertificate.test(code))
      throw lasts(
        `its certificate is of a CA that is not known here (${code}): name the CA's file in tlsCAFile`,
      );
    if (/wrong version|packet length|EPROTO/i.test(`${code} ${message}`) || message === silentEnd)
      throw lasts(
        'it speaks without TLS, the connection string says TLS: say tls=false, or give the node TLS',
      );
    throw mayPass(`no TLS (${code || message})`);
  });
}

async function plain(address: string, port: number): Promise<void> {
  const isTls = await handshake(address, port, { rejectUnauthorized: false }).then(
    () => true,
    () => false,
  );
  if (isTls)
    throw lasts('it speaks TLS, the connection string says tls=false: say tls=true and name tlsCAFile');
}

const silentEnd = 'ended without a word';

function handshake(address: string, port: number, options: ConnectionOptions): Promise<void> {
  const name = /^[\d.]+$|:/.test(address) ? {} : { servername: address };
  const socket = connectTls({ host: address, port, ALPNProtocols: ['h2'], ...name, ...options });
  return opened(socket, 'secureConnect').finally(() => socket.destroy());
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(limitMs, () => socket.destroy(new Error(`no answer within ${limitMs} ms`)));
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(silentEnd)));
  });
}

type Answered = (error: ServiceError | null) => void;

async function answered(
  { tls, ca, user, discovers, credentials: login }: Connection,
  host: string,
): Promise<void> {
  const secure = tls
    ? credentials.createSsl(ca ?? null, user?.key ?? null, user?.certificate ?? null)
    : credentials.createInsecure();
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const within = () => ({ deadline: Date.now() + limitMs });
  const features = new ServerFeaturesClient(host, secure, options);
  const gossip = new GossipClient(host, secure, options);
  const streams = new StreamsClient(host, secure, options);
  try {
    await once((done) => features.getSupportedMethods(new Empty(), new Metadata(), within(), done));
    if (discovers) await once((done) => gossip.read(new Empty(), new Metadata(), within(), done));
    const metadata = new Metadata();
    if (tls && login !== undefined) metadata.set('authorization', `Basic ${basic(login)}`);
    const reading = streams.read(newestOfAll(), metadata, within());
    const read = (done: Answered) => {
      reading.on('error', done).on('data', () => undefined);
      reading.on('end', () => done(null));
    };
    await once(read, login === undefined);
  } finally {
    for (const each of [features, gossip, streams]) each.close();
  }
}

const basic = ({ username, password }: NonNullable<Connection['credentials']>): string =>
  Buffer.from(`${username}:${password}`).toString('base64');

async function once(ask: (answered: Answered) => unknown, isNobody = false): Promise<void> {
  const error = await new Promise<ServiceError | null>((resolve) => ask(resolve));
  if (error === null) return;
  if (error.code === status.UNIMPLEMENTED)
    throw lasts('it is older than 21.10, which this program cannot use: upgrade it to 23.10 or newer');
  const isRefused = error.code === status.UNAUTHENTICATED || error.code === status.PERMISSION_DENIED;
  if (isRefused && isNobody) throw lasts('it wants a user: name one, as in esdb://user:password@host:port');
  if (error.code === status.UNAUTHENTICATED)
    throw lasts('user or password are wrong: correct them in the connection string');
  if (error.code === status.PERMISSION_DENIED)
    throw lasts('the user may not read $all: have an administrator grant it (npm run event-store -- grant)');
  throw mayPass(`it does not answer yet (${error.details || error.message})`);
}

function newestOfAll(): ReadReq {
  const { Options } = ReadReq;
  const options = new Options()
    .setAll(new Options.AllOptions().setEnd(new Empty()))
    .setReadDirection(Options.ReadDirection.BACKWARDS)
    .setNoFilter(new Empty())
    .setCount('1')
    .setUuidOption(new Options.UUIDOption().setString(new Empty()));
  return new ReadReq().setOptions(options);
}
