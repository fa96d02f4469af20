/** What `$metadata` says about reading a stream; an absent key means no limit. */
export interface StreamPolicy {
  readonly maxCount?: number;
  readonly truncateBefore?: number;
  readonly maxAgeMs?: number;
  /** `$tb` is 2^63-1: the stream is not found until something is appended to it or to its metadata. */
  readonly isSoftDeleted?: true;
}

export const noPolicy: StreamPolicy = Object.freeze({});

const metastreamPrefix = '$$';
export const metadataEventType = '$metadata';

/** Written as text: a JSON number in JavaScript would be rounded up. */
const softDeletedBefore = '9223372036854775807';
export const softDeletion: Uint8Array = Buffer.from(`{"$tb":${softDeletedBefore}}`);

export const isMetastream = (stream: string): boolean => stream.startsWith(metastreamPrefix);

export const metastreamOf = (stream: string): string => metastreamPrefix + stream;

/** `$$orders-1` tells about `orders-1`; undefined for an ordinary stream. */
export const describedStream = (stream: string): string | undefined =>
  isMetastream(stream) ? stream.slice(metastreamPrefix.length) : undefined;

/**
 * Reads metadata as a real node does: a value out of range counts as absent, but a key of the wrong type, like
 * anything that is not a JSON object, makes the whole of it count for nothing.
 */
export function parseStreamPolicy(data: Uint8Array): StreamPolicy {
  const text = textOf(data);
  const parsed = parseObject(text);
  if (parsed === undefined || !hasWellTypedKeys(parsed)) return noPolicy;
  const { $maxCount: maxCount = 0, $tb: truncateBefore = -1, $maxAge: maxAgeSeconds = 0 } = parsed as Limits;
  if (truncateBefore >= 2 ** 63) return text.includes(softDeletedBefore) ? { isSoftDeleted: true } : noPolicy;
  return {
    ...(maxCount > 0 ? { maxCount: atMostSafe(maxCount) } : {}),
    ...(truncateBefore >= 0 ? { truncateBefore: atMostSafe(truncateBefore) } : {}),
    ...(maxAgeSeconds > 0 ? { maxAgeMs: maxAgeSeconds * 1_000 } : {}),
  };
}

/** The same metadata with another `$tb`; undefined when it is not a JSON object. */
export function withTruncateBefore(data: Uint8Array, revision: number): Uint8Array | undefined {
  const parsed = parseObject(textOf(data));
  return parsed === undefined ? undefined : Buffer.from(JSON.stringify({ ...parsed, $tb: revision }));
}

interface Limits {
  readonly $maxCount?: number;
  readonly $tb?: number;
  readonly $maxAge?: number;
}

/** Longest span of time of a real node, in seconds. */
const maxAgeSecondsMax = 922_337_203_685;

function hasWellTypedKeys(metadata: Record<string, unknown>): boolean {
  const isAbsentOr = (key: string, holds: (value: unknown) => boolean): boolean =>
    !(key in metadata) || holds(metadata[key]);
  const isWithin =
    (most: number) =>
    (value: unknown): boolean =>
      Number.isInteger(value) && Math.abs(value as number) <= most;
  return (
    isAbsentOr('$maxCount', isWithin(2 ** 63 - 1_024)) &&
    isAbsentOr('$tb', isWithin(2 ** 63)) &&
    isAbsentOr('$maxAge', isWithin(maxAgeSecondsMax)) &&
    isAbsentOr('$cacheControl', isWithin(maxAgeSecondsMax)) &&
    isAbsentOr('$acl', isObject)
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (data: Uint8Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();

const atMostSafe = (value: number): number => Math.min(value, Number.MAX_SAFE_INTEGER);
