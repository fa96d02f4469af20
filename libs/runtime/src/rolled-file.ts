import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { SonicBoom, type SonicBoomOpts } from 'sonic-boom';

export interface Roll {
  /** Without its number and ending: `<file>.<n>.log`. Its folder is there. */
  readonly file: string;
  /** A file that has so many bytes is the last but one. */
  readonly bytesMax: number;
  /** Files that stay, with the one that is written. */
  readonly keep: number;
}

/**
 * A file that goes on under the next number once it is full; the oldest go, those of earlier processes too.
 * @throws what opening throws.
 */
export async function rolledFile(roll: Roll, options: SonicBoomOpts): Promise<SonicBoom> {
  const numbers = await numbersOf(roll.file);
  let number = numbers.at(-1) ?? 1;
  let bytes = await stat(nameOf(roll.file, number)).then(
    ({ size }) => size,
    () => 0,
  );
  const file = new SonicBoom({ ...options, dest: nameOf(roll.file, number) });
  file.on('write', (written: number) => {
    bytes += written;
    if (bytes < roll.bytesMax) return;
    bytes = 0;
    number++;
    // It goes on there once what is being written stands in the full one.
    file.reopen(nameOf(roll.file, number));
    removeOldest(roll).catch((error: Error) => file.emit('error', error));
  });
  return file;
}

const nameOf = (file: string, number: number): string => `${file}.${number}.log`;

/** Of the files that are there, in order. */
async function numbersOf(file: string): Promise<readonly number[]> {
  const start = `${basename(file)}.`;
  return (await readdir(dirname(file)))
    .filter((name) => name.startsWith(start) && /^[1-9]\d*\.log$/.test(name.slice(start.length)))
    .map((name) => Number.parseInt(name.slice(start.length), 10))
    .sort((a, b) => a - b);
}

async function removeOldest({ file, keep }: Roll): Promise<void> {
  const old = (await numbersOf(file)).slice(0, -keep);
  await Promise.all(old.map((number) => rm(nameOf(file, number), { force: true })));
}
