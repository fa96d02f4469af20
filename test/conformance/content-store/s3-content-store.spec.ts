import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  ContentStoreUnavailable,
  FileContentStore,
  openContentStore,
  S3Bucket,
  S3ContentStore,
  UploadCut,
} from '@adapters/content-store';
import { contentStoreConformance, sha256, streamOf } from './content-store.conformance';
import { flip } from './flip';
import { S3Server } from './s3-server';

let server: S3Server;
let spool: string;

beforeAll(async () => {
  server = await S3Server.start();
});
beforeEach(async () => {
  await server.clear();
  spool = await mkdtemp(join(tmpdir(), 'lienthong-spool-'));
});
afterEach(() => rm(spool, { recursive: true, force: true }));
afterAll(() => server.stop());

const opened = async (copyBytesMax = 5 * 1024 ** 3): Promise<S3ContentStore> =>
  S3ContentStore.open(await S3Bucket.open(server.address, { copyBytesMax }), spool);

const settings = () => {
  const { bucket, region, url, accessKeyId, secretAccessKey } = server.address;
  const keys = { s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey };
  return { dataDir: spool, s3Bucket: bucket, s3Region: region, s3Url: url, ...keys };
};

const keptKey = (sha: string): string => `sha256/${sha.slice(0, 2)}/${sha}`;

describe('a bucket keeps the contract', () =>
  contentStoreConformance(async () => ({
    store: await opened(),
    settings: settings(),
    isEmpty: async () =>
      [...(await server.keys()), ...(await server.openUploads()), ...(await readdir(spool))].length === 0,
    flip: (sha, at) => flip(server.fileOf(keptKey(sha)), at),
    copies: async () => (await server.keys()).filter((key) => /^sha256.*[0-9a-f]{64}$/.test(key)).length,
  })));

const content = Buffer.from('Quyết định số 07/QĐ-UBND\n'.repeat(9_000));
const address = sha256(content);
const received = (store: S3ContentStore, bytes = content) =>
  store.receive('H26.1', sha256(bytes), streamOf(bytes, 65_536), { bytesMax: bytes.length });

it('lies under the same names as in a folder', async () => {
  const store = await opened();
  await received(store);
  await store.keep('H26.1', address);
  expect(await server.keys()).toEqual([`incoming/H26.1/${address}`, keptKey(address)]);
  expect(await readdir(spool)).toEqual([]);
});

it('takes what is larger than one request in parts, and reads it back', async () => {
  const bytes = Buffer.alloc(40 * 1024 ** 2, 'x');
  const store = await opened();
  await received(store, bytes);
  await store.keep('H26.1', sha256(bytes));
  expect((await buffer((await store.read(sha256(bytes))).stream)).equals(bytes)).toBe(true);
  expect(await server.openUploads()).toEqual([]);
});

it('keeps what is too large for one copy', async () => {
  const store = await opened(content.length - 1);
  await received(store);
  await store.keep('H26.1', address);
  expect(await store.verify(address)).toBe('whole');
});

it('shows nothing of an upload before it has come as a whole', async () => {
  const store = await opened();
  let seen: string[] | undefined;
  const half = Readable.from(
    (async function* () {
      yield content.subarray(0, 1_000);
      seen = await server.keys();
      throw new Error('cut');
    })(),
  );
  const upload = store.receive('H26.1', address, half, { bytesMax: content.length });
  await expect(upload).rejects.toBeInstanceOf(UploadCut);
  expect([seen, await server.keys(), await readdir(spool)]).toEqual([[], [], []]);
});

it('puts a copy of damaged bytes aside', async () => {
  const store = await opened();
  await received(store);
  await store.keep('H26.1', address);
  await flip(server.fileOf(keptKey(address)), 0);
  await store.quarantine(address);
  expect(await server.keys()).toEqual([
    `incoming/H26.1/${address}`,
    expect.stringMatching(new RegExp(`^quarantine/${address}-\\d+$`)),
  ]);
  await store.keep('H26.1', address);
  expect(await store.verify(address)).toBe('whole');
});

it('removes uploads nobody named in time, and what a killed process left in the spool', async () => {
  const store = await opened();
  const hoursAgo = new Date(Date.now() - 73 * 3_600_000);
  await received(store);
  await store.keep('H26.1', address);
  await writeFile(join(spool, 'dead'), 'x');
  await utimes(join(spool, 'dead'), hoursAgo, hoursAgo);
  expect(await store.sweep(72)).toEqual({ uploads: 0, leftovers: 1 });
  await utimes(server.fileOf(`incoming/H26.1/${address}`), hoursAgo, hoursAgo);
  expect(await store.sweep(72)).toEqual({ uploads: 1, leftovers: 0 });
  expect(await server.keys()).toEqual([keptKey(address)]);
});

it('is opened when a bucket is named, and files otherwise', async () => {
  const nothing = { s3Url: undefined, s3AccessKeyId: undefined, s3SecretAccessKey: undefined };
  const unnamed = { dataDir: spool, s3Region: 'us-east-1', ...nothing };
  expect(await openContentStore({ ...unnamed, s3Bucket: 'contents' })).toBeInstanceOf(S3ContentStore);
  expect(await openContentStore({ ...unnamed, s3Bucket: undefined })).toBeInstanceOf(FileContentStore);
});

it('says that the bucket is at fault', async () => {
  const bucket = await S3Bucket.open({ ...server.address, bucket: 'none' });
  const store = await S3ContentStore.open(bucket, spool);
  const fault = { constructor: ContentStoreUnavailable, path: 'bucket none' };
  await expect(received(store)).rejects.toMatchObject(fault);
  await expect(store.read(address)).rejects.toMatchObject(fault);
  expect(await readdir(spool)).toEqual([]);
});
