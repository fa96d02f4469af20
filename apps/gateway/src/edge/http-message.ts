import type { IncomingMessage } from 'node:http';
import { Problem } from './problem';

/** What a server MUST also take, as proxies get it (RFC 9112, 3.2.2); its authority stands above `Host`. */
const absoluteForm = /^https?:\/\/[^/?#]*/i;

/** The target of a request as it is routed and told: path and query. */
export function originForm(url: string): string {
  const rest = url.replace(absoluteForm, '');
  return rest === url || rest.startsWith('/') ? rest : `/${rest}`;
}

/** Where a request may name another method than its line does: for clients that cannot send `PATCH` (tus 1.0.0). */
const resumable = /^\/uploads(?:[/?]|$)/;

/** Whether a target is one of resumable uploads, also where no route is found. */
export const isResumable = (target: string): boolean => resumable.test(target);

const servedOfUploads = ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * The method by which a request is routed: that of `X-HTTP-Method-Override` where clients may send it, its own being
 * ignored there. Any that is not served is as `GET`, which is not either.
 */
export function methodOf({ method, url = '', headers }: IncomingMessage): string | undefined {
  const other = headers['x-http-method-override'];
  if (typeof other !== 'string' || !isResumable(originForm(url))) return method;
  return servedOfUploads.find((served) => served === other.trim().toUpperCase()) ?? 'GET';
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
