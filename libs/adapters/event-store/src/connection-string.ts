import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString';

/**
 * Ours where the connection string names none of its own. A node that hangs is noticed after interval and time-out of
 * the keep-alive; the client's own 10 s and 10 s leave a province silent for half a minute.
 */
export const connectionDefaults = {
  /** Milliseconds between pings of a connection. */
  keepAliveInterval: 2_000,
  /** Milliseconds after which a ping counts as unanswered. */
  keepAliveTimeout: 3_000,
  /** Seconds one member may take to tell of its cluster. */
  gossipTimeout: 2,
  /** Milliseconds between two rounds of asking all members. */
  discoveryInterval: 500,
  /** Rounds before a call fails; the next call begins anew. */
  maxDiscoverAttempts: 5,
} as const;

/** The string cannot be used as it stands. A retry does not help: correct it. */
export class ConnectionStringUnusable extends Error {
  override readonly name = 'ConnectionStringUnusable';
  constructor(what: string) {
    super(`the connection string of the event store (EVENTSTORE_URL) cannot be used: ${what}`);
  }
}

export interface Connection {
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** The hosts are asked for the members of their cluster. */
  readonly discovers: boolean;
  readonly tls: boolean;
  readonly ca?: Buffer;
  /** Where that stands. */
  readonly caFile?: string;
  readonly user?: { readonly certificate: Buffer; readonly key: Buffer };
  readonly credentials?: { readonly username: string; readonly password: string };
}

const flat = (key: string): string => key.trim().toLowerCase().replace(/[_-]/g, '');

/** The same string with our defaults for what it does not name. */
export function withDefaults(url: string): string {
  const [hosts = '', query] = url.trim().split(/\?(.*)/s);
  const named = new Set((query ?? '').split('&').map((pair) => flat(pair.split('=')[0] ?? '')));
  const added = Object.entries(connectionDefaults).filter(([key]) => !named.has(flat(key)));
  const pairs = [...(query ? [query] : []), ...added.map(([key, value]) => `${key}=${value}`)];
  return `${hosts.replace(/\/+$/, '')}?${pairs.join('&')}`;
}

/** What the string says, files read. @throws ConnectionStringUnusable, without a word of a password */
export function connectionOf(url: string): Connection {
  const options = parsed(url);
  const {
    hosts,
    dnsDiscover,
    tls = true,
    tlsCAFile,
    userCertFile,
    userKeyFile,
    defaultCredentials,
  } = options;
  if ((userCertFile === undefined) !== (userKeyFile === undefined))
    throw new ConnectionStringUnusable('userCertFile and userKeyFile are given together or not at all');
  const ca = tls && tlsCAFile !== undefined ? fileOf('tlsCAFile', tlsCAFile) : undefined;
  const user =
    userCertFile === undefined || userKeyFile === undefined
      ? undefined
      : { certificate: fileOf('userCertFile', userCertFile), key: fileOf('userKeyFile', userKeyFile) };
  return {
    hosts,
    discovers: dnsDiscover || hosts.length > 1,
    tls,
    ...(ca && tlsCAFile && { ca, caFile: resolve(tlsCAFile) }),
    ...(user && { user }),
    ...(defaultCredentials && { credentials: defaultCredentials }),
  };
}

function parsed(url: string): ReturnType<typeof parseConnectionString> {
  try {
    return unheard(() => parseConnectionString(url));
  } catch (error) {
    // What it found instead may be part of a password.
    const [, where = ''] = /(at position \d+, expected .*)$/.exec((error as Error).message) ?? [];
    const form = 'it has the form esdb://[user:password@]host:port[,host:port]?tls=true&tlsCAFile=FILE';
    throw new ConnectionStringUnusable(`it is none${where && ` (${where.replace(/\.$/, '')})`}; ${form}`);
  }
}

function fileOf(option: string, path: string): Buffer {
  const whole = resolve(path);
  if (!existsSync(whole))
    throw new ConnectionStringUnusable(`${option} names ${whole}, which does not exist`);
  return readFileSync(whole);
}

/**
 * What the client writes on the console while it reads a string goes to `tell`, but for its dislike of a keep-alive as
 * short as ours.
 */
export function unheard<T>(make: () => T, tell: (warning: string) => void = () => undefined): T {
  const { warn } = console;
  console.warn = (said: unknown) => {
    const warning = String(said).split('\n')[0] ?? '';
    if (!warning.includes('less than recommended')) tell(warning);
  };
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}
