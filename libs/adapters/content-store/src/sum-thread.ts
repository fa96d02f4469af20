import { readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { readBytes, Summing, type Sums } from './part-list';

/** A file that another thread of this process holds open, by its descriptor. */
export interface FileToSum {
  readonly fd: number;
}

/** Sums it up; nothing else is done in this thread, so that it waits for the disk. */
export function sum({ id, fd }: FileToSum & { readonly id: number }): Sums {
  parentPort?.postMessage({ started: id });
  const summing = new Summing();
  const chunk = Buffer.allocUnsafeSlow(readBytes);
  for (let read = -1; read !== 0;) {
    read = readSync(fd, chunk, 0, chunk.byteLength, summing.size);
    summing.update(chunk.subarray(0, read));
  }
  return summing.digest();
}
