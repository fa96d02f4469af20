import { type SecureServerOptions } from 'node:http2';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { onlyFor, type User } from './access';
import { appendHandler } from './append-call';
import { batchAppendHandler } from './batch-append-call';
import { deleteHandler, tombstoneHandler } from './delete-call';
import { DraftBudget } from './draft-budget';
import { type CommitFailed, Engine, type EngineCounts } from './engine';
import { FolderLock } from './folder-lock';
import { type Address, gossipHandler } from './gossip';
import { drainTimeoutMs, endedCallsBurstMax, endedCallsPerSecondMax, receiveBytesMax } from './limits';
import { LmdbLog } from './lmdb-log';
import { type Log, silentLog } from './log';
import { MemoryLog } from './memory-log';
import { OpenCalls } from './open-calls';
import { OwnAccess } from './own-access';
import { GossipService, type IStreamsServer, ServerFeaturesService, StreamsService } from './protocol';
import { readHandler } from './read-call';
import { type OfferedService, supportedMethodsHandler } from './server-features';
import { defaultLine, type ServerLine, waysOf } from './server-ways';
import type { EventLog, StorageFull } from './store';
import { type CertificateFiles, transportSecurity } from './transport-security';

/** TLS; with a user, every call but gossip and server features needs this name and password. */
export interface Security extends CertificateFiles {
  readonly user?: User;
}

export interface NodeOptions {
  /** Folder of the event store; absent keeps everything in memory. */
  readonly dataDir?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Whose ways it has where servers differ; by default those of 24.2 and later. */
  readonly as?: ServerLine;
  /** Where gossip sends clients; by default to the address by which they came. */
  readonly advertised?: Address;
  /**
   * Absent makes a key, a certificate and the password of one user with this start. The folder of an earlier start's
   * `access` goes on with those. `insecure` speaks without TLS and takes any caller, as a real node does with
   * `--insecure`: for comparisons alone.
   */
  readonly security?: Security | { readonly access: string } | 'insecure';
  readonly log?: Log;
  /** Called once when a commit fails; the process must end then. */
  readonly onFailure?: (failure: CommitFailed) => void;
}

export interface RunningNode {
  /** Without user and password: it may be shown. */
  readonly url: string;
  /** File (0600) of the connection string with user and password; absent when both were given, or neither is asked. */
  readonly connectionStringFile?: string;
  readonly port: number;
  counts(): EngineCounts & { readonly openCalls: number };
  /** Answers what is pending, ends long calls, then frees port and folder. */
  stop(): Promise<void>;
}

/** The port cannot be had; the message says what to do. */
class PortUnusable extends Error {
  constructor(host: string, port: number, options: ErrorOptions) {
    super(
      `Port ${port} on ${host} cannot be used (${(options.cause as Error).message}): ` +
        'stop the program that holds it, or choose another with --port.',
      options,
    );
    this.name = 'PortUnusable';
  }
}

/**
 * Starts a single node in this process. Rejects with `StoreUnusable`, `CertificateUnusable`, `AccessUnusable` or
 * `PortUnusable`.
 */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { dataDir, host = '127.0.0.1', log = silentLog() } = options;
  const lock = dataDir === undefined ? undefined : FolderLock.take(dataDir);
  let eventLog: EventLog | undefined;
  let access: OwnAccess | undefined;
  try {
    access = await ownAccessOf(options);
    const security = access?.security ?? givenSecurity(options);
    const credentials =
      security === undefined ? ServerCredentials.createInsecure() : transportSecurity(security, Date.now());
    eventLog = dataDir === undefined ? new MemoryLog() : LmdbLog.open(dataDir);
    const onFailure = options.onFailure ?? ((failure: CommitFailed) => log.fatal({ err: failure }));
    const onStorageFull = (reason: StorageFull) => log.error({ err: reason }, 'appends are refused');
    const engine = new Engine({ log: eventLog, nowMs: Date.now, onFailure, onStorageFull });
    const openCalls = new OpenCalls();
    const server = createServer(engine, openCalls, log, { ...options, user: security?.user });
    const port = await bind(server, credentials, host, options.port ?? 0);
    const authority = access && `&tlsCAFile=${encodeURIComponent(access.security.certificateFile)}`;
    return {
      url: `esdb://${host}:${port}?tls=${security !== undefined}${authority ?? ''}`,
      ...(access && { connectionStringFile: access.tellConnectionString(host, port) }),
      port,
      counts: () => ({ ...engine.counts(), openCalls: openCalls.size }),
      stop: once(async () => {
        await stop(server, engine, openCalls, lock);
        access?.remove();
      }),
    };
  } catch (error) {
    await eventLog?.close();
    access?.remove();
    lock?.release();
    throw error;
  }
}

/** Made under the lock of the folder: another start must not take away the files of the node that runs there. */
async function ownAccessOf({ security, dataDir, host, advertised }: NodeOptions) {
  if (typeof security === 'object' && 'access' in security) return OwnAccess.of(security.access);
  if (security !== undefined) return undefined;
  return OwnAccess.make(
    dataDir,
    [host, advertised?.host].filter((name) => name !== undefined),
  );
}

function givenSecurity({ security }: NodeOptions): Security | undefined {
  return typeof security === 'object' && 'certificateFile' in security ? security : undefined;
}

interface Serving extends Pick<NodeOptions, 'as' | 'advertised'> {
  readonly user: User | undefined;
}

function createServer(engine: Engine, openCalls: OpenCalls, log: Log, options: Serving): Server {
  const { user } = options;
  const ways = waysOf(options.as ?? defaultLine);
  const server = new Server({
    'grpc.max_receive_message_length': receiveBytesMax,
    'grpc.max_send_message_length': receiveBytesMax,
    ...(user === undefined ? {} : { interceptors: [onlyFor(user)] }),
  });
  allowEndedCalls(server);
  const budget = new DraftBudget();
  const streams = {
    append: appendHandler(engine, budget, log),
    batchAppend: batchAppendHandler(engine, budget, openCalls, log),
    read: readHandler(engine, ways, openCalls, Date.now, log),
    delete: deleteHandler(engine, log),
    tombstone: tombstoneHandler(engine, log),
  } satisfies Partial<IStreamsServer>;
  const services: OfferedService[] = [
    { definition: StreamsService, methods: streams },
    { definition: GossipService, methods: { read: gossipHandler(options.advertised, Date.now) } },
  ];
  const features = { getSupportedMethods: supportedMethodsHandler(services, ways.version) };
  services.push({ definition: ServerFeaturesService, methods: features });
  // Methods without an implementation answer UNIMPLEMENTED, as whole services without one do.
  for (const { definition, methods } of services) server.addService(definition, methods);
  return server;
}

/** The server of @grpc/grpc-js has no option for what Node's HTTP/2 takes here; a spec ends thousands of calls. */
function allowEndedCalls(server: Server): void {
  const { commonServerOptions } = server as unknown as { commonServerOptions: SecureServerOptions };
  Object.assign(commonServerOptions, {
    streamResetBurst: endedCallsBurstMax,
    streamResetRate: endedCallsPerSecondMax,
  });
}

function bind(server: Server, credentials: ServerCredentials, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, credentials, (cause, bound) => {
      if (cause === null) resolve(bound);
      else reject(new PortUnusable(host, port, { cause }));
    });
  });
}

async function stop(
  server: Server,
  engine: Engine,
  openCalls: OpenCalls,
  lock: FolderLock | undefined,
): Promise<void> {
  const drained = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const cut = setTimeout(() => server.forceShutdown(), drainTimeoutMs);
  const stopped = openCalls.stopAll();
  await drained;
  clearTimeout(cut);
  await stopped;
  await engine.close();
  lock?.release();
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
