import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartMismatch, UnfinishedUploads } from './unfinished-uploads';

const agency = 'H26.1';
const bytes = randomBytes(300_000);
const hashOf = (part: Buffer): Buffer => createHash('sha256').update(part).digest();
const checksumOf = (part: Buffer) => ({ algorithm: 'sha256', digest: hashOf(part) }) as const;
const upload = { id: '', size: bytes.length, sha256: hashOf(bytes).toString('hex'), mediaType: undefined };

let folder: string;
let uploads: UnfinishedUploads;
let id: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-uploads-'));
  uploads = await UnfinishedUploads.open(folder);
  id = randomUUID();
  await uploads.create(agency, { ...upload, id, metadata: {}, createdAt: '2026-11-30T01:00:00.000Z' });
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunksOf(from: number, to: number, isBroken = false): AsyncGenerator<Buffer> {
  for (let at = from; at < to; at += 7_000) {
    yield bytes.subarray(at, Math.min(to, at + 7_000));
    await Promise.resolve();
  }
  if (isBroken) throw new Error('broken');
}
const offset = async (): Promise<number | undefined> => (await uploads.find(agency, id))?.offset;
const sums = () => uploads.sumsOf(agency, { id, size: bytes.length });
const whole = { sha256: upload.sha256, size: bytes.length };

it('knows the sums of what came in parts, some wrong and some broken off', async () => {
  const first = bytes.subarray(0, 100_000);
  expect(await uploads.add(agency, id, 0, chunksOf(0, 100_000), checksumOf(first))).toBe(100_000);
  const wrong = uploads.add(agency, id, 100_000, chunksOf(5, 90_000), checksumOf(first));
  await expect(wrong).rejects.toBeInstanceOf(PartMismatch);
  expect(await offset()).toBe(100_000);
  const unchecked = uploads.add(agency, id, 100_000, chunksOf(100_000, 150_000, true), checksumOf(first));
  await expect(unchecked).rejects.toThrow('broken');
  expect(await offset()).toBe(100_000);
  await expect(uploads.add(agency, id, 100_000, chunksOf(100_000, 200_000, true))).rejects.toThrow('broken');
  expect(await offset()).toBe(200_000);
  expect(await uploads.add(agency, id, 200_000, chunksOf(200_000, bytes.length))).toBe(bytes.length);
  expect((await readFile(uploads.bytesOf(agency, id))).equals(bytes)).toBe(true);
  expect(sums()).toMatchObject(whole);
});

it('knows none of an upload that is not whole', async () => {
  await uploads.add(agency, id, 0, chunksOf(0, 200_000));
  expect(sums()).toBeUndefined();
});

it('knows none where another process added a part', async () => {
  await uploads.add(agency, id, 0, chunksOf(0, 100_000));
  const other = await UnfinishedUploads.open(folder);
  await other.add(agency, id, 100_000, chunksOf(100_000, 200_000));
  await uploads.add(agency, id, 200_000, chunksOf(200_000, bytes.length));
  expect(sums()).toBeUndefined();
  expect((await readFile(uploads.bytesOf(agency, id))).equals(bytes)).toBe(true);
});
