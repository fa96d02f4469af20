/** What `$metadata` says about reading a stream; an absent key means no limit. */
export interface StreamPolicy {
  readonly maxCount?: number;
  readonly truncateBefore?: number;
  readonly maxAgeMs?: number;
}

export const noPolicy: StreamPolicy = Object.freeze({});

const metastreamPrefix = '$$';
export const metadataEventType = '$metadata';

export const isMetastream = (stream: string): boolean => stream.startsWith(metastreamPrefix);

/** `$$orders-1` tells about `orders-1`; undefined for an ordinary stream. */
export const describedStream = (stream: string): string | undefined =>
  isMetastream(stream) ? stream.slice(metastreamPrefix.length) : undefined;

/** Metadata that is not a JSON object, or a key with an impossible value, counts as absent, as on a real node. */
export function parseStreamPolicy(data: Uint8Array): StreamPolicy {
  const parsed = parseObject(data);
  if (parsed === undefined) return noPolicy;
  const maxCount = wholeNumber(parsed['$maxCount'], 1);
  const truncateBefore = wholeNumber(parsed['$tb'], 0);
  const maxAgeSeconds = wholeNumber(parsed['$maxAge'], 1);
  return {
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeMs: maxAgeSeconds * 1_000 }),
  };
}

function parseObject(data: Uint8Array): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString());
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown, least: number): number | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) return undefined;
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}
