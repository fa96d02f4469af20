import { copyFile, mkdtemp, open, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ContentDamaged, ContentStoreUnavailable, FileContentStore } from '@adapters/content-store';
import { contentStoreConformance, sha256, streamOf } from './content-store.conformance';

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
    isEmpty: async () => (await files()).length === 0,
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
    ['one flipped bit at the start', () => flip(0)],
    ['one flipped bit at the end', () => flip(content.length - 1)],
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

  async function flip(at: number): Promise<void> {
    const file = await open(keptFile(), 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    byte[0] = (byte[0] as number) ^ 1;
    await file.write(byte, 0, 1, at);
    await file.close();
  }
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
