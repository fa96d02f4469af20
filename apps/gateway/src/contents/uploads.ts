import type { Readable } from 'node:stream';
import type { ContentStore } from '@adapters/content-store';

/** Uploads as they come in, each within the limit. A stop waits for what a lost connection leaves to tidy up. */
export class Uploads {
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly contents: ContentStore,
    readonly bytesMax: number,
  ) {}

  /** @throws what the content store throws. */
  receive(agency: string, sha256: string, bytes: Readable): Promise<{ size: number; existed: boolean }> {
    const upload = this.contents.receive(agency, sha256, bytes, { bytesMax: this.bytesMax });
    this.underWay.add(upload);
    const forget = () => this.underWay.delete(upload);
    upload.then(forget, forget);
    return upload;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }
}
