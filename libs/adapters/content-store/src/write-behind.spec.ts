import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WriteBehind } from './write-behind';

const mebibyte = 1024 ** 2;
let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-write-behind-'));
  path = join(folder, 'file');
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['nothing', []],
  ['small chunks', Array.from({ length: 300 }, (_, index) => 1 + index)],
  ['more than may wait and than goes through the cache', [9, ...Array<number>(9).fill(5 * mebibyte)]],
  ['small chunks beyond what goes through the cache', [17 * mebibyte, ...Array<number>(900).fill(1_460)]],
])('writes %s in order, after what is there', async (_, sizes) => {
  const chunks = sizes.map((size) => randomBytes(size));
  await writeFile(path, 'before');
  const file = await open(path, 'r+');
  const writer = new WriteBehind(file, path, 6);
  for (const chunk of chunks) await writer.write(chunk);
  await writer.end();
  await file.close();
  const written = Buffer.concat([Buffer.from('before'), ...chunks]);
  expect(writer.position).toBe(written.byteLength);
  expect((await readFile(path)).equals(written)).toBe(true);
});

it('writes what goes past the cache where the file began elsewhere, and where its file system has none', async () => {
  const chunks = Array.from({ length: 5 }, () => randomBytes(mebibyte));
  const from = 16 * mebibyte + 7;
  for (const uncachedAt of [path, '/dev/null']) {
    await writeFile(path, '');
    const file = await open(path, 'r+');
    const writer = new WriteBehind(file, uncachedAt, from);
    for (const chunk of chunks) await writer.write(chunk);
    await writer.end();
    await file.close();
    expect((await readFile(path)).subarray(from).equals(Buffer.concat(chunks))).toBe(true);
  }
});

it('tells at the end what could not be written, and takes no more', async () => {
  const file = await open(path, 'r');
  const writer = new WriteBehind(file, path);
  await writer.write(Buffer.from('kept'));
  await expect(writer.end()).rejects.toThrow('EBADF');
  await expect(writer.write(Buffer.from('more'))).rejects.toThrow('EBADF');
  await writer.abandon();
  await file.close();
});

it('tells whoever sends more than may wait', async () => {
  const file = await open(path, 'r');
  const writer = new WriteBehind(file, path);
  await expect(writer.write(Buffer.alloc(5 * mebibyte))).rejects.toThrow('EBADF');
  await file.close();
});
