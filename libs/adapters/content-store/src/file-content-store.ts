import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkedAgency, checkedSha256, sha256Pattern } from './addresses';
import { checkedRange, checkedReading } from './checked-reading';
import {
  type AdoptLimits,
  type ByteRange,
  ContentStore,
  type Received,
  type ReceiveLimits,
  type Swept,
  type Uploaded,
} from './content-store';
import { lookAtDraft, type Passed, writeDraft } from './draft';
import { codeOf, fileSize, makeFolder, syncFolder, unlessAbsent, writeSynced } from './durable-files';
import { ContentDamaged, ContentMissing, orUnavailable } from './failures';
import { sumBySize, type SumFile, sumHere } from './file-sums';
import { isOnePart, onePart, type PartList, readBytes, readList, type Sums, writtenList } from './part-list';

const draftPrefix = '.receiving-';
const hourMs = 60 * 60 * 1000;
/** A draft nobody wrote to for this long belongs to a process that is gone. */
const draftHours = 1;

/** Beside a content of more than one part: the hashes its ranges are checked by. */
const listSuffix = '.parts';
/** Beside an upload that was looked into: the media type that was found. */
const typeSuffix = '.type';

/**
 * Files: `incoming/<agency>/<sha256>` as uploaded, `sha256/<aa>/<sha256>` as kept, `quarantine/<sha256>-<ms>` as
 * found damaged. Bytes are written beside their place, synced, then renamed or linked into it, and the folder is
 * synced: a name that exists has whole bytes behind it, power cut or not. Several processes may work on one folder.
 */
export class FileContentStore extends ContentStore {
  private constructor(
    private readonly folder: string,
    private readonly sumFile: SumFile,
  ) {
    super();
  }

  /** Opens or makes the store and removes what uploads cut off by a crash left behind. */
  static async open(folder: string, sumLarge = sumHere): Promise<FileContentStore> {
    const store = new FileContentStore(resolve(folder), sumBySize(sumLarge));
    await store.guarded(async () => {
      await makeFolder(join(store.folder, 'incoming'));
      await makeFolder(join(store.folder, 'sha256'));
      await store.removeUploads(isDraft, draftHours);
    });
    return store;
  }

  receive(agency: string, sha256: string, bytes: Readable, limits: ReceiveLimits): Promise<Received> {
    return this.guarded(async () => {
      const place = this.incoming(agency, sha256);
      await makeFolder(dirname(place));
      const draft = join(dirname(place), `${draftPrefix}${sha256}-${randomUUID()}`);
      try {
        return await name(draft, place, await writeDraft(draft, sha256, bytes, limits));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    });
  }

  adopt(agency: string, sha256: string, file: string, limits: AdoptLimits): Promise<Received> {
    return this.guarded(async () => {
      const place = this.incoming(agency, sha256);
      const sums = await lookAtDraft(file, sha256, limits, (draft) => this.sumFile(draft, agency));
      await makeFolder(dirname(place));
      return name(file, place, sums);
    });
  }

  uploadedBy(agency: string, sha256: string): Promise<Uploaded | undefined> {
    return this.guarded(async () => {
      const place = this.incoming(agency, sha256);
      const size = await fileSize(place);
      if (size === undefined) return undefined;
      const mediaType = await unlessAbsent(readFile(`${place}${typeSuffix}`, 'utf8'));
      return mediaType === undefined ? { size } : { size, mediaType };
    });
  }

  keep(agency: string, sha256: string): Promise<void> {
    return this.guarded(async () => {
      const upload = this.incoming(agency, sha256);
      const place = this.keptPlace(sha256);
      await makeFolder(dirname(place));
      await linked(`${upload}${listSuffix}`, `${place}${listSuffix}`);
      if (!(await linked(upload, place))) throw new ContentMissing(sha256);
      await syncNames(dirname(place));
    });
  }

  size(sha256: string): Promise<number | undefined> {
    return this.guarded(() => fileSize(this.keptPlace(sha256)));
  }

  verify(sha256: string, agency = ''): Promise<'whole' | 'missing' | 'damaged'> {
    return this.guarded(async () => {
      const file = await unlessAbsent(open(this.keptPlace(sha256), 'r'));
      if (file === undefined) return 'missing';
      try {
        return (await this.sumFile(file, agency)).sha256 === sha256 ? 'whole' : 'damaged';
      } finally {
        await file.close();
      }
    });
  }

  read(sha256: string): Promise<{ size: number; stream: Readable }> {
    return this.guarded(async () => {
      const file = await unlessAbsent(open(this.keptPlace(sha256), 'r'));
      if (file === undefined) throw new ContentMissing(sha256);
      const { size } = await file.stat();
      const stream = checkedReading(sha256);
      // The reader of `stream` hears of every error there; here it only must not go unheard.
      void pipeline(file.createReadStream({ highWaterMark: readBytes }), stream).catch(() => undefined);
      return { size, stream };
    });
  }

  readRange(sha256: string, range: ByteRange): Promise<Readable> {
    return this.guarded(async () => {
      const place = this.keptPlace(sha256);
      const size = await fileSize(place);
      if (size === undefined) throw new ContentMissing(sha256);
      const list = isOnePart(size) ? onePart(sha256, size) : await this.listOf(sha256, place);
      if (!(range.first <= range.last && range.last < list.size))
        throw new RangeError('not within the content');
      return Readable.from(readParts(place, sha256, list, range), { objectMode: false });
    });
  }

  async *kept(): AsyncGenerator<string> {
    const folder = join(this.folder, 'sha256');
    for (const start of await this.guarded(() => readdir(folder))) {
      const names = await this.guarded(() => readdir(join(folder, start)));
      yield* names.filter((name) => sha256Pattern.test(name));
    }
  }

  quarantine(sha256: string): Promise<void> {
    return this.guarded(async () => {
      const place = this.keptPlace(sha256);
      const damaged = await unlessAbsent(stat(place));
      if (damaged === undefined) return;
      const folder = join(this.folder, 'quarantine');
      await makeFolder(folder);
      await unlessAbsent(rename(place, join(folder, `${sha256}-${Date.now()}`)));
      await rm(`${place}${listSuffix}`, { force: true });
      // An upload that is the same file is damaged as well and must not be kept a second time.
      for (const agency of await readdir(join(this.folder, 'incoming'))) {
        const upload = join(this.folder, 'incoming', agency, sha256);
        if ((await unlessAbsent(stat(upload)))?.ino === damaged.ino) await rm(upload, { force: true });
      }
      await syncFolder(folder);
      await syncFolder(dirname(place));
    });
  }

  sweep(hours: number): Promise<Swept> {
    return this.guarded(async () => {
      const leftovers = await this.removeUploads(isDraft, Math.max(draftHours, hours));
      const uploads = await this.removeUploads(isUpload, hours);
      await this.removeUploads(isBeside, hours);
      return { uploads, leftovers };
    });
  }

  private async removeUploads(isMeant: (name: string) => boolean, hours: number): Promise<number> {
    const incoming = join(this.folder, 'incoming');
    const before = Date.now() - hours * hourMs;
    let removed = 0;
    for (const agency of await readdir(incoming)) {
      const folder = join(incoming, agency);
      for (const name of (await readdir(folder)).filter(isMeant)) {
        const file = await unlessAbsent(stat(join(folder, name)));
        if (file === undefined || file.mtimeMs > before) continue;
        await rm(join(folder, name), { force: true });
        removed++;
      }
    }
    return removed;
  }

  /** The hashes of the parts; made anew, by reading the whole, for what was kept without a list. */
  private async listOf(sha256: string, place: string): Promise<PartList> {
    const written = await unlessAbsent(readFile(`${place}${listSuffix}`, 'utf8'));
    const list = written === undefined ? undefined : readList(written);
    if (list !== undefined) return list;
    const file = await open(place, 'r');
    const sums = await this.sumFile(file, '').finally(() => file.close());
    if (sums.sha256 !== sha256) throw new ContentDamaged(sha256, sums.sha256);
    await writeList(place, sums);
    await syncFolder(dirname(place));
    return sums;
  }

  private incoming(agency: string, sha256: string): string {
    return join(this.folder, 'incoming', checkedAgency(agency), checkedSha256(sha256));
  }

  private keptPlace(sha256: string): string {
    return join(this.folder, 'sha256', checkedSha256(sha256).slice(0, 2), sha256);
  }

  private guarded<T>(work: () => Promise<T>): Promise<T> {
    return orUnavailable(this.folder, work);
  }
}

/** Gives a draft its name, its list and type first: where there are bytes, there is what is known of them. */
async function name(draft: string, place: string, sums: Passed): Promise<Received> {
  const existed = (await fileSize(place)) !== undefined;
  if (!isOnePart(sums.size)) await writeList(place, sums);
  if (sums.mediaType !== undefined) await writeBeside(place, typeSuffix, sums.mediaType);
  // failpoint(content-synced-not-renamed)
  await rename(draft, place);
  await syncNames(dirname(place));
  return { size: sums.size, existed };
}

const writeList = (place: string, sums: Sums): Promise<void> =>
  writeBeside(place, listSuffix, writtenList(sums));

async function writeBeside(place: string, suffix: string, text: string): Promise<void> {
  const draft = join(dirname(place), `${draftPrefix}${basename(place)}-${randomUUID()}${suffix}`);
  await writeSynced(draft, text);
  await rename(draft, `${place}${suffix}`);
}

/** Whether there is something to link; what has the name already stays. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return true;
}

async function* readParts(place: string, sha256: string, list: PartList, range: ByteRange) {
  const file = await open(place, 'r');
  try {
    yield* checkedRange(sha256, list, range, async (from, to) => {
      const buffer = Buffer.allocUnsafe(to - from);
      let read = 0;
      for (let got = -1; got !== 0 && read < buffer.byteLength; read += got) {
        got = (await file.read(buffer, read, buffer.byteLength - read, from + read)).bytesRead;
      }
      return buffer.subarray(0, read);
    });
  } finally {
    await file.close();
  }
}

async function syncNames(folder: string): Promise<void> {
  await syncFolder(folder);
  await syncFolder(dirname(folder));
}

const isDraft = (name: string): boolean => name.startsWith(draftPrefix);
const isUpload = (name: string): boolean => sha256Pattern.test(name);
const isBeside = (name: string): boolean => name.endsWith(listSuffix) || name.endsWith(typeSuffix);
