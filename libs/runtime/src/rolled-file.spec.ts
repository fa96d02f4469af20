import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type Roll, rolledFile } from './rolled-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-rolled-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const roll = (): Roll => ({ file: join(folder, 'a'), bytesMax: 100, keep: 3 });
const line = (n: number): string => `${String(n).padStart(9, '0')}\n`;
const names = async () => (await readdir(folder)).toSorted();

async function write(from: number, to: number): Promise<void> {
  const file = await rolledFile(roll(), { sync: true });
  await once(file, 'ready');
  for (let n = from; n < to; n++) {
    file.write(line(n));
    // A full file is left for the next one.
    if ((n - from) % 10 === 9) await once(file, 'ready');
  }
  file.end();
  await once(file, 'close');
}

it('goes on under the next number and keeps the newest, each line once', async () => {
  await write(0, 55);
  const kept = await names();
  expect(kept.slice(-3)).toEqual(['a.4.log', 'a.5.log', 'a.6.log']);
  const texts = await Promise.all(kept.slice(-3).map((name) => readFile(join(folder, name), 'utf8')));
  expect(texts.join('')).toBe(Array.from({ length: 25 }, (_, n) => line(30 + n)).join(''));
});

it('goes on where an earlier process ended, and takes no other file for its own', async () => {
  await write(0, 5);
  await writeFile(join(folder, 'b.9.log'), '');
  await writeFile(join(folder, 'a.b.7.log'), '');
  await writeFile(join(folder, 'a.08.log'), '');
  await write(5, 10);
  expect(await names()).toEqual(['a.08.log', 'a.1.log', 'a.2.log', 'a.b.7.log', 'b.9.log']);
  expect(await readFile(join(folder, 'a.1.log'), 'utf8')).toBe(
    Array.from({ length: 10 }, (_, n) => line(n)).join(''),
  );
});

it('removes what earlier processes left beyond its number of files', async () => {
  for (const n of [1, 2, 3, 4]) await writeFile(join(folder, `a.${n}.log`), 'old\n');
  await write(0, 20);
  // They go beside what is written.
  while ((await names()).includes('a.1.log')) await turn();
});
