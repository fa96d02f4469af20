import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import {
  ContentDamaged,
  ContentMissing,
  type ContentSettings,
  type ContentStore,
  HashMismatch,
  NotAnAddress,
  TooLarge,
  UploadCut,
} from '@adapters/content-store';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** In pieces that meet no boundary of anybody's. */
export const streamOf = (bytes: Buffer, pieceBytes = 777): Readable =>
  Readable.from(pieces(bytes, pieceBytes), { objectMode: false });

function* pieces(bytes: Buffer, pieceBytes: number): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}

/** Gives the first bytes and is then destroyed, as the body of a request whose sender hung up. */
const cutAfter = (bytes: Buffer, count: number, error?: Error): Readable => {
  let given = false;
  return new Readable({
    read() {
      if (!given && count > 0) {
        given = true;
        this.push(bytes.subarray(0, count));
      } else {
        this.destroy(error);
      }
    },
  });
};

const content = Buffer.from('Công văn số 15/UBND về việc mời họp.\n'.repeat(500));
const address = sha256(content);
const unknown = 'f'.repeat(64);
const limits = { bytesMax: 10 * 1024 ** 2 };
const cuts: readonly [string, number][] = [
  ['0 bytes', 0],
  ['1 byte', 1],
  ['half', content.length / 2],
  ['all but one byte', content.length - 1],
];

/** Of three parts, the last of them one byte long. */
const large = randomBytes(8 * 1024 ** 2 + 1);

/** An empty store, and what a suite has to see and do behind its back. */
export interface StoreUnderTest {
  readonly store: ContentStore;
  /** How another process opens a store like it. */
  readonly settings: ContentSettings;
  /** Whether nothing at all is left in it. */
  isEmpty(): Promise<boolean>;
  /** Flips the lowest bit of one kept byte. */
  flip(sha256: string, at: number): Promise<void>;
  /** How many copies of kept bytes there are. */
  copies(): Promise<number>;
}

let store: ContentStore;
let under: StoreUnderTest;
const isEmpty = () => under.isEmpty();

const received = (agency = 'H26.1', bytes = content) =>
  store.receive(agency, sha256(bytes), streamOf(bytes, bytes.length > 1e6 ? 65_521 : 777), limits);
const kept = async (bytes = content): Promise<void> => {
  await received('H26.1', bytes);
  await store.keep('H26.1', sha256(bytes));
};

/** What every content store must do. `open` gives an empty store. */
export function contentStoreConformance(open: () => Promise<StoreUnderTest>): void {
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  describe('an upload', wholeUploads);
  describe('an upload that is not what it says', refusedUploads);
  describe('keeping', keeping);
  describe('a file that is adopted', adoption);
  describe('a range', ranges);
  describe('damage', damage);
  describe('an address', addresses);
  it('carries 128 MiB through in flat memory', flatMemory, 60_000);
}

function wholeUploads(): void {
  it('is taken with its size, again with the news that it was there', async () => {
    expect(await received()).toEqual({ size: content.length, existed: false });
    expect(await received()).toEqual({ size: content.length, existed: true });
  });

  it('may be empty', async () => {
    const nothing = Buffer.alloc(0);
    await kept(nothing);
    expect(await store.size(sha256(nothing))).toBe(0);
    expect(await buffer((await store.read(sha256(nothing))).stream)).toEqual(nothing);
  });

  it('proves possession by its sender alone', async () => {
    await received('H26.1');
    expect(await store.uploadedBy('H26.1', address)).toEqual({ size: content.length });
    expect(await store.uploadedBy('H26.2', address)).toBeUndefined();
    await store.keep('H26.1', address);
    expect(await store.uploadedBy('H26.1', address)).toEqual({ size: content.length });
    expect(await store.uploadedBy('H26.2', address)).toBeUndefined();
    expect(await received('H26.2')).toEqual({ size: content.length, existed: false });
  });

  it('is not to be read before it is kept', async () => {
    await received();
    expect(await store.size(address)).toBeUndefined();
    expect(await store.verify(address)).toBe('missing');
    await expect(store.read(address)).rejects.toBeInstanceOf(ContentMissing);
  });

  it('may come often at once, and is kept once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => received(`H26.${(n % 3) + 1}`)));
    await Promise.all(['H26.1', 'H26.2', 'H26.3', 'H26.1'].map((agency) => store.keep(agency, address)));
    expect(await store.verify(address)).toBe('whole');
    expect(await under.copies()).toBe(1);
  });

  it('is looked into before it has a name, and refused by what is thrown', async () => {
    const seen: Buffer[] = [];
    const inspect = async (file: string): Promise<never> => {
      seen.push(await readFile(file));
      expect(await store.uploadedBy('H26.1', address)).toBeUndefined();
      throw new RangeError('not this one');
    };
    const upload = store.receive('H26.1', address, streamOf(content), { ...limits, inspect });
    await expect(upload).rejects.toThrow(new RangeError('not this one'));
    expect(seen).toEqual([content]);
    expect(await isEmpty()).toBe(true);
  });

  it('is remembered with the type that was found, by its sender only, until it is swept', async () => {
    await received('H26.2');
    const inspect = () => Promise.resolve({ mediaType: 'text/plain' });
    await store.receive('H26.1', address, streamOf(content), { ...limits, inspect });
    const size = content.length;
    expect(await store.uploadedBy('H26.1', address)).toEqual({ size, mediaType: 'text/plain' });
    expect(await store.uploadedBy('H26.2', address)).toEqual({ size });
    expect(await store.sweep(-1)).toMatchObject({ uploads: 2 });
    expect(await isEmpty()).toBe(true);
  });
}

function refusedUploads(): void {
  it('is refused with another hash than declared, and leaves nothing', async () => {
    const upload = store.receive('H26.1', unknown, streamOf(content), limits);
    await expect(upload).rejects.toMatchObject({
      constructor: HashMismatch,
      declared: unknown,
      actual: address,
    });
    expect(await isEmpty()).toBe(true);
  });

  it('is refused with one byte too many, and leaves nothing', async () => {
    const upload = (bytesMax: number) => store.receive('H26.1', address, streamOf(content), { bytesMax });
    await expect(upload(content.length - 1)).rejects.toMatchObject({ constructor: TooLarge });
    expect(await isEmpty()).toBe(true);
    expect(await upload(content.length)).toMatchObject({ size: content.length });
  });

  it('leaves a refused stream to its owner', async () => {
    const bytes = streamOf(content);
    await expect(store.receive('H26.1', address, bytes, { bytesMax: 1_000 })).rejects.toBeInstanceOf(
      TooLarge,
    );
    expect(bytes.destroyed).toBe(false);
    bytes.destroy();
  });

  it.each(cuts)('cut after %s is told from a whole one, and leaves nothing', async (_, count) => {
    const upload = store.receive('H26.1', address, cutAfter(content, count), limits);
    await expect(upload).rejects.toMatchObject({ constructor: UploadCut, bytesReceived: count });
    const failing = cutAfter(content, count, new Error('connection reset'));
    await expect(store.receive('H26.1', address, failing, limits)).rejects.toBeInstanceOf(UploadCut);
    expect(await store.uploadedBy('H26.1', address)).toBeUndefined();
    expect(await isEmpty()).toBe(true);
  });

  it.each(cuts)('that ends in good order after %s is refused, and leaves nothing', async (_, count) => {
    const upload = store.receive('H26.1', address, streamOf(content.subarray(0, count)), limits);
    await expect(upload).rejects.toBeInstanceOf(HashMismatch);
    expect(await isEmpty()).toBe(true);
  });

  it('cut off does not harm the same one that came before', async () => {
    await received();
    await expect(store.receive('H26.1', address, cutAfter(content, 9), limits)).rejects.toBeInstanceOf(
      UploadCut,
    );
    await store.keep('H26.1', address);
    expect(await store.verify(address)).toBe('whole');
  });
}

function keeping(): void {
  it('makes the bytes readable, once and for all', async () => {
    await kept();
    await store.keep('H26.1', address);
    await received();
    expect(await store.size(address)).toBe(content.length);
    expect(await store.verify(address)).toBe('whole');
    const { size, stream } = await store.read(address);
    expect(size).toBe(content.length);
    expect(await buffer(stream)).toEqual(content);
  });

  it('is refused to an agency that never sent the bytes, kept or not', async () => {
    await expect(store.keep('H26.2', address)).rejects.toMatchObject({
      constructor: ContentMissing,
      sha256: address,
    });
    await kept();
    await expect(store.keep('H26.2', address)).rejects.toBeInstanceOf(ContentMissing);
  });
}

function adoption(): void {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lienthong-adopted-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const fileOf = async (bytes: Buffer): Promise<string> => {
    await writeFile(join(folder, 'part'), bytes);
    return join(folder, 'part');
  };
  const isThere = (file: string): Promise<boolean> =>
    access(file).then(
      () => true,
      () => false,
    );

  it('is an upload like any other, and gone from where it was', async () => {
    const file = await fileOf(content);
    expect(await store.adopt('H26.1', address, file, limits)).toEqual({
      size: content.length,
      existed: false,
    });
    expect(await isThere(file)).toBe(false);
    await store.keep('H26.1', address);
    expect(await buffer((await store.read(address)).stream)).toEqual(content);
  });

  it('is not read again when its writer summed it up, and is when those are the sums of something else', async () => {
    const known = { sha256: address, size: content.length, partBytes: 4 * 1024 ** 2, parts: [address] };
    const others = Buffer.from(content).fill(7);
    await store.adopt('H26.1', address, await fileOf(others), { ...limits, sums: known });
    expect(await store.uploadedBy('H26.1', address)).toEqual({ size: content.length });
    const shorter = { ...limits, sums: { ...known, size: content.length - 1 } };
    const adopting = store.adopt('H26.1', address, await fileOf(others), shorter);
    await expect(adopting).rejects.toBeInstanceOf(HashMismatch);
  });

  it('stays where it was when it is refused', async () => {
    const file = await fileOf(content);
    const adopting = (sha256: string, bytesMax: number) => store.adopt('H26.1', sha256, file, { bytesMax });
    await expect(adopting(unknown, content.length)).rejects.toBeInstanceOf(HashMismatch);
    await expect(adopting(address, content.length - 1)).rejects.toBeInstanceOf(TooLarge);
    expect(await isThere(file)).toBe(true);
    expect(await isEmpty()).toBe(true);
  });
}

const rangeOf = async (sha256: string, first: number, last: number): Promise<Buffer> =>
  buffer(await store.readRange(sha256, { first, last }));

function ranges(): void {
  const part = 4 * 1024 ** 2;
  const last = large.length - 1;
  it.each([
    ['the first byte', 0, 0],
    ['the last byte', last, last],
    ['within one part', 5, 5_000],
    ['a part exactly', part, 2 * part - 1],
    ['over the edge of two parts', part - 3, part + 3],
    ['all of it', 0, last],
  ])('gives %s', async (_, from, to) => {
    await kept(large);
    expect((await rangeOf(sha256(large), from, to)).equals(large.subarray(from, to + 1))).toBe(true);
  });

  it('of a content of one part is checked as well', async () => {
    await kept();
    expect(await rangeOf(address, 10, 20)).toEqual(content.subarray(10, 21));
  });

  it('must lie within the content', async () => {
    await kept();
    await expect(rangeOf(address, 0, content.length)).rejects.toBeInstanceOf(RangeError);
    await expect(rangeOf(address, 9, 8)).rejects.toBeInstanceOf(RangeError);
    await expect(rangeOf(unknown, 0, 0)).rejects.toBeInstanceOf(ContentMissing);
  });

  it('that touches a damaged part ends before it, and others are given', async () => {
    await kept(large);
    await under.flip(sha256(large), part + 7);
    const reading = await store.readRange(sha256(large), { first: 0, last });
    const given: Buffer[] = [];
    const whole = (async () => {
      for await (const chunk of reading) given.push(chunk as Buffer);
    })();
    await expect(whole).rejects.toMatchObject({
      constructor: ContentDamaged,
      sha256: sha256(large),
      part: 1,
    });
    const sent = Buffer.concat(given);
    expect(sent.length).toBeLessThanOrEqual(part);
    expect(sent.equals(large.subarray(0, sent.length))).toBe(true);
    expect(await rangeOf(sha256(large), 2 * part, 2 * part)).toEqual(large.subarray(2 * part));
  });
}

function damage(): void {
  it('is found by looking, and never given out as whole', async () => {
    await kept();
    await under.flip(address, 100);
    expect(await store.verify(address)).toBe('damaged');
    await expect(buffer((await store.read(address)).stream)).rejects.toBeInstanceOf(ContentDamaged);
    await expect(rangeOf(address, 0, 0)).rejects.toBeInstanceOf(ContentDamaged);
  });

  it('is put aside, and the same bytes sent again take its place', async () => {
    await kept(large);
    await kept();
    await under.flip(address, 100);
    await store.quarantine(address);
    expect(await store.verify(address)).toBe('missing');
    await expect(store.read(address)).rejects.toBeInstanceOf(ContentMissing);
    await store.quarantine(address);
    await received();
    await store.keep('H26.1', address);
    expect(await store.verify(address)).toBe('whole');
    expect(await store.verify(sha256(large))).toBe('whole');
  });

  it('can be looked for: every address that is kept is told once', async () => {
    await kept(large);
    await kept();
    await received('H26.2', Buffer.from('only uploaded'));
    const told: string[] = [];
    for await (const each of store.kept()) told.push(each);
    expect(told.sort()).toEqual([address, sha256(large)].sort());
  });
}

function addresses(): void {
  it('has nothing of what nobody sent', async () => {
    expect(await store.size(unknown)).toBeUndefined();
    expect(await store.uploadedBy('H26.1', unknown)).toBeUndefined();
    expect(await store.verify(unknown)).toBe('missing');
    await expect(store.read(unknown)).rejects.toBeInstanceOf(ContentMissing);
  });

  it.each(['..', '../H26.1', 'H26/1', '/etc', '', '.', 'H26.1\0', 'h26.1', 'incoming'])(
    'makes no path of the agency %j',
    async (agency) => {
      await expect(store.receive(agency, address, streamOf(content), limits)).rejects.toBeInstanceOf(
        NotAnAddress,
      );
      await expect(store.uploadedBy(agency, address)).rejects.toBeInstanceOf(NotAnAddress);
      await expect(store.keep(agency, address)).rejects.toBeInstanceOf(NotAnAddress);
      expect(await isEmpty()).toBe(true);
    },
  );

  it.each(['..', '../../../etc/passwd', '', 'F'.repeat(64), 'f'.repeat(63), `${'f'.repeat(64)}\n`])(
    'makes no path of the hash %j',
    async (hash) => {
      const calls = [
        store.receive('H26.1', hash, streamOf(content), limits),
        store.uploadedBy('H26.1', hash),
        store.keep('H26.1', hash),
        store.size(hash),
        store.verify(hash),
        store.read(hash),
        store.readRange(hash, { first: 0, last: 0 }),
        store.quarantine(hash),
        store.adopt('H26.1', hash, '/nowhere', limits),
      ];
      for (const call of calls) await expect(call).rejects.toBeInstanceOf(NotAnAddress);
    },
  );
}

/** In a process of its own: beside others a bound on memory says nothing. The program has to be built. */
async function flatMemory(): Promise<void> {
  const program = join(__dirname, 'carry-through.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(under.settings)]);
  const { bytes, growth } = JSON.parse(stdout) as { readonly bytes: number; readonly growth: number };
  expect(bytes).toBe(128 * 1024 ** 2);
  expect(growth).toBeLessThan(96 * 1024 ** 2);
}
