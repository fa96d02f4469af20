import { createHash } from 'node:crypto';
import { type ProposedEvent } from '../event';
import { describedStream } from '../stream-metadata';

/** An event on its way from one store to another, byte for byte. */
export interface CopiedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Its position in the store it comes from. */
  readonly place: string;
  /** When that store recorded it, in ms since 1970. */
  readonly createdMs: number;
}

/** The revision of the event that ends a stream for ever, in the protocol. */
export const tombstoneOnTheWire = 2n ** 63n - 1n;

export const isTombstone = ({ type, revision }: CopiedEvent): boolean =>
  type === '$streamDeleted' && revision === tombstoneOnTheWire;

/** Streams that a server writes for itself, and their metadata. */
export const isOfSystem = ({ stream }: CopiedEvent): boolean =>
  (describedStream(stream) ?? stream).startsWith('$');

/**
 * 48 bits of what makes two events the same: the id. Metadata is the same when its content is, for a node writes some
 * itself when a deleted stream comes back.
 */
export function fingerprint({ id, stream, type, data }: CopiedEvent): number {
  const text = describedStream(stream) === undefined ? id : `${type} ${plain(data)}`;
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}

function plain(data: Uint8Array): string {
  const text = Buffer.from(data).toString();
  try {
    return JSON.stringify(Object.entries(JSON.parse(text) as object).sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch {
    return text;
  }
}
