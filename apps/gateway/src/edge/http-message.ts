import type { IncomingMessage } from 'node:http';
import { Problem } from './problem';

/** What a server MUST also take, as proxies get it (RFC 9112, 3.2.2); its authority stands above `Host`. */
const absoluteForm = /^https?:\/\/[^/?#]*/i;

/** The target of a request as it is routed and told: path and query. */
export function originForm(url: string): string {
  const rest = url.replace(absoluteForm, '');
  return rest === url || rest.startsWith('/') ? rest : `/${rest}`;
}

/** A host and a port of RFC 3986, or nothing. No comma: some join the lines of a field, and mean two hosts. */
const hostPattern = /^[A-Za-z0-9._~!$&'()*+;=%:[\]-]*$/;

/**
 * What Node's parser lets pass and RFC 9112 does not: a request of HTTP/0.9, more than one `Host` (3.2) or one that is
 * none, a fragment in the target. The connection ends: whoever sent it may frame messages otherwise, too.
 * @throws Problem.
 */
export function checkMessage({ rawHeaders, headers, httpVersionMajor, url = '' }: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  const isHost = hosts.length <= 1 && hostPattern.test(headers.host ?? '');
  if (httpVersionMajor === 1 && isHost && !url.includes('#')) return;
  throw new Problem('request:unreadable', { headers: { connection: 'close' } });
}
