import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, credentials } from '@grpc/grpc-js';
import { type Connection, connectionOf } from './connection-string';

/** The lines of the real server that differ in what a client sees. */
type ServerLine = '23.10' | '24.2';

export interface EmbeddedNodeOptions {
  /** Folder of the event store; absent keeps everything in memory. */
  readonly dataDir?: string;
  /** The built entry of the node; by default the one under `dist` of this repository. */
  readonly entry?: string;
  /** 0 takes any free port; by default so, or that of the node before it. */
  readonly port?: number;
  /**
   * Connection string of a node that ended: this one has its port, certificate and password, so that its clients find
   * it again. The files of those must still be there, so that node had a `dataDir` or was killed. Without it all are
   * new.
   */
  readonly inPlaceOf?: string;
  /** No TLS, no password, and any program of the machine may write: for measuring against such a node alone. */
  readonly insecure?: boolean;
  /** Whose ways the node has where servers differ; by default what `EVENT_STORE_AS` says, or those of 24.2 on. */
  readonly as?: ServerLine;
  /** Called once when the process ends, for whatever reason; `code` is null after a signal. */
  readonly onExit?: (code: number | null, signal: NodeJS.Signals | null) => void;
  /** Called for each line of the node's log (JSON). */
  readonly onLog?: (line: string) => void;
}

export interface EmbeddedNode {
  /** Connection string with user and password: a secret. */
  readonly url: string;
  readonly pid: number;
  /** Asks the node to end in order and waits until port and folder are free; ends it by force after 8 s. */
  stop(): Promise<void>;
  /** Whether it answers a call within the limit: a process may be alive and hang. */
  isAnswering(limitMs: number): Promise<boolean>;
  kill(signal: NodeJS.Signals): void;
}

/** The node did not start; the message is the node's own line of what to do, or the end of its log. */
class EmbeddedNodeRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EmbeddedNodeRefused';
  }
}

const entryInRepository = 'dist/apps/event-store/src/main.js';
const handshakeTimeoutMs = 30_000;
const stopTimeoutMs = 8_000;
const logLinesKept = 20;

interface Handshake {
  readonly ready: boolean;
  readonly url?: string;
  readonly connectionStringFile?: string;
  readonly error?: string;
}

/**
 * Starts the event store node as a child of its own process group; it ends by itself when this process is gone.
 * Rejects with `EmbeddedNodeRefused`.
 */
export async function startEmbeddedNode(options: EmbeddedNodeOptions = {}): Promise<EmbeddedNode> {
  const child = spawn(process.execPath, commandLine(options), {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  void ended.then(({ code, signal }) => options.onExit?.(code, signal));
  // The pipe of a child that dies reports EPIPE here; its end is told by `onExit`.
  child.stdin.on('error', () => undefined);
  const lastLines = keepLog(child, options.onLog);
  const handshake = await Promise.race([readHandshake(child), refusalOnEnd(ended, lastLines)]);
  if (!handshake.ready || handshake.url === undefined || child.pid === undefined) {
    await ended;
    throw new EmbeddedNodeRefused(handshake.error ?? 'The event store node gave no reason.');
  }
  const { url: bare, connectionStringFile: file } = handshake;
  // The handshake stands in logs and terminals: it names the file, never the password.
  const url = file === undefined ? bare : (await readFile(file, 'utf8')).trim();
  const connection = connectionOf(url);
  return {
    url,
    pid: child.pid,
    stop: () => stop(child, ended),
    isAnswering: (limitMs) => isAnswering(connection, limitMs),
    kill: (signal) => void child.kill(signal),
  };
}

function commandLine({ dataDir, entry, port, inPlaceOf, insecure, as }: EmbeddedNodeOptions): string[] {
  const before = inPlaceOf === undefined ? undefined : placeOf(inPlaceOf);
  return [
    entry ?? findEntry(),
    ...(dataDir === undefined ? ['--memory'] : ['--data', dataDir]),
    ...['--port', String(port ?? before?.port ?? 0)],
    ...(insecure === true ? ['--insecure'] : []),
    ...(before?.access === undefined ? [] : ['--access', before.access]),
    ...(as === undefined ? [] : ['--as', as]),
    '--supervised',
  ];
}

/** The certificate of a node stands beside its key and password. */
function placeOf(url: string): { readonly port: number; readonly access?: string } {
  const { hosts, caFile } = connectionOf(url);
  const port = hosts[0]?.port ?? 0;
  return caFile === undefined ? { port } : { port, access: dirname(caFile) };
}

function findEntry(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  const entry = join(folder, entryInRepository);
  if (!existsSync(entry)) {
    throw new EmbeddedNodeRefused(
      `The event store node is not built: ${entry} is missing. Run npm run build.`,
    );
  }
  return entry;
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function keepLog(child: ChildProcess, onLog: ((line: string) => void) | undefined): string[] {
  const kept: string[] = [];
  if (child.stderr === null) return kept;
  createInterface({ input: child.stderr }).on('line', (line) => {
    kept.push(line);
    if (kept.length > logLinesKept) kept.shift();
    onLog?.(line);
  });
  return kept;
}

function readHandshake(child: ChildProcess): Promise<Handshake> {
  return new Promise((resolve) => {
    const tooLate = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ ready: false, error: `The event store node was not ready in ${handshakeTimeoutMs} ms.` });
    }, handshakeTimeoutMs);
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(tooLate);
      resolve(parseHandshake(line));
    });
    child.once('close', () => clearTimeout(tooLate));
  });
}

function parseHandshake(line: string): Handshake {
  try {
    return JSON.parse(line) as Handshake;
  } catch {
    return { ready: false, error: `The event store node began with "${line}" instead of its handshake.` };
  }
}

async function refusalOnEnd(ended: Promise<End>, lastLines: readonly string[]): Promise<Handshake> {
  const { code, signal } = await ended;
  const log = lastLines.length === 0 ? 'It logged nothing.' : `Its log ends with: ${lastLines.join('\n')}`;
  const error = `The event store node ended before it was ready (code ${code}, signal ${signal}). ${log}`;
  return { ready: false, error };
}

async function stop(child: ChildProcess, ended: Promise<End>): Promise<void> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(force);
}

const features = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';

/** Asks what every client asks first, which needs no credentials; the answer itself is not looked at. */
function isAnswering({ hosts, tls, ca }: Connection, limitMs: number): Promise<boolean> {
  const [node] = hosts;
  const channel = tls ? credentials.createSsl(ca ?? null) : credentials.createInsecure();
  // A connection of its own: one that others share may be mended and hide a node that takes no new one.
  const client = new Client(`${node?.address}:${node?.port}`, channel, {
    'grpc.use_local_subchannel_pool': 1,
  });
  const asIs = (bytes: Buffer): Buffer => bytes;
  const deadline = Date.now() + limitMs;
  return new Promise<boolean>((resolve) => {
    client.makeUnaryRequest(features, asIs, asIs, Buffer.alloc(0), { deadline }, (error) =>
      resolve(error === null),
    );
  }).finally(() => client.close());
}
