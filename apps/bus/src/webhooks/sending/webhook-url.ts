import { isIP } from 'node:net';
import { type AllowedPlaces, isAllowedAddress } from './allowed-places';

export type UrlFault =
  'not-a-url' | 'scheme' | 'user-info' | 'fragment' | 'odd-spelling' | 'port' | 'address';

const charactersMax = 2_048;

/**
 * What is wrong with the address of a receiver, as far as its text says: https on port 443 and nothing that readers of
 * URLs read differently. What a name resolves to is looked at with each connection.
 */
export function urlFault(text: string, allowed: AllowedPlaces): UrlFault | undefined {
  // The URL standard drops tabs and line breaks and takes a backslash for a slash: others do not.
  if (text.length > charactersMax || /[^!-~]|\\/.test(text) || !URL.canParse(text)) return 'not-a-url';
  const { protocol, username, password, hash, hostname, port, origin } = new URL(text);
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  if (protocol !== 'https:' && protocol !== 'http:') return 'scheme';
  if (username !== '' || password !== '' || authority.includes('@')) return 'user-info';
  if (hash !== '' || text.includes('#')) return 'fragment';
  // `0x7f.1`, `2130706433` and `①.1.1.1` are addresses, too.
  if (authority.toLowerCase().replace(/:\d*$/, '') !== hostname) return 'odd-spelling';
  if (allowed.origins.has(origin)) return undefined;
  if (protocol !== 'https:') return 'scheme';
  if (port !== '') return 'port';
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) !== 0 && !isAllowedAddress(literal, allowed) ? 'address' : undefined;
}
