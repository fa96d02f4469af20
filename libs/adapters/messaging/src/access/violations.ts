import type { NatsConnection } from 'nats';
import { logLines, type LogLinesOptions } from '../log-lines';
import { saidIn } from './nats-jwt';

/** A line about a client that tried what its permissions do not allow. */
interface Written {
  /** Number of its connection; a server that is started anew counts from 1 again. */
  readonly connection: number;
  readonly how: 'publish' | 'subscribe';
  /** As the client wrote it, each character that does not print escaped. */
  readonly subject: string;
  /** By the server's clock, in the time zone of this process. Milliseconds since 1970. */
  readonly atMs: number;
}

export interface Violation extends Written {
  /** Changes with each start of the server. */
  readonly run: number;
}

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;

/**
 * As nats-server 2.9 writes it:
 * `[<pid>] 2026/11/30 23:59:59.123456 [ERR] <host:port> - cid:14 - "v2:nats.js:name" - Publish Violation - …`. The
 * server alone writes what stands before the number; what the client says of itself stands in quotes behind it.
 */
const form = new RegExp(
  [
    String.raw`^\[\d+\] (\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})\d* \[ERR\] \S+ - cid:(\d+) - `,
    `(?:${quoted} - )?(Publish|Subscription) Violation - .*?\\b(?:Subject|Reply) ${quoted}`,
  ].join(''),
);

/** Nothing for any other line of the log. */
export function violationIn(line: string): Written | undefined {
  const match = form.exec(line);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0, connection = 0] = match
    .slice(1, 9)
    .map(Number);
  const [, kind, subject = ''] = match.slice(9);
  return {
    connection,
    how: kind === 'Publish' ? 'publish' : 'subscribe',
    subject,
    atMs: new Date(year, month - 1, day, hour, minute, second, ms).getTime(),
  };
}

/** Public key in a JWT of a user; nothing when it is none. Whether it is signed is not looked at. */
export const userKeyIn = (jwt: string): string | undefined => saidIn(jwt)?.sub;

/**
 * Public key by which a connection was let in; nothing where the server knows it no more, or began it later than
 * `atMs`. Asked is one server: of several the first to answer would be believed.
 */
export async function userKeyOf(
  servers: NatsConnection,
  { connection, atMs }: Pick<Violation, 'connection' | 'atMs'>,
): Promise<string | undefined> {
  const asked = { cid: connection, auth: true, state: openAndClosed };
  const answer = await servers.request('$SYS.REQ.SERVER.PING.CONNZ', JSON.stringify(asked), {
    timeout: answerMs,
  });
  const { data } = answer.json<{ readonly data?: { readonly connections?: readonly Described[] } }>();
  const found = data?.connections?.find(({ cid }) => cid === connection);
  // The server that answers may be a later one than that which wrote the line.
  return found !== undefined && Date.parse(found.start) <= atMs + 1 ? userKeyIn(found.jwt ?? '') : undefined;
}

interface Described {
  readonly cid: number;
  readonly jwt?: string;
  readonly start: string;
}

const openAndClosed = 2;
const answerMs = 2_000;

const starts = /^\[\d+\] \S+ \S+ \[INF\] Starting nats-server\b/;

/** What clients try beside their permissions from when it resolves on, by the log of their server. */
export async function violations(
  logFile: string,
  options: LogLinesOptions,
): Promise<AsyncGenerator<Violation>> {
  return violationsIn(await logLines(logFile, options));
}

async function* violationsIn(lines: AsyncIterable<string>): AsyncGenerator<Violation> {
  let run = 0;
  for await (const line of lines) {
    if (starts.test(line)) run += 1;
    const violation = violationIn(line);
    if (violation !== undefined) yield { ...violation, run };
  }
}
