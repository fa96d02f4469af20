import { Readable } from 'node:stream';
import type { ContentStore, Received } from '@adapters/content-store';
import { inspecting } from './inspection/inspect-content';
import type { UploadGate } from './quota/upload-gate';
import type { Sender } from './quota/upload-quotas';

/** One file as it comes in. */
export interface Upload {
  /** For which it is sent: its sender's, or the one an import is for. */
  readonly agency: string;
  readonly sender: Sender;
  readonly sha256: string;
  readonly bytes: Readable;
  /** As its sender declared it. */
  readonly mediaType?: string | undefined;
  /** Of `Content-Length`. */
  readonly announced?: number | undefined;
}

/** Uploads as they come in, each within the limit. A stop waits for what a lost connection leaves to tidy up. */
export class Uploads {
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly contents: ContentStore,
    readonly bytesMax: number,
    private readonly gate: UploadGate,
  ) {}

  /** @throws Problem when the bytes are not what they are said to be, and what the content store throws. */
  receive(upload: Upload): Promise<Received> {
    return this.track(this.received(upload));
  }

  private async received(upload: Upload): Promise<Received> {
    const { agency, sender, sha256, bytes, mediaType, announced } = upload;
    const limits = { bytesMax: this.bytesMax, inspect: inspecting(mediaType) };
    const underWay = await this.gate.begin(sender, announced);
    try {
      const passed = Readable.from(this.gate.through(bytes, underWay.reached), { objectMode: false });
      const received = await this.contents.receive(agency, sha256, passed, limits);
      await this.gate.quotas.arrived(sender, agency, sha256, received.size);
      return received;
    } finally {
      underWay.end();
    }
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
