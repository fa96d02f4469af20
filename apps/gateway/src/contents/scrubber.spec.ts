import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileContentStore } from '@adapters/content-store';
import { logTo, Metrics } from '@runtime';
import { Scrubber } from './scrubber';

let folder: string;
let contents: FileContentStore;
let log: string[];
let pausesMs: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-scrubbed-'));
  contents = await FileContentStore.open(folder);
  [log, pausesMs] = [[], []];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function kept(bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await contents.receive('H26.1', sha256, Readable.from([bytes]), { bytesMax: bytes.length });
  await contents.keep('H26.1', sha256);
  return sha256;
}
const damage = (sha256: string): Promise<void> =>
  writeFile(join(folder, 'sha256', sha256.slice(0, 2), sha256), 'khác');
const metrics = new Metrics('test');
const scrubber = (over: object = {}): Scrubber =>
  new Scrubber({
    contents,
    bytesPerSecond: 1_000,
    log: logTo({ write: (line) => void log.push(line) }, 'test', 'warn'),
    metrics,
    pause: async (ms) => void pausesMs.push(ms),
    ...over,
  });

it('finds what is damaged, puts it aside and tells', async () => {
  const [whole, other] = [await kept(randomBytes(5_000)), await kept(randomBytes(5_000))];
  await damage(other);
  const scrubbing = scrubber();
  await scrubbing.round();
  expect(scrubbing.details).toEqual({ scrubbed: 1, damaged: 1, rounds: 1 });
  expect(await contents.verify(other)).toBe('missing');
  expect(await contents.verify(whole)).toBe('whole');
  expect(await readdir(join(folder, 'quarantine'))).toEqual([expect.stringContaining(other)]);
  expect(log).toEqual([expect.stringContaining(other)]);
  expect(await metrics.registry.metrics()).toMatch(/lienthong_contents_damaged_total\{process="test"\} 1/);
});

it('reads no faster than it may', async () => {
  for (let n = 0; n < 4; n++) await kept(randomBytes(100_000));
  await scrubber({ bytesPerSecond: 50_000 }).round();
  expect(pausesMs.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(8_000);
});

it('lets others read what it reads', async () => {
  const bytes = randomBytes(300_000);
  const sha256 = await kept(bytes);
  let read: Buffer | undefined;
  await scrubber({
    pause: async () => (read ??= await buffer((await contents.read(sha256)).stream)),
  }).round();
  expect(read?.equals(bytes)).toBe(true);
});

it('leaves what is gone meanwhile, and what was misread once', async () => {
  const sha256 = await kept(randomBytes(10));
  const gone = {
    ...pick(),
    async *kept() {
      yield 'f'.repeat(64);
    },
  };
  await scrubber({ contents: gone }).round();
  await damage(sha256);
  const misread = { ...pick(), verify: async () => 'whole' as const };
  await scrubber({ contents: misread }).round();
  expect(await readdir(folder)).not.toContain('quarantine');
  function pick() {
    return {
      kept: () => contents.kept(),
      read: (each: string) => contents.read(each),
      verify: (each: string) => contents.verify(each),
      quarantine: (each: string) => contents.quarantine(each),
    };
  }
});

it('stops in the middle of what it reads', async () => {
  await kept(randomBytes(1_000_000));
  const scrubbing = new Scrubber({
    contents,
    bytesPerSecond: 1,
    log: logTo({ write: (line) => void log.push(line) }, 'test', 'warn'),
    metrics,
  });
  scrubbing.start();
  await scrubbing.stop();
  expect([scrubbing.details['scrubbed'], log]).toEqual([0, []]);
});
