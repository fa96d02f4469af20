import { text } from 'node:stream/consumers';
import { type Entry, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { type EntryRefusal, entryRefusal } from './archive-entry.policy';
import { type ArchiveLimits, archiveLimits } from './archive-limits';
import { type OpenBytes, withBytes } from './open-bytes';
import { type Reason, reason } from './reason';
import { openZip } from './zip-bytes';
import { zipIn, type ZipPlace } from './zip-end';
import { ZipMarks } from './zip-marks';

/** What the directory of a zip says, or why the zip is not taken. */
export type ZipFinding =
  | { readonly mediaType: string }
  | ({ readonly refused: EntryRefusal['refused'] | 'bomb' | 'broken' } & Reason);

type Refused = Extract<ZipFinding, { refused: unknown }>;

/**
 * Reads the directory of a zip, never what is packed but the two entries that say what an office file is, in memory
 * that does not grow with the file. What a zip promises to unpack to is believed: whoever unpacks more than was
 * promised has to stop by itself.
 */
export const lookIntoZip = (path: string, limits: ArchiveLimits = archiveLimits): Promise<ZipFinding> =>
  withBytes(path, async (bytes) => lookIntoZipAt(bytes, await zipIn(bytes), limits));

/** The same of a zip that was found in a file; without a place there is none that can be read. */
export async function lookIntoZipAt(
  bytes: OpenBytes,
  place: ZipPlace | undefined,
  limits: ArchiveLimits = archiveLimits,
): Promise<ZipFinding> {
  if (place === undefined) return broken('it has no directory at its end');
  let zip: ZipFile | undefined;
  try {
    zip = await openZip(bytes, place);
    return await lookAtEntries(zip, (entry) => nameInFront(bytes, place, entry), place, limits);
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  } finally {
    zip?.close();
  }
}

const broken = (why: string): Refused => ({
  refused: 'broken',
  ...reason(`is no readable zip: ${why}`, `là tệp zip hỏng, không đọc được: ${why}`),
});

async function lookAtEntries(
  zip: ZipFile,
  nameBefore: (entry: Entry) => Promise<string | undefined>,
  place: ZipPlace,
  limits: ArchiveLimits,
): Promise<ZipFinding> {
  const { entryCount, fileSize } = zip;
  if (entryCount > limits.entriesMax) {
    return bomb(
      `holds ${entryCount} entries; ${limits.entriesMax} at most are taken`,
      `chứa ${entryCount} mục; chỉ tiếp nhận tối đa ${limits.entriesMax} mục`,
    );
  }
  const marks = new ZipMarks();
  let [packed, unpacked, directory] = [0, 0, 0];
  for await (const entry of zip.eachEntry()) {
    const unixMode = entry.externalFileAttributes >>> 16;
    const names = namesOf(entry, await nameBefore(entry));
    for (const name of names) {
      const refusal = entryRefusal({ name, unixMode });
      if (refusal !== undefined) return refusal;
    }
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    directory += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (packed > fileSize) {
      return bomb('has entries that share their bytes', 'có các mục dùng chung dữ liệu');
    }
    if (unpacked > limits.unpackedBytesMax) {
      return bomb(
        `unpacks to more than ${limits.unpackedBytesMax} bytes`,
        `giải nén ra hơn ${limits.unpackedBytesMax} byte`,
      );
    }
    await marks.note(names, entry, (limit) => unpackedText(zip, entry, limit));
  }
  // What a directory holds behind the entries it counts is seen by some programs.
  if (directory !== (place.directoryBytes ?? directory))
    return broken('its directory holds more than it says');
  return tooPacked(unpacked, fileSize, limits) ?? marks.finding;
}

function tooPacked(unpacked: number, fileSize: number, limits: ArchiveLimits): Refused | undefined {
  if (unpacked < limits.ratioFromBytes || unpacked <= limits.ratioMax * fileSize) return undefined;
  const times = Math.round(unpacked / fileSize);
  return bomb(
    `unpacks to ${times} times its size; ${limits.ratioMax} at most is taken`,
    `giải nén ra gấp ${times} lần kích thước; chỉ tiếp nhận tối đa ${limits.ratioMax} lần`,
  );
}

const bomb = (detail: string, detailVi: string): Refused => ({
  refused: 'bomb',
  ...reason(detail, detailVi),
});

const frontBytes = 30;

/** The name that stands before the bytes of an entry: programs that unpack while they read go by it. */
async function nameInFront(bytes: OpenBytes, place: ZipPlace, entry: Entry): Promise<string | undefined> {
  const at = place.begin + entry.relativeOffsetOfLocalHeader;
  const front = await bytes.read(at, frontBytes + entry.fileNameLength);
  if (front.length < frontBytes || front.readUInt32LE(0) !== 0x04034b50) return undefined;
  const length = front.readUInt16LE(26);
  const raw =
    length === entry.fileNameLength ? front.subarray(frontBytes) : await bytes.read(at + frontBytes, length);
  return raw.equals(entry.fileNameRaw)
    ? undefined
    : getFileNameLowLevel(front.readUInt16LE(6), raw, [], true);
}

/** A field behind the name may tell another one, which some programs go by and others do not. */
function namesOf(
  { generalPurposeBitFlag, fileNameRaw, extraFields }: Entry,
  inFront: string | undefined,
): ReadonlySet<string> {
  const named = (fields: Entry['extraFields']): string =>
    getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, fields, true);
  return new Set([named(extraFields), named([]), ...(inFront === undefined ? [] : [inFront])]);
}

/** Nothing of an entry that is locked, or promises more than `bytesMax`. */
async function unpackedText(zip: ZipFile, entry: Entry, bytesMax: number): Promise<string | undefined> {
  if (entry.isEncrypted() || entry.uncompressedSize > bytesMax || !entry.canDecodeFileData())
    return undefined;
  return text(await zip.openReadStreamPromise(entry));
}
