import type { OpenBytes } from './open-bytes';

/** Where a zip lies in a file: others may have put bytes before and behind it, and every program still unpacks it. */
export interface ZipPlace {
  /** Bytes before the zip. */
  readonly begin: number;
  /** Where its last record stands, in the file; only a remark may follow it. */
  readonly endAt: number;
  /** Of its directory; absent where that is told elsewhere, as in zips over 4 GiB. */
  readonly directoryBytes?: number;
}

/** Of the record at the end of a zip, and of the length of the remark in it, which is its last field. */
export const zipEndRecord = { bytes: 22, remarkLengthAt: 20 } as const;

const [endBytes, remarkBytesMax] = [zipEndRecord.bytes, 0xffff];
const [entryMark, endMark] = [0x02014b50, Buffer.from('PK\x05\x06', 'latin1')];
const [locatorBytes, locatorMark] = [20, 0x07064b50];
const [farEndBytes, farEndMark] = [56, 0x06064b50];
/** Marks of an end that are looked at: each costs two reads. */
const triesMax = 64;

/** The zip that ends in the last 64 KiB of a file; its directory has to stand where its end says. */
export async function zipIn(bytes: OpenBytes): Promise<ZipPlace | undefined> {
  const from = Math.max(0, bytes.size - endBytes - remarkBytesMax);
  const tail = await bytes.read(from, endBytes + remarkBytesMax);
  let at = tail.lastIndexOf(endMark);
  for (let tries = 0; at >= 0 && tries < triesMax; tries++) {
    const place =
      at + endBytes <= tail.length ? await placeOf(bytes, from + at, tail.subarray(at)) : undefined;
    if (place !== undefined) return place;
    at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1);
  }
  return undefined;
}

async function placeOf(bytes: OpenBytes, at: number, record: Buffer): Promise<ZipPlace | undefined> {
  const far = await farPlaceOf(bytes, at);
  if (far !== undefined) return far;
  const [directoryBytes, directoryAt] = [record.readUInt32LE(12), record.readUInt32LE(16)];
  if (directoryBytes === 0 && record.readUInt16LE(10) === 0) {
    return at < directoryAt ? undefined : { begin: at - directoryAt, endAt: at, directoryBytes };
  }
  const begin = at - directoryBytes - directoryAt;
  // Something may stand between a directory and its end, a signature for instance.
  for (const each of [begin, 0]) {
    if (each >= 0 && (await markAt(bytes, each + directoryAt)) === entryMark) {
      return { begin: each, endAt: at, directoryBytes };
    }
  }
  return undefined;
}

/** Of a zip over 4 GiB or 65,535 entries, whose true end stands before the one that all zips have. */
async function farPlaceOf(bytes: OpenBytes, at: number): Promise<ZipPlace | undefined> {
  const locator = await bytes.read(at - locatorBytes, locatorBytes);
  if (locator.length < locatorBytes || locator.readUInt32LE(0) !== locatorMark) return undefined;
  const told = Number(locator.readBigUInt64LE(8));
  const begin = at - locatorBytes - farEndBytes - told;
  for (const each of [begin, 0]) {
    if (each >= 0 && (await markAt(bytes, each + told)) === farEndMark) return { begin: each, endAt: at };
  }
  return undefined;
}

async function markAt(bytes: OpenBytes, at: number): Promise<number | undefined> {
  const mark = await bytes.read(at, 4);
  return mark.length < 4 ? undefined : mark.readUInt32LE(0);
}
