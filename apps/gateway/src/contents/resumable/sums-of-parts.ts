import { Summing, type Sums } from '@adapters/content-store';

/** Uploads whose sums are remembered; one of 10 GiB takes half a megabyte. */
const uploadsMax = 64;

/**
 * The sums of unfinished uploads as far as they have come, so that a whole need not be read again. What is forgotten,
 * or was begun by another process, is read.
 */
export class SumsOfParts {
  private readonly sums = new Map<string, Summing>();

  /** For whoever adds at `offset`, and puts them back; nothing when they are of other bytes. */
  take(upload: string, offset: number): Summing | undefined {
    const summing = offset === 0 ? new Summing() : this.sums.get(upload);
    this.sums.delete(upload);
    return summing?.size === offset ? summing : undefined;
  }

  /** Forgets the one that has waited longest where there are too many. */
  putBack(upload: string, summing: Summing | undefined): void {
    if (summing === undefined) return;
    this.sums.set(upload, summing);
    const [oldest] = this.sums.keys();
    if (this.sums.size > uploadsMax && oldest !== undefined) this.sums.delete(oldest);
  }

  /** Of the whole; nothing when they are of other bytes. */
  ofWhole(upload: string, size: number): Sums | undefined {
    return this.take(upload, size)?.digest();
  }

  forget(upload: string): void {
    this.sums.delete(upload);
  }
}
