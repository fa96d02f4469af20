import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { providePostgres } from './debian-postgres';
import { type Account, accountFor, environmentWith, giveTo } from './postgres-account';
import { type Cluster, openCluster, user } from './postgres-cluster';
import { PostgresProcess } from './postgres-process';
import type { PostgresPrograms, PostgresSearch } from './postgres-programs';

export { holdsCluster } from './postgres-cluster';

interface PostgresServerOptions {
  /** Folder of its files, its password (0600) and its socket. One server per folder. */
  readonly folder: string;
  /** Where programs are looked for, and where a distribution's packages are kept. */
  readonly search: PostgresSearch;
  /** Besides those a house needs, or instead of them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Leaves a folder as it is that holds no rows which these programs read, and throws. */
  readonly isAsFound?: boolean;
  /** Address of the one that died, which its clients ask again. */
  readonly inPlaceOf?: string | undefined;
  /** Called when it ends without `stop`. */
  readonly onExit?: (lastLog: string) => void;
  /** Each line it logs. */
  readonly onLog?: (line: string) => void;
  /** Told in a sentence why rows that were there are gone. */
  readonly onRemoved?: (why: string) => void;
}

export interface PostgresServer {
  /** `DATABASE_URL` with the password, over a socket of its own, or over 127.0.0.1 where a path is too long for one. */
  readonly url: string;
  readonly pid: number;
  /** Ends every connection and the server, SIGKILL after `limitMs` (default 5 s). Resolves when it is gone. */
  stop(limitMs?: number): Promise<void>;
  /** Whether it answers within the limit, milliseconds. */
  isAnswering(limitMs: number): Promise<boolean>;
  /** Sends a signal and returns at once: for tests of failures. */
  kill(signal: NodeJS.Signals): void;
}

/** The server ended or did not answer while it was starting. */
class PostgresFailed extends Error {
  override readonly name = 'PostgresFailed';
  constructor(folder: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const remedy =
      'Remove that folder, whose rows are then built again, or name a running server in DATABASE_URL';
    super(`PostgreSQL in ${folder} did not start: ${reason}. ${remedy}.`, { cause });
  }
}

const startLimitMs = 60_000;
const stopLimitMs = 5_000;
const againMs = 200;
const port = 5432;
/** What the path of a socket may have at most, bytes: 107 on Linux, 103 on macOS. */
const socketBytesMax = 103;

/**
 * For one house on one machine: little memory, and nothing for replicas. A commit does not wait for the disk: what a
 * crash takes are the last rows with the checkpoint that was written with them, so they are made again from there.
 */
const settingsOfHouse = {
  synchronous_commit: 'off',
  shared_buffers: '64MB',
  max_connections: '40',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  autovacuum_naptime: '10s',
  // Values of rows are no business of a log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '',
  logging_collector: 'off',
} as const;

/**
 * Starts PostgreSQL on a folder and resolves when it takes connections. It runs in its own process group, so Ctrl-C
 * does not reach it, and never outlives the process that started it. Only who can read the folder can speak to it.
 * @throws PostgresUnavailable, PostgresFailed
 */
export async function startPostgresServer(options: PostgresServerOptions): Promise<PostgresServer> {
  const { folder, search, isAsFound, onExit, onRemoved } = options;
  const programs = await providePostgres(search);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const account = await accountFor([folder, programs.folder]);
    const { signal } = search;
    const cluster = await openCluster({ folder, programs, account, isAsFound, onRemoved, signal });
    const place = await placeFor(options, account);
    const running = await started(options, programs, account, { cluster, place });
    running.whenUnexpected(onExit);
    const url = addressOf(place, cluster.password);
    return {
      url,
      pid: await running.pid,
      stop: (limitMs = stopLimitMs) => running.stop(limitMs),
      isAnswering: (limitMs) => isAnswering(url, limitMs),
      kill: (signal) => running.kill(signal),
    };
  } catch (error) {
    throw new PostgresFailed(folder, error);
  }
}

/** Where it is asked: a folder for its socket, or a port of 127.0.0.1. */
type Place = { readonly socket: string } | { readonly port: number };

async function placeFor({ folder, inPlaceOf }: PostgresServerOptions, account: Account): Promise<Place> {
  const socket = join(folder, 'socket');
  if (Buffer.byteLength(join(socket, `.s.PGSQL.${port}.lock`)) > socketBytesMax) {
    const before = /@127\.0\.0\.1:(\d+)/.exec(inPlaceOf ?? '')?.[1];
    return { port: before === undefined ? await freePort() : Number(before) };
  }
  // What a killed one left there would be taken for another server.
  await rm(socket, { recursive: true, force: true });
  await mkdir(socket, { mode: 0o700 });
  await giveTo(account, socket);
  return { socket };
}

function addressOf(place: Place, password: string): string {
  if ('port' in place) return `postgres://${user}:${password}@127.0.0.1:${place.port}/postgres`;
  return `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(place.socket)}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function started(
  { folder, search, settings, onLog }: PostgresServerOptions,
  programs: PostgresPrograms,
  account: Account,
  { cluster, place }: { readonly cluster: Cluster; readonly place: Place },
): Promise<PostgresProcess> {
  const listening =
    'port' in place
      ? { listen_addresses: '127.0.0.1', port: String(place.port), unix_socket_directories: '' }
      : { listen_addresses: '', port: String(port), unix_socket_directories: place.socket };
  const all = Object.entries({ ...settingsOfHouse, ...settings, ...listening });
  const args = ['-D', cluster.data, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const command = account.command(join(programs.folder, 'postgres'), args);
  const env = environmentWith(programs.env);
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const running = new PostgresProcess(command, { cwd: folder, env, onLog });
    try {
      await running.ready(deadline - performance.now());
      return running;
    } catch (error) {
      await running.stop(0);
      // Those that a killed server began end by themselves, a moment after it.
      const isStillHeld = /shared memory block|lock file/.test((error as Error).message);
      if (!isStillHeld || search.signal?.aborted || performance.now() > deadline) throw error;
      await pause(againMs);
    }
  }
}

/** Whatever it says is an answer, but for the words that it is on its way up or down. */
async function isAnswering(url: string, limitMs: number): Promise<boolean> {
  const limits = { connectionTimeoutMillis: limitMs, query_timeout: limitMs };
  const client = new Client({ connectionString: url, application_name: 'lienthong-health', ...limits });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    return /^(?!57P)[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]/.test(code);
  } finally {
    void client.end().catch(() => undefined);
  }
}
