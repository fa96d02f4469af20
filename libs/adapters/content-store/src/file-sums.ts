import type { FileHandle } from 'node:fs/promises';
import { isOnePart, readBytes, Summing, type Sums } from './part-list';

/**
 * Sums a file up that stays open meanwhile; `agency` is whose it is, `''` for the house's own.
 * @throws an error of the file system, and what says that it cannot be done now.
 */
export type SumFile = (file: FileHandle, agency: string) => Promise<Sums>;

/** Where its module is, for whoever starts threads: `sum` takes `FileToSum`. */
export const sumThread = require.resolve('./sum-thread');

export const sumHere: SumFile = async (file) => {
  const summing = new Summing();
  const bytes = file.createReadStream({ autoClose: false, start: 0, highWaterMark: readBytes });
  for await (const chunk of bytes) summing.update(chunk as Buffer);
  return summing.digest();
};

/** What is as small as one part is summed up here: that is sooner than any other thread has begun. */
export const sumBySize =
  (large: SumFile): SumFile =>
  async (file, agency) =>
    (isOnePart((await file.stat()).size) ? sumHere : large)(file, agency);
