import type { Readable } from 'node:stream';

/**
 * Bytes under their SHA-256. What an agency uploads waits under that agency's name until an accepted command keeps
 * it; kept bytes are never changed and never removed. Hashes are 64 lower-case hex digits.
 */
export abstract class ContentStore {
  /**
   * Takes the bytes of one upload and remembers that this agency sent them. Durable when it resolves; nothing is left
   * behind when it rejects. `existed` says that this agency had sent them before. A refused stream is not destroyed:
   * an HTTP edge still has to answer on its socket.
   * @throws HashMismatch, TooLarge, UploadCut, NotAnAddress, ContentStoreUnavailable.
   */
  abstract receive(
    agency: string,
    sha256: string,
    bytes: Readable,
    limits: { readonly bytesMax: number },
  ): Promise<{ size: number; existed: boolean }>;

  /**
   * Size of what this agency itself sent and what waits still or was kept; nothing for bytes only others have sent.
   */
  abstract uploadedBy(agency: string, sha256: string): Promise<{ size: number } | undefined>;

  /**
   * Makes an upload of this agency permanent. Idempotent: bytes that are kept already stay as they are.
   * @throws ContentMissing when this agency never sent them.
   */
  abstract keep(agency: string, sha256: string): Promise<void>;

  /** Size of kept bytes. */
  abstract size(sha256: string): Promise<number | undefined>;

  /** Reads kept bytes and compares them with their address. */
  abstract verify(sha256: string): Promise<'whole' | 'missing' | 'damaged'>;

  /**
   * Kept bytes as a stream. The stream hashes what it gives out and ends with ContentDamaged instead of an end when
   * the bytes are not those of the address: a reader that sees `end` has the whole, true content.
   * @throws ContentMissing.
   */
  abstract read(sha256: string): Promise<{ size: number; stream: Readable }>;
}
