import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentStoreUnavailable, FileContentStore } from '@adapters/content-store';
import { configuration, FileSums, logTo, Metrics } from '@runtime';

const log = logTo({ write: () => undefined }, 'gateway', 'silent');
const opened: FileSums[] = [];
let folder: string;

beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'sums-'))));
afterEach(async () => {
  for (const sums of opened.splice(0)) await sums.onApplicationShutdown();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function opening(settings: NodeJS.ProcessEnv = {}) {
  const metrics = new Metrics('gateway');
  const sums = new FileSums(configuration(settings), metrics, log);
  opened.push(sums);
  const done = async () => (await metrics.threadPieces.get()).values.map(({ value }) => value);
  return { sums, done };
}

/** A file of this many bytes, with its hash. */
async function written(name: string, size: number) {
  const bytes = randomBytes(size);
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const limits = { bytesMax: 64 * 1024 ** 2 };

it.each([
  ['a small file in this thread', 4 * 1024 ** 2, []],
  ['a large one in another', 4 * 1024 ** 2 + 1, [2]],
])('the store of files sums up %s, when it is taken and when it is looked at', async (_, size, wanted) => {
  const { sums, done } = opening();
  const { path, sha256 } = await written('upload', size);
  const store = await FileContentStore.open(join(folder, 'contents'), sums.sum);
  expect(await store.adopt('H99.1', sha256, path, limits)).toMatchObject({ size });
  await store.keep('H99.1', sha256);
  expect(await store.verify(sha256, 'H99.1')).toBe('whole');
  expect(await done()).toEqual(wanted);
});

it('who is one too many is told that it cannot be done now', async () => {
  const { sums } = opening({ LIENTHONG_SUM_QUEUE_MAX: '0' });
  const { path } = await written('x', 8 * 1024 ** 2);
  const file = await open(path);
  const [first, second] = await Promise.allSettled([sums.sum(file, 'H99.1'), sums.sum(file, 'H99.1')]);
  await file.close();
  expect(first).toMatchObject({
    value: { size: 8 * 1024 ** 2, parts: [expect.anything(), expect.anything()] },
  });
  expect(second).toMatchObject({ reason: expect.any(ContentStoreUnavailable) as unknown });
});
