import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { type FieldError, nestingMax } from '@contracts';
import { headerOf } from './edge-request';
import { limits } from './limits';
import { Problem } from './problem';
import { repeatedName, segment } from './repeated-name';

/** Refuses by its headers a body that is too long or no JSON, before a byte of it is read. @throws Problem. */
export function checkAnnounced(request: FastifyRequest, bytesMax: number = limits.jsonBytesMax): void {
  const type = headerOf(request, 'content-type');
  if (isAnnounced(request) && !/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type ?? '')) {
    throw new Problem('request:wrong-media-type');
  }
  checkUncoded(request);
  if (announcedBytes(request) > bytesMax) throw new Problem('request:too-large');
}

/** Bodies come as they are: a coded one would have to be unpacked before its size is known. @throws Problem. */
export function checkUncoded(request: FastifyRequest): void {
  const coding = headerOf(request, 'content-encoding') ?? 'identity';
  if (coding.toLowerCase() !== 'identity') throw new Problem('request:wrong-media-type');
}

/** `Content-Length`, or NaN when it is not told. */
export const announcedBytes = (request: FastifyRequest): number =>
  Number(headerOf(request, 'content-length') ?? NaN);

/** Whether a body follows, as far as the headers tell. */
export const isAnnounced = (request: FastifyRequest): boolean =>
  headerOf(request, 'transfer-encoding') !== undefined || announcedBytes(request) > 0;

/** Sees the text of a body. @throws Problem when nothing more may be done with it. */
export type Look = (text: string) => Promise<void>;

/** What one body may be. */
interface Bounds {
  readonly depthMax?: number;
  readonly bytesMax?: number;
}

/**
 * The JSON body of a command; nothing when it is empty. `look` sees its text before anything is said of its form;
 * deeper than `depthMax` it may not be nested.
 * @throws Problem: too long, too slow, too deep, no JSON, a field that stands twice; and what `look` throws.
 */
export async function readJson(
  raw: IncomingMessage,
  look: Look,
  { depthMax = nestingMax, bytesMax = limits.jsonBytesMax }: Bounds = {},
): Promise<unknown> {
  return jsonIn(await readLimited(raw, bytesMax), look, depthMax);
}

/** The same of bytes that are there already. @throws as `readJson` does. */
export async function jsonIn(bytes: Uint8Array, look: Look, depthMax: number): Promise<unknown> {
  if (bytes.byteLength === 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    await look(Buffer.from(bytes).toString('utf8'));
    throw new Problem('request:not-json');
  }
  await look(text);
  if (isDeeperThan(text, depthMax)) throw new Problem('request:too-deep');
  const value = parsed(text);
  const repeated = repeatedName(text);
  if (repeated !== undefined)
    throw malformed({ pointer: `/body${repeated}`, detail: 'stands twice; send it once', code: 'repeated' });
  const crowded = crowdedPlace(value, '/body');
  const max = limits.jsonEntriesMax;
  const detail = `holds more than ${max} entries`;
  if (crowded !== undefined)
    throw malformed({ pointer: crowded, detail, code: 'too-many-entries', params: { max } });
  return value;
}

const malformed = (error: FieldError): Problem => new Problem('request:malformed', { errors: [error] });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('request:not-json');
  }
}

/**
 * Pointer of the first list or object with too many entries. Shapes look at every entry before they say that there
 * are too many, and compare each with each where entries have to differ.
 */
function crowdedPlace(value: unknown, pointer: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.length > limits.jsonEntriesMax) return pointer;
  for (const [key, each] of entries) {
    const place = crowdedPlace(each, pointer + segment(key));
    if (place !== undefined) return place;
  }
  return undefined;
}

/** A request that is refused is not destroyed: its sender is to read the answer. */
async function readLimited(raw: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new Problem('request:too-slow'))),
      limits.jsonWithinMs,
    );
    const onData = (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > bytesMax) return settle(() => reject(new Problem('request:too-large')));
      chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks)));
    const onCut = () => settle(() => reject(new Problem('request:unreadable')));
    const settle = (then: () => void) => {
      clearTimeout(timer);
      raw.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
      raw.on('error', () => undefined);
      then();
    };
    raw.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
}

/** Counts brackets outside of texts, so that a deep body costs no stack. */
export function isDeeperThan(text: string, depthMax: number): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (inText) {
      if (character === 0x5c) index++;
      else if (character === 0x22) inText = false;
      continue;
    }
    if (character === 0x22) inText = true;
    else if (character === 0x7b || character === 0x5b) {
      if (++depth > depthMax) return true;
    } else if (character === 0x7d || character === 0x5d) depth--;
  }
  return false;
}
