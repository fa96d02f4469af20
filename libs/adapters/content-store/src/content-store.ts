import type { Readable } from 'node:stream';
import type { Sums } from './part-list';

/** Offsets of the first and the last byte, both within the content, as RFC 9110 counts them. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** What an inspection found: the media type of the bytes, as `@domain/codes` names types that were found. */
export interface Inspected {
  readonly mediaType: string;
}

export interface ReceiveLimits {
  readonly bytesMax: number;
  /**
   * Looks into the whole bytes, in a file that has no name of its own yet. What it throws refuses the upload, and
   * `receive` or `adopt` throws it in turn; what it found is remembered beside the upload.
   */
  readonly inspect?: (file: string) => Promise<Inspected>;
}

export interface AdoptLimits extends ReceiveLimits {
  /** Of the bytes of the file as its writer wrote them, so that they are not read again; of another size they are. */
  readonly sums?: Sums;
}

/** `mediaType` is what its inspection found; absent when nobody looked into it. */
export interface Uploaded extends Partial<Inspected> {
  readonly size: number;
}

/** `existed` says that this agency had sent these bytes before. */
export interface Received {
  readonly size: number;
  readonly existed: boolean;
}

/** What a sweep removed. */
export interface Swept {
  readonly uploads: number;
  readonly leftovers: number;
}

/**
 * Bytes under their SHA-256. What an agency uploads waits under that agency's name until an accepted command keeps
 * it; kept bytes are never changed and never removed. Hashes are 64 lower-case hex digits.
 */
export abstract class ContentStore {
  /**
   * Takes the bytes of one upload and remembers that this agency sent them. Durable when it resolves; nothing is left
   * behind when it rejects. A refused stream is not destroyed: an HTTP edge still has to answer on its socket.
   * @throws HashMismatch, TooLarge, UploadCut, NotAnAddress, ContentStoreUnavailable, what `inspect` throws.
   */
  abstract receive(agency: string, sha256: string, bytes: Readable, limits: ReceiveLimits): Promise<Received>;

  /**
   * The same with bytes that lie in a file on this machine, of the file system of the store where it has one. The
   * file is gone when it resolves, and as it was when it rejects.
   * @throws what `receive` throws, but UploadCut.
   */
  abstract adopt(agency: string, sha256: string, file: string, limits: AdoptLimits): Promise<Received>;

  /**
   * What is known of bytes that this agency itself sent and that wait still; nothing for bytes only others have sent.
   */
  abstract uploadedBy(agency: string, sha256: string): Promise<Uploaded | undefined>;

  /**
   * Makes an upload of this agency permanent. Idempotent: bytes that are kept already stay as they are.
   * @throws ContentMissing when this agency never sent them.
   */
  abstract keep(agency: string, sha256: string): Promise<void>;

  /** Size of kept bytes. */
  abstract size(sha256: string): Promise<number | undefined>;

  /** Reads kept bytes and compares them with their address. `agency` is whose turn that is, `''` the house's. */
  abstract verify(sha256: string, agency?: string): Promise<'whole' | 'missing' | 'damaged'>;

  /**
   * Kept bytes as a stream. The stream hashes what it gives out and ends with ContentDamaged instead of an end when
   * the bytes are not those of the address: a reader that sees `end` has the whole, true content.
   * @throws ContentMissing.
   */
  abstract read(sha256: string): Promise<{ size: number; stream: Readable }>;

  /**
   * Some of the kept bytes as a stream that gives out only what it has checked, part by part, and ends with
   * ContentDamaged where the next part is not true. It holds one part (4 MiB) in memory.
   * @throws ContentMissing, ContentDamaged; RangeError for a range that is not within the content.
   */
  abstract readRange(sha256: string, range: ByteRange): Promise<Readable>;

  /** Addresses of everything that is kept, in no order; what is kept meanwhile may be left out. */
  abstract kept(): AsyncIterable<string>;

  /**
   * Takes kept bytes that are damaged out of the way and leaves them for an operator to look at. From then on they
   * are missing, and the upload they came from, sent again, can be kept in their place. Nothing when they are gone.
   */
  abstract quarantine(sha256: string): Promise<void>;

  /**
   * Removes uploads older than `hours` that no command named in time, and leftovers of cut uploads. Kept bytes stay.
   */
  abstract sweep(hours: number): Promise<Swept>;
}
