import type { Passing } from '@contracts';

/** The bytes are not those of the declared address. A retry with the same bytes does not help. */
export class HashMismatch extends Error {
  override readonly name = 'HashMismatch';
  constructor(
    readonly declared: string,
    readonly actual: string,
  ) {
    super(`the bytes have SHA-256 ${actual}, not ${declared} as declared; send them under their own address`);
  }
}

/** More bytes than allowed. A retry does not help. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  constructor(readonly bytesMax: number) {
    super(`the content is larger than ${bytesMax} bytes; send less`);
  }
}

/** The upload ended before its end. Sending it again helps. */
export class UploadCut extends Error {
  override readonly name = 'UploadCut';
  constructor(
    readonly bytesReceived: number,
    options?: ErrorOptions,
  ) {
    super(`the upload was cut off after ${bytesReceived} bytes; send it again`, options);
  }
}

/**
 * An agency or hash that is none, so no path is made of it: a caller that skipped validation. A retry does not help.
 */
export class NotAnAddress extends Error {
  override readonly name = 'NotAnAddress';
  constructor(readonly text: string) {
    super(
      `not an address of content: ${JSON.stringify(text)}; use an agency code and 64 lower-case hex digits`,
    );
  }
}

/** There are no such bytes here. */
export class ContentMissing extends Error {
  override readonly name = 'ContentMissing';
  constructor(readonly sha256: string) {
    super(`no content ${sha256} is kept here; upload it, or restore it from a backup when an event names it`);
  }
}

/**
 * The stored bytes are no longer those of their address: the disk or somebody changed them. Restore them from a
 * backup.
 */
export class ContentDamaged extends Error {
  override readonly name = 'ContentDamaged';
  constructor(
    readonly sha256: string,
    readonly actual: string,
    /** Number of the part that was looked at, from 0; absent when the whole was. */
    readonly part?: number,
  ) {
    const found =
      part === undefined ? `its bytes have SHA-256 ${actual}` : `part ${part} of it has the sum ${actual}`;
    super(`content ${sha256} is damaged: ${found}; restore it from a backup`);
  }
}

/**
 * The disk or the bucket refuses: full, read-only, failing, away. Trying again helps once an operator has mended it.
 */
export class ContentStoreUnavailable extends Error implements Passing {
  override readonly name = 'ContentStoreUnavailable';
  readonly passes = true;
  constructor(
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(`the content store cannot work on ${path}; look at it and its free space, then try again`, options);
  }
}

/** Does what it is told; what the file system throws becomes ContentStoreUnavailable. */
export async function orUnavailable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { syscall, path } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new ContentStoreUnavailable(path ?? folder, { cause: error });
  }
}
