import {
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ContentDamaged, ContentStoreUnavailable, FileContentStore } from '@adapters/content-store';
import { contentStoreConformance, sha256, streamOf } from './content-store.conformance';
import { flip } from './flip';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-contents-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

describe('files keep the contract', () =>
  contentStoreConformance(async () => ({
    store: await FileContentStore.open(folder),
    settings: {
      dataDir: join(folder, 'another'),
      s3Bucket: undefined,
      s3Url: undefined,
      s3Region: 'us-east-1',
      s3AccessKeyId: undefined,
      s3SecretAccessKey: undefined,
    },
    isEmpty: async () => (await files()).length === 0,
    flip: (sha, at) => flip(join(folder, 'sha256', sha.slice(0, 2), sha), at),
    copies: async () => (await files()).filter((name) => /^sha256.*[0-9a-f]{64}$/.test(name)).length,
  })));

const content = Buffer.from('Quyết định số 07/QĐ-UBND\n'.repeat(9_000));
const address = sha256(content);
const keptFile = () => join(folder, 'sha256', address.slice(0, 2), address);
const incomingFile = () => join(folder, 'incoming', 'H26.1', address);
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const kept = async (): Promise<FileContentStore> => {
  const store = await FileContentStore.open(folder);
  await store.receive('H26.1', address, streamOf(content), { bytesMax: content.length });
  await store.keep('H26.1', address);
  return store;
};

it('lies in two places under its address, with one copy of the bytes', async () => {
  await kept();
  expect((await files()).sort()).toEqual([
    `incoming/H26.1/${address}`,
    `sha256/${address.slice(0, 2)}/${address}`,
  ]);
  expect((await stat(keptFile())).ino).toBe((await stat(incomingFile())).ino);
});

it('is found again by the next process', async () => {
  await kept();
  const next = await FileContentStore.open(folder);
  expect(await next.uploadedBy('H26.1', address)).toEqual({ size: content.length });
  expect((await buffer((await next.read(address)).stream)).equals(content)).toBe(true);
});

describe('damage on the disk', () => {
  const damages: readonly [string, () => Promise<unknown>][] = [
    ['one flipped bit at the start', () => flip(keptFile(), 0)],
    ['one flipped bit at the end', () => flip(keptFile(), content.length - 1)],
    ['a file cut in half', () => truncate(keptFile(), content.length / 2)],
    ['an emptied file', () => truncate(keptFile(), 0)],
    ['bytes too many', () => writeFile(keptFile(), 'x', { flag: 'a' })],
  ];

  it.each(damages)('%s is found by looking and never given out as whole', async (_, damage) => {
    const store = await kept();
    await damage();
    expect(await store.verify(address)).toBe('damaged');
    const { stream } = await store.read(address);
    await expect(buffer(stream)).rejects.toMatchObject({ constructor: ContentDamaged, sha256: address });
    expect(stream.destroyed).toBe(true);
  });
});

describe('the list of parts', () => {
  const large = Buffer.alloc(5 * 1024 ** 2, 'x');
  const keptLarge = async () => {
    const store = await FileContentStore.open(folder);
    await store.receive('H26.1', sha256(large), streamOf(large, 65_536), { bytesMax: large.length });
    await store.keep('H26.1', sha256(large));
    return store;
  };
  const list = () => join(folder, 'sha256', sha256(large).slice(0, 2), `${sha256(large)}.parts`);
  const lastByte = async (store: FileContentStore) =>
    buffer(await store.readRange(sha256(large), { first: large.length - 1, last: large.length - 1 }));

  it('lies beside a content of more than one part only', async () => {
    await kept();
    expect((await files()).filter((name) => name.endsWith('.parts'))).toEqual([]);
    await keptLarge();
    expect((await files()).filter((name) => name.endsWith('.parts'))).toHaveLength(2);
  });

  it.each([
    ['is gone', () => rm(list())],
    ['is cut', () => truncate(list(), 20)],
    [
      'names too few parts',
      () => writeFile(list(), '{"v":1,"partBytes":4194304,"size":5242880,"parts":["a"]}'),
    ],
    ['has no key', () => writeFile(list(), '{"v":2,"partBytes":4194304,"size":5242880,"parts":["a","b"]}')],
  ])('that %s is made anew', async (_, harm) => {
    const store = await keptLarge();
    await harm();
    expect(await lastByte(store)).toEqual(Buffer.from('x'));
    expect(await readFile(list(), 'utf8')).toContain(`"size":${large.length}`);
  });

  it('of an earlier release, which has hashes, is read as it is', async () => {
    const store = await keptLarge();
    const [first, second] = [large.subarray(0, 4 * 1024 ** 2), large.subarray(4 * 1024 ** 2)];
    const parts = [sha256(first), sha256(second)];
    const text = JSON.stringify({ v: 1, partBytes: first.length, size: large.length, parts });
    await writeFile(list(), text);
    expect(await lastByte(store)).toEqual(Buffer.from('x'));
    await flip(list().replace('.parts', ''), first.length);
    await expect(lastByte(store)).rejects.toMatchObject({ constructor: ContentDamaged, part: 1 });
    expect(await readFile(list(), 'utf8')).toBe(text);
  });

  it('is not made of damaged bytes', async () => {
    const store = await keptLarge();
    await rm(list());
    await flip(list().replace('.parts', ''), 1);
    await expect(lastByte(store)).rejects.toBeInstanceOf(ContentDamaged);
  });

  it('goes with the upload it belongs to', async () => {
    await keptLarge();
    const store = await FileContentStore.open(folder);
    for (const name of await readdir(join(folder, 'incoming', 'H26.1')))
      await utimes(join(folder, 'incoming', 'H26.1', name), hoursAgo(73), hoursAgo(73));
    expect(await store.sweep(72)).toEqual({ uploads: 1, leftovers: 0 });
    expect(await readdir(join(folder, 'incoming', 'H26.1'))).toEqual([]);
    expect(await lastByte(store)).toEqual(Buffer.from('x'));
  });
});

it('puts damaged bytes aside together with the upload that is the same file', async () => {
  const store = await kept();
  await flip(keptFile(), 0);
  await store.quarantine(address);
  expect(await files()).toEqual([expect.stringMatching(new RegExp(`^quarantine/${address}-\\d+$`))]);
});

describe('sweeping', () => {
  it('removes uploads nobody named in time and leaves younger ones', async () => {
    const store = await FileContentStore.open(folder);
    await store.receive('H26.1', address, streamOf(content), { bytesMax: content.length });
    expect(await store.sweep(72)).toEqual({ uploads: 0, leftovers: 0 });
    await utimes(incomingFile(), hoursAgo(73), hoursAgo(73));
    expect(await store.sweep(72)).toEqual({ uploads: 1, leftovers: 0 });
    expect(await store.uploadedBy('H26.1', address)).toBeUndefined();
    expect(await files()).toEqual([]);
  });

  it('leaves what is kept', async () => {
    const store = await kept();
    await utimes(incomingFile(), hoursAgo(73), hoursAgo(73));
    expect(await store.sweep(72)).toEqual({ uploads: 1, leftovers: 0 });
    expect(await store.verify(address)).toBe('whole');
  });

  it('removes at the next start what a killed process left half written, but nothing that is being written', async () => {
    await kept();
    const draft = (name: string) => join(folder, 'incoming', 'H26.1', `.receiving-${address}-${name}`);
    await copyFile(incomingFile(), draft('dead'));
    await utimes(draft('dead'), hoursAgo(2), hoursAgo(2));
    await copyFile(incomingFile(), draft('alive'));
    await FileContentStore.open(folder);
    expect(await files()).toHaveLength(3);
    expect(await files()).toContain(`incoming/H26.1/.receiving-${address}-alive`);
  });
});

it('lets go of the file when a reader goes away', async () => {
  const store = await kept();
  const { stream } = await store.read(address);
  await new Promise((resolve) => stream.once('data', resolve));
  stream.destroy();
  await new Promise((resolve) => stream.once('close', resolve));
  expect((await buffer((await store.read(address)).stream)).equals(content)).toBe(true);
});

it('says that the disk is at fault, and where', async () => {
  const store = await FileContentStore.open(folder);
  await rm(join(folder, 'incoming'), { recursive: true });
  await writeFile(join(folder, 'incoming'), '');
  const upload = store.receive('H26.1', address, streamOf(content), { bytesMax: content.length });
  await expect(upload).rejects.toMatchObject({
    constructor: ContentStoreUnavailable,
    path: expect.stringContaining(folder) as string,
  });
  await expect(FileContentStore.open(join(folder, 'incoming', 'x'))).rejects.toBeInstanceOf(
    ContentStoreUnavailable,
  );
});
