import type { FastifyRequest } from 'fastify';
import { headerOf } from './edge-request';
import { endOfText, placeBehind } from './repeated-name';

/** Written any way: `secrecy`, `Secrecy`, `secr\u0065cy`. */
const isMarkName = (name: string): boolean => name.normalize('NFKC').trim().toLowerCase() === 'secrecy';
/** What says nothing is no mark; that its form is wrong is said like of any other field. */
const unmarked: readonly unknown[] = ['', 'none', null];

/** Does anything but the body say that what is sent is secret: a header, the metadata of an upload, the address? */
export function isMarkedSecret(request: FastifyRequest): boolean {
  const told = headerOf(request, 'content-secrecy');
  return (told !== undefined && told !== 'none') || isMarkedInMetadata(request) || isMarkedInAddress(request);
}

function isMarkedInMetadata(request: FastifyRequest): boolean {
  const pairs = (headerOf(request, 'upload-metadata') ?? '')
    .split(',')
    .map((pair) => pair.trim().split(/\s+/));
  return pairs.some(
    ([name = '', value = '']) =>
      isMarkName(name) && !unmarked.includes(Buffer.from(value, 'base64').toString('utf8')),
  );
}

function isMarkedInAddress({ query }: FastifyRequest): boolean {
  return Object.entries(query as Readonly<Record<string, unknown>>).some(
    ([name, value]) => isMarkName(name) && !unmarked.includes(value),
  );
}

/**
 * Does a JSON text name a mark of secrecy in any of its objects, also where the name stands twice and where the text
 * breaks off? Read from the text itself: `JSON.parse` keeps the last of two.
 */
export function marksSecret(json: string): boolean {
  if (!/secrecy|\\u|[^\0-\x7f]/i.test(json)) return false;
  for (let start = json.indexOf('"'); start !== -1;) {
    const end = endOfText(json, start);
    const colon = placeBehind(json, end);
    if (json[colon] === ':' && isMarkName(textOf(json.slice(start, end)))) {
      if (!saysNothing(json, placeBehind(json, colon + 1))) return true;
    }
    start = json.indexOf('"', end);
  }
  return false;
}

/** A value that is no text marks as well, whatever it is. */
function saysNothing(json: string, at: number): boolean {
  if (json.startsWith('null', at)) return true;
  return json[at] === '"' && unmarked.includes(textOf(json.slice(at, endOfText(json, at))));
}

/** The text of a token; the token itself where it is none. */
function textOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
