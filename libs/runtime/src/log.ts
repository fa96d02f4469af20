import { join } from 'node:path';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Configuration } from './configuration.config';
import { LogFile } from './log-file';
import { typescriptLines } from './typescript-lines';

/** JSON lines `time level service msg correlationId commandId stream position`. */
export type Log = Logger;

/** What is never written, wherever a caller puts it: bodies and credentials. */
const never = ['body', 'contents', 'authorization', 'token', 'password', 'cookie'];
const redact = { paths: never.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), remove: true };

/** Fields of an error that are names and places. */
const places = [
  ...['code', 'reason', 'stream', 'revision', 'position', 'storedName', 'pointer'],
  ...['subject', 'path', 'syscall'],
];

/** An error may carry the event or the row at which it failed: whose they are, nobody reads them in a log. */
function errorTold(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told = pino.stdSerializers.err(error);
  const kept = places.flatMap((name) => (isPlain(told[name]) ? [[name, told[name]]] : []));
  const stack = typescriptLines(told.stack);
  return { type: told.type, message: told.message, stack, ...Object.fromEntries(kept) };
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'bigint'].includes(typeof value);

/** The logs without a name that those of processes were made from. */
const nameless = new WeakMap<Log, Log>();

/** The log of one service in a process: the line names the service and not the process as well. */
export const logOf = (log: Log, service: string): Log => named(nameless.get(log) ?? log, service);

function named(root: Log, service: string): Log {
  const log = root.child({ service });
  nameless.set(log, root);
  return log;
}

/** A log of one process on a stream; tests give their own stream. */
export function logTo(stream: DestinationStream, service: string, level: Configuration['logLevel']): Log {
  const root = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact,
      serializers: { err: errorTold },
    },
    stream,
  );
  return named(root, service);
}

export interface OpenLog {
  readonly log: Log;
  /** Writes what is still held back. The log takes no lines afterwards. */
  close(): void;
}

/**
 * The log of a process: to standard error, or, with a log folder, to `<folder>/<service>.<n>.log` (10 MiB each, five
 * kept) and only warnings to standard error. Standard output belongs to the handshake.
 */
export async function openLog(
  { logLevel, logDir }: Pick<Configuration, 'logLevel' | 'logDir'>,
  service: string,
): Promise<OpenLog> {
  const terminal = onTerminal();
  if (logDir === undefined) return { log: logTo(terminal, service, logLevel), close: () => undefined };
  const file = await LogFile.open({ file: join(logDir, service), service });
  const both = pino.multistream([
    { level: 'trace', stream: file },
    { level: 'warn', stream: terminal },
  ]);
  return { log: logTo(both, service, logLevel), close: () => void file.close() };
}

const heldBackBytesMax = 64 * 1024;

/**
 * Standard error, written before `write` returns. A log that cannot be written ends no process, wherever standard
 * error goes: its lines are dropped then, and nothing is tried for ever, as the library's `flushSync` would.
 */
function onTerminal(): DestinationStream {
  const terminal = pino.destination({ dest: 2, sync: true, maxLength: heldBackBytesMax });
  terminal.on('error', () => undefined);
  return { write: (line) => void terminal.write(line) };
}
