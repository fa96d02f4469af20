import { type Refused, refusedBy } from './reply';

/** Where a fact stands in one history of one store: opaque to callers, `<storeId>.<epoch>.<commit position>`. */
export interface PositionToken {
  readonly storeId: string;
  /** 1 to 999,999; a token of before epochs were told is of the first. */
  readonly epoch: number;
  readonly commit: bigint;
}

/** What a process knows of the store it works on. */
export interface KnownHistory {
  readonly storeId: string;
  /** The present one; 1 until the history is renewed for the first time. */
  readonly epoch: number;
  /** Every renewal: up to `after`, a commit position in decimal digits, tokens of earlier epochs still hold. */
  readonly renewals: readonly { readonly epoch: number; readonly after: string }[];
}

const noneFrom = 2n ** 63n;

/**
 * A number as a position, whoever gave it. Stores count in signed numbers of 64 bits, so that one from 2^63 on, or no
 * number at all, is none: "before the start", which is -1, travels as 18446744073709551615.
 */
export function positionFrom(number: bigint | string | undefined): bigint | undefined {
  if (typeof number === 'string' && !/^\d{1,20}$/.test(number)) return undefined;
  const position = BigInt(number ?? -1n);
  return position >= 0n && position < noneFrom ? position : undefined;
}

const pattern =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\.([1-9]\d{0,5}))?\.(\d{1,20})$/i;

/** The token of a position in the present history. */
export const tokenAt = (
  { storeId, epoch }: Pick<KnownHistory, 'storeId' | 'epoch'>,
  commit: bigint,
): string => positionToken({ storeId, epoch, commit });

/** Without an epoch, a token of the first. */
export const positionToken = ({
  storeId,
  epoch = 1,
  commit,
}: Omit<PositionToken, 'epoch'> & Partial<PositionToken>): string => `${storeId}.${epoch}.${commit}`;

/** A store whose history was never renewed. */
export const firstEpochOf = (storeId: string): KnownHistory => ({ storeId, epoch: 1, renewals: [] });

/** Reads a token back; nothing when it is none of ours. */
export function parsePositionToken(text: string): PositionToken | undefined {
  const [, storeId, epoch = '1', digits] = pattern.exec(text) ?? [];
  const commit = positionFrom(digits);
  if (storeId === undefined || commit === undefined) return undefined;
  return { storeId: storeId.toLowerCase(), epoch: Number(epoch), commit };
}

/** Of tokens of one store, the one that stands behind all others; nothing where none is a token of ours. */
export function newestOf(tokens: readonly string[]): string | undefined {
  let newest: PositionToken | undefined;
  for (const text of tokens) {
    const token = parsePositionToken(text);
    if (token !== undefined && (newest === undefined || isBehind(token, newest))) newest = token;
  }
  return newest && positionToken(newest);
}

const isBehind = (one: PositionToken, other: PositionToken): boolean =>
  one.epoch === other.epoch ? one.commit > other.commit : one.epoch > other.epoch;

/**
 * The position behind a token, or why it is none here: `position:of-another-store`, `position:of-a-lost-future`, and
 * `position:not-visible-yet` for a renewal this process has not heard of. `undefined` when it is no token of ours.
 */
export function commitIn(
  { storeId, epoch, renewals }: KnownHistory,
  text: string,
): bigint | Refused | undefined {
  const token = parsePositionToken(text);
  if (token === undefined) return undefined;
  if (token.storeId !== storeId) return refusedBy('position', 'of-another-store');
  if (token.epoch > epoch) return refusedBy('position', 'not-visible-yet');
  const isLost = renewals.some((each) => each.epoch > token.epoch && token.commit > BigInt(each.after));
  return isLost ? refusedBy('position', 'of-a-lost-future') : token.commit;
}
