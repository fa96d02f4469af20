import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
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
import { makeFolder, unlessAbsent } from './durable-files';
import { ContentDamaged, ContentMissing, orUnavailable } from './failures';
import { sumBySize, type SumFile, sumHere } from './file-sums';
import { isOnePart, onePart, type PartList, readList, Summing, writtenList } from './part-list';
import type { S3Bucket } from './s3-bucket';

const listSuffix = '.parts';
/** Beside an upload that was looked into: the media type that was found. */
const typeSuffix = '.type';
const hourMs = 60 * 60 * 1000;
/** A file here nobody wrote to for this long belongs to a process that is gone. */
const draftHours = 1;

const incoming = (agency: string, sha256: string): string =>
  `incoming/${checkedAgency(agency)}/${checkedSha256(sha256)}`;
const keptKey = (sha256: string): string => `sha256/${checkedSha256(sha256).slice(0, 2)}/${sha256}`;
const nameIn = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/**
 * Objects: `incoming/<agency>/<sha256>` as uploaded, `sha256/<aa>/<sha256>` as kept, `quarantine/<sha256>-<ms>`. An
 * upload is first a whole, checked file in the spool folder of this machine; what is in the bucket has passed.
 */
export class S3ContentStore extends ContentStore {
  private constructor(
    private readonly bucket: S3Bucket,
    private readonly spool: string,
    private readonly sumFile: SumFile,
  ) {
    super();
  }

  /** Makes the spool folder and removes what uploads cut off by a crash left in it. */
  static async open(bucket: S3Bucket, spool: string, sumLarge = sumHere): Promise<S3ContentStore> {
    const store = new S3ContentStore(bucket, resolve(spool), sumBySize(sumLarge));
    await orUnavailable(store.spool, async () => {
      await makeFolder(store.spool);
      await store.removeDrafts();
    });
    return store;
  }

  receive(agency: string, sha256: string, bytes: Readable, limits: ReceiveLimits): Promise<Received> {
    return orUnavailable(this.spool, async () => {
      const key = incoming(agency, sha256);
      const draft = join(this.spool, `${sha256}-${randomUUID()}`);
      try {
        return await this.put(draft, key, await writeDraft(draft, sha256, bytes, limits));
      } finally {
        await rm(draft, { force: true });
      }
    });
  }

  adopt(agency: string, sha256: string, file: string, limits: AdoptLimits): Promise<Received> {
    return orUnavailable(this.spool, async () => {
      const key = incoming(agency, sha256);
      const received = await this.put(
        file,
        key,
        await lookAtDraft(file, sha256, limits, (draft) => this.sumFile(draft, agency)),
      );
      await rm(file);
      return received;
    });
  }

  async uploadedBy(agency: string, sha256: string): Promise<Uploaded | undefined> {
    const key = incoming(agency, sha256);
    const size = await this.bucket.size(key);
    if (size === undefined) return undefined;
    const found = await this.bucket.get(`${key}${typeSuffix}`);
    return found === undefined ? { size } : { size, mediaType: await text(found.body) };
  }

  async keep(agency: string, sha256: string): Promise<void> {
    const [from, to] = [incoming(agency, sha256), keptKey(sha256)];
    if ((await this.bucket.size(from)) === undefined) throw new ContentMissing(sha256);
    if ((await this.bucket.size(to)) !== undefined) return;
    await this.bucket.copy(`${from}${listSuffix}`, `${to}${listSuffix}`);
    if (!(await this.bucket.copy(from, to))) throw new ContentMissing(sha256);
  }

  async size(sha256: string): Promise<number | undefined> {
    return this.bucket.size(keptKey(sha256));
  }

  async verify(sha256: string): Promise<'whole' | 'missing' | 'damaged'> {
    const object = await this.bucket.get(keptKey(sha256));
    if (object === undefined) return 'missing';
    const hash = createHash('sha256');
    for await (const chunk of object.body) hash.update(chunk as Buffer);
    return hash.digest('hex') === sha256 ? 'whole' : 'damaged';
  }

  async read(sha256: string): Promise<{ size: number; stream: Readable }> {
    const object = await this.bucket.get(keptKey(sha256));
    if (object === undefined) throw new ContentMissing(sha256);
    const stream = checkedReading(sha256);
    // The reader of `stream` hears of every error there; here it only must not go unheard.
    void pipeline(object.body, stream).catch(() => undefined);
    return { size: object.size, stream };
  }

  async readRange(sha256: string, range: ByteRange): Promise<Readable> {
    const key = keptKey(sha256);
    const size = await this.bucket.size(key);
    if (size === undefined) throw new ContentMissing(sha256);
    const list = isOnePart(size) ? onePart(sha256, size) : await this.listOf(sha256, key);
    if (!(range.first <= range.last && range.last < list.size))
      throw new RangeError('not within the content');
    const bytesOf = async (from: number, to: number): Promise<Buffer> => {
      const part = await this.bucket.get(key, from, to);
      if (part === undefined) throw new ContentMissing(sha256);
      return buffer(part.body);
    };
    return Readable.from(checkedRange(sha256, list, range, bytesOf), { objectMode: false });
  }

  async *kept(): AsyncGenerator<string> {
    for await (const { key } of this.bucket.list('sha256/')) {
      if (sha256Pattern.test(nameIn(key))) yield nameIn(key);
    }
  }

  async quarantine(sha256: string): Promise<void> {
    const key = keptKey(sha256);
    if (!(await this.bucket.copy(key, `quarantine/${sha256}-${Date.now()}`))) return;
    await this.bucket.remove(key);
    await this.bucket.remove(`${key}${listSuffix}`);
  }

  async sweep(hours: number): Promise<Swept> {
    const leftovers = await orUnavailable(this.spool, () => this.removeDrafts());
    const before = Date.now() - hours * hourMs;
    let uploads = 0;
    for await (const { key, changedMs } of this.bucket.list('incoming/')) {
      if (changedMs > before) continue;
      await this.bucket.remove(key);
      if (sha256Pattern.test(nameIn(key))) uploads++;
    }
    return { uploads, leftovers };
  }

  /** Puts a checked file, its list and type first: where there are bytes, there is what is known of them. */
  private async put(file: string, key: string, sums: Passed): Promise<Received> {
    const existed = (await this.bucket.size(key)) !== undefined;
    if (!isOnePart(sums.size)) await this.bucket.put(`${key}${listSuffix}`, writtenList(sums));
    if (sums.mediaType !== undefined) await this.bucket.put(`${key}${typeSuffix}`, sums.mediaType);
    await this.bucket.putFile(key, file);
    return { size: sums.size, existed };
  }

  /** The hashes of the parts; made anew, by reading the whole, where the list is gone or garbled. */
  private async listOf(sha256: string, key: string): Promise<PartList> {
    const written = await this.bucket.get(`${key}${listSuffix}`);
    const list = written === undefined ? undefined : readList(await text(written.body));
    if (list !== undefined) return list;
    const whole = await this.bucket.get(key);
    if (whole === undefined) throw new ContentMissing(sha256);
    const summing = new Summing();
    for await (const chunk of whole.body) summing.update(chunk as Buffer);
    const sums = summing.digest();
    if (sums.sha256 !== sha256) throw new ContentDamaged(sha256, sums.sha256);
    await this.bucket.put(`${key}${listSuffix}`, writtenList(sums));
    return sums;
  }

  private async removeDrafts(): Promise<number> {
    const before = Date.now() - draftHours * hourMs;
    let removed = 0;
    for (const name of await readdir(this.spool)) {
      const file = await unlessAbsent(stat(join(this.spool, name)));
      if (file === undefined || file.mtimeMs > before) continue;
      await rm(join(this.spool, name), { force: true });
      removed++;
    }
    return removed;
  }
}
