import type { Readable } from 'node:stream';
import type { ContentStore, Received } from '@adapters/content-store';
import { inspecting } from './inspection/inspect-content';

/** Uploads as they come in, each within the limit. A stop waits for what a lost connection leaves to tidy up. */
export class Uploads {
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly contents: ContentStore,
    readonly bytesMax: number,
  ) {}

  /** @throws Problem when the bytes are not what they are said to be, and what the content store throws. */
  receive(agency: string, sha256: string, bytes: Readable, mediaType?: string): Promise<Received> {
    const limits = { bytesMax: this.bytesMax, inspect: inspecting(mediaType) };
    return this.track(this.contents.receive(agency, sha256, bytes, limits));
  }

  track<T>(upload: Promise<T>): Promise<T> {
    this.underWay.add(upload);
    const forget = () => this.underWay.delete(upload);
    upload.then(forget, forget);
    return upload;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }
}
