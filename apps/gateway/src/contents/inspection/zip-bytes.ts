import { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { OpenBytes } from './open-bytes';
import { zipEndRecord, type ZipPlace } from './zip-end';

const chunkBytes = 64 * 1024;

/** A zip within a file, as if nothing stood before or behind it: its remark is left out. */
class ZipBytes extends RandomAccessReader {
  constructor(
    private readonly bytes: OpenBytes,
    private readonly place: ZipPlace,
  ) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.part(position, length).then(
      (part) => {
        part.copy(buffer, offset);
        callback(part.length < length ? new Error('unexpected end') : null);
      },
      (error: unknown) => callback(error as Error),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.parts(start, end));
  }

  private async *parts(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; at += chunkBytes)
      yield await this.part(at, Math.min(chunkBytes, end - at));
  }

  private async part(position: number, length: number): Promise<Buffer> {
    const { begin, endAt } = this.place;
    const from = begin + position;
    const part = await this.bytes.read(from, Math.min(length, endAt + zipEndRecord.bytes - from));
    const remarkLengthAt = endAt + zipEndRecord.remarkLengthAt - from;
    for (const at of [remarkLengthAt, remarkLengthAt + 1]) if (at >= 0 && at < part.length) part[at] = 0;
    return part;
  }
}

/** Whoever opens it closes it. @throws Error when its records contradict each other. */
export const openZip = (bytes: OpenBytes, place: ZipPlace): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(
    new ZipBytes(bytes, place),
    place.endAt + zipEndRecord.bytes - place.begin,
    // Undecoded, so that a name can be refused by its own rule.
    { autoClose: false, decodeStrings: false },
  );
