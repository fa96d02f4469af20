import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'nats';
import type { OwnOperator } from './access/account-keys';
import { connectsWith } from './connection';
import { removeFullLogs } from './full-logs';
import { isJetStreamOn } from './jetstream-on';
import { type NatsServerBinary, provideNatsServer } from './nats-server-binary';

export { openOwnOperator, type OwnOperator } from './access/account-keys';
export { cacheFolder, provideNatsServer } from './nats-server-binary';

export interface NatsServerOptions {
  /** Folder of JetStream's files, the configuration (0600) and the ports file. One server per folder. */
  readonly storeDir: string;
  /** Where the server logs; full files of 10 MiB stay, five of them. Default: `nats-server.log` in `storeDir`. */
  readonly logFile?: string;
  /** The most JetStream may keep on disk, in bytes. Default 4 GiB. */
  readonly maxFileBytes?: number;
  readonly user?: string;
  readonly password?: string;
  /** Instead of user and password: accounts of their own for the services and for each connected system. */
  readonly operator?: OwnOperator;
  /** A free port is taken when absent. A restarted server keeps the old one so that its clients find it again. */
  readonly port?: number;
  readonly binary?: NatsServerBinary;
  /** Calls off the download of the program. */
  readonly signal?: AbortSignal;
  /** Called when the server ends without `stop`. */
  readonly onExit?: (exit: { readonly code: number | null; readonly lastLog: string }) => void;
}

export interface NatsServer {
  /** `nats://127.0.0.1:<port>`, without credentials. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  /** SIGTERM, then SIGKILL after `limitMs` (default 5 s). Resolves when the process is gone. */
  stop(limitMs?: number): Promise<void>;
  /** Whether JetStream answers within the limit, milliseconds. */
  hasJetStream(limitMs: number): Promise<boolean>;
  /** Sends a signal and returns at once: for tests of failures. */
  kill(signal: NodeJS.Signals): void;
}

/** The server ended or did not answer while it was starting. `retry` helps only when the message names a taken port. */
class NatsServerFailed extends Error {
  override readonly name = 'NatsServerFailed';
  constructor(
    readonly storeDir: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`nats-server in ${storeDir} did not start: ${reason}`, options);
  }
}

const startLimitMs = 20_000;
const stopLimitMs = 5_000;
const pollMs = 20;
const [fullLogsMax, fullLogsLookMs] = [5, 5_000] as const;
const mebibyte = 1024 * 1024;
/** Accounts of systems, revoked ones included. */
const accountsMax = 10_000;

// nats-server does not watch its standard input. This shell does: when whoever started the server dies, by any signal,
// the pipe ends and the server is stopped. The shell's own life is the server's life, and its code the server's code.
const guard = `
exec 3<&0 </dev/null
"$1" -c "$2" 3<&- >&2 & server=$!
echo "$server"
( read -r _ <&3
  kill -TERM "$server" 2>/dev/null
  n=0
  while [ "$n" -lt 40 ] && kill -0 "$server" 2>/dev/null; do sleep 0.1; n=$((n + 1)); done
  kill -KILL "$server" 2>/dev/null ) >/dev/null & watcher=$!
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

/**
 * Starts a real `nats-server` with JetStream on 127.0.0.1 and resolves when a client was answered by it. It runs in
 * its own process group, so Ctrl-C does not reach it, and never outlives the process that started it.
 */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const binary = options.binary ?? (await provideNatsServer({ signal: options.signal }));
  const logFile = options.logFile ?? join(options.storeDir, 'nats-server.log');
  await mkdir(options.storeDir, { recursive: true, mode: 0o700 });
  const config = join(options.storeDir, 'nats-server.conf');
  for (const name of await readdir(options.storeDir)) {
    if (/^nats-server(_\d+\.ports|\.conf)$/.test(name))
      await rm(join(options.storeDir, name), { force: true });
  }
  if (options.operator !== undefined) await takeOverStreams(options.storeDir, options.operator);
  await writeFile(config, configuration(options, logFile), { mode: 0o600 });

  const child = spawn('/bin/sh', ['-c', guard, 'nats-guard', binary.file, config], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const running = new RunningServer(child, logFile);
  try {
    const pid = await running.pid;
    const port = await portOf(options, pid, running);
    await answers(port, options, running);
    running.whenUnexpected(options.onExit);
    const tidying = setInterval(
      () => void removeFullLogs(logFile, fullLogsMax).catch(() => undefined),
      fullLogsLookMs,
    ).unref();
    void running.gone.then(() => clearInterval(tidying));
    const url = `nats://127.0.0.1:${port}`;
    return {
      url,
      port,
      pid,
      version: binary.version,
      stop: (limitMs = stopLimitMs) => running.stop(limitMs),
      hasJetStream: (limitMs) => isJetStreamOn({ ...credentialsIn(options), url }, limitMs),
      kill: (signal) => signalTo(pid, signal),
    };
  } catch (error) {
    await running.stop(0);
    const reason = error instanceof Error ? error.message : String(error);
    throw new NatsServerFailed(options.storeDir, reason, { cause: error });
  }
}

class RunningServer {
  readonly pid: Promise<number>;
  readonly gone: Promise<number | null>;
  private isGone = false;
  private isStopping = false;
  private complaint = '';

  constructor(
    private readonly child: ChildProcess,
    private readonly logFile: string,
  ) {
    child.stdin?.on('error', () => undefined);
    child.stderr?.on(
      'data',
      (chunk: Buffer) => (this.complaint = (this.complaint + chunk.toString()).slice(-2000)),
    );
    this.gone = new Promise((resolve) => {
      child.once('error', (error) => this.ended(error.message, null, resolve));
      child.once('exit', (code) => this.ended('', code, resolve));
    });
    this.pid = new Promise((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString().trim())));
      void this.gone.then(() => reject(new Error(this.complaint || 'the process could not be started')));
    });
    this.pid.catch(() => undefined);
  }

  /** Throws what the server wrote last when it is no longer there. */
  async assertAlive(): Promise<void> {
    if (this.isGone) throw new Error(await this.lastLog());
  }

  whenUnexpected(onExit: NatsServerOptions['onExit']): void {
    void this.gone.then(async (code) => {
      if (!this.isStopping) onExit?.({ code, lastLog: await this.lastLog() });
    });
  }

  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    const pid = await this.pid.catch(() => undefined);
    if (this.isGone || pid === undefined) return;
    signalTo(pid, 'SIGTERM');
    const timer = setTimeout(() => signalTo(pid, 'SIGKILL'), limitMs);
    await this.gone;
    clearTimeout(timer);
  }

  private ended(complaint: string, code: number | null, resolve: (code: number | null) => void): void {
    this.isGone = true;
    this.complaint ||= complaint;
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) stream?.destroy();
    resolve(code);
  }

  private async lastLog(): Promise<string> {
    const log = await readFile(this.logFile, 'utf8').catch(() => '');
    const lines = `${log}\n${this.complaint}`.split('\n').filter((line) => line.trim() !== '');
    return (
      lines.findLast((line) => /\[(FTL|ERR)\]|nats-server:/.test(line)) ??
      lines.at(-1) ??
      'it ended without a word'
    );
  }
}

function configuration(options: NatsServerOptions, logFile: string): string {
  const limits = `max_file: ${options.maxFileBytes ?? 4096 * mebibyte}, max_mem: ${64 * mebibyte}`;
  const lines = [
    'host: "127.0.0.1"',
    `port: ${options.port ?? -1}`,
    'server_name: "lienthong"',
    `ports_file_dir: ${quoted(options.storeDir)}`,
    `log_file: ${quoted(logFile)}`,
    `logfile_size_limit: ${10 * mebibyte}`,
    `jetstream { store_dir: ${quoted(options.storeDir)}, ${limits} }`,
  ];
  if (options.operator !== undefined) return `${[...lines, ...operatorMode(options.operator)].join('\n')}\n`;
  if (options.user !== undefined && options.password !== undefined) {
    lines.push(`authorization { user: ${quoted(options.user)}, password: ${quoted(options.password)} }`);
  }
  return `${lines.join('\n')}\n`;
}

/** Told over the servers' own account, it keeps accounts in a folder. */
function operatorMode({ jwt, systemAccount, accounts, resolverDir }: OwnOperator): readonly string[] {
  const preloaded = Object.entries(accounts).map(([account, token]) => `${account}: ${token}`);
  return [
    `operator: ${jwt}`,
    `system_account: ${systemAccount}`,
    `resolver { type: full, dir: ${quoted(resolverDir)}, limit: ${accountsMax}, interval: "2m" }`,
    `resolver_preload { ${preloaded.join(', ')} }`,
  ];
}

/** Without an operator all of it was of the account `$G`, which there is none of now: what was read stays read. */
async function takeOverStreams(storeDir: string, { servicesAccount }: OwnOperator): Promise<void> {
  const [before, now] = ['$G', servicesAccount].map((account) => join(storeDir, 'jetstream', account));
  const isThere = async (folder = '') => (await readdir(folder).catch(() => undefined)) !== undefined;
  if ((await isThere(before)) && !(await isThere(now))) await rename(before as string, now as string);
}

const credentialsIn = ({ user, password, operator }: NatsServerOptions) => ({
  ...{ user, password, creds: operator?.servicesCreds },
});

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (character) => `\\${character}`)}"`;
}

/** The server writes the port it was given into a file of its own as soon as it listens. */
async function portOf(options: NatsServerOptions, pid: number, running: RunningServer): Promise<number> {
  if (options.port !== undefined) return options.port;
  const file = join(options.storeDir, `nats-server_${pid}.ports`);
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const port = portIn(await readFile(file, 'utf8').catch(() => ''));
    if (port !== undefined) return port;
    await running.assertAlive();
    if (Date.now() > deadline) throw new Error(`it named no port within ${startLimitMs} ms`);
    await pause(pollMs);
  }
}

function portIn(text: string): number | undefined {
  const match = /"nats":\s*\["nats:\/\/[^"]*:(\d+)"/.exec(text.replace(/\s+/g, ' ').replace(/\[ /g, '['));
  return match ? Number(match[1]) : undefined;
}

/** A listening port is not yet an answer: JetStream may still be reading its files. */
async function answers(port: number, options: NatsServerOptions, running: RunningServer): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    await running.assertAlive();
    try {
      return await askOnce(port, options);
    } catch (error) {
      await running.assertAlive();
      if (Date.now() > deadline) throw error;
      await pause(pollMs);
    }
  }
}

async function askOnce(port: number, options: NatsServerOptions): Promise<void> {
  const servers = `127.0.0.1:${port}`;
  const credentials = connectsWith(credentialsIn(options));
  const client = await connect({ servers, reconnect: false, timeout: 2_000, ...credentials });
  try {
    await client.jetstreamManager({ timeout: 2_000 });
  } finally {
    await client.close();
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
