import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  ContentMissing,
  HashMismatch,
  NotAnAddress,
  TooLarge,
  UploadCut,
  type ContentStore,
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

let store: ContentStore;
let isEmpty: () => Promise<boolean>;

const received = (agency = 'H26.1', bytes = content) =>
  store.receive(agency, sha256(bytes), streamOf(bytes), limits);
const kept = async (bytes = content): Promise<void> => {
  await received('H26.1', bytes);
  await store.keep('H26.1', sha256(bytes));
};

/**
 * What every content store must do. `open` gives an empty store; `isEmpty` says that nothing at all is left in it.
 */
export function contentStoreConformance(
  open: () => Promise<{ store: ContentStore; isEmpty: () => Promise<boolean> }>,
): void {
  beforeEach(async () => ({ store, isEmpty } = await open()));
  describe('an upload', wholeUploads);
  describe('an upload that is not what it says', refusedUploads);
  describe('keeping', keeping);
  describe('an address', addresses);
  it('carries 256 MiB through in flat memory', flatMemory, 60_000);
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

  it('may come twice at once', async () => {
    await Promise.all([received(), received(), received('H26.2')]);
    await Promise.all([store.keep('H26.1', address), store.keep('H26.2', address)]);
    expect(await store.verify(address)).toBe('whole');
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
      ];
      for (const call of calls) await expect(call).rejects.toBeInstanceOf(NotAnAddress);
    },
  );
}

async function flatMemory(): Promise<void> {
  const piece = Buffer.alloc(1024 ** 2, 'x');
  const hash = createHash('sha256');
  for (let count = 0; count < 256; count++) hash.update(piece);
  const large = hash.digest('hex');
  let highest = 0;
  const watch = (): void => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    highest = Math.max(highest, heapUsed + arrayBuffers);
  };
  watch();
  const before = highest;
  function* many(): Generator<Buffer> {
    for (let count = 0; count < 256; count++) {
      watch();
      yield Buffer.from(piece);
    }
  }
  const upload = Readable.from(many(), { objectMode: false });
  await store.receive('H26.1', large, upload, { bytesMax: 256 * 1024 ** 2 });
  await store.keep('H26.1', large);
  let bytes = 0;
  for await (const chunk of (await store.read(large)).stream) {
    bytes += (chunk as Buffer).length;
    watch();
  }
  expect(bytes).toBe(256 * 1024 ** 2);
  expect(highest - before).toBeLessThan(96 * 1024 ** 2);
}
