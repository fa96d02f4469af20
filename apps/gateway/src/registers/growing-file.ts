import { type FileHandle, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';

const readBytes = 64 * 1024;

/**
 * A file while somebody writes it, read at whatever pace its reader has. It loses its name when it is opened, at the
 * first growth, which it tells as `begun`; so nothing is left of it.
 */
export class GrowingFile extends Readable {
  private file: FileHandle | undefined;
  private opened: ((error?: Error) => void) | undefined;
  private failure: Error | undefined;
  private size = 0;
  private at = 0;
  private isWhole = false;
  private isWanted = false;

  constructor(readonly path: string) {
    super();
    // Whoever reads it finds it failed; an error that nobody hears yet must not end the process.
    this.on('error', () => undefined);
  }

  grewTo(size: number): void {
    this.size = size;
    if (this.opened === undefined) void this.readOn();
    else void this.open(this.opened);
  }

  /** With its whole size: the last growth may never be told, when it comes by another way than the end. */
  end(size: number): void {
    this.isWhole = true;
    this.grewTo(size);
  }

  /** Breaks it off where it is. */
  fail(error: Error): void {
    this.failure = error;
    this.opened?.(error);
    this.opened = undefined;
    this.destroy(error);
  }

  override _construct(opened: (error?: Error) => void): void {
    if (this.failure !== undefined) opened(this.failure);
    else if (this.size === 0) this.opened = opened;
    else void this.open(opened);
  }

  override _read(): void {
    this.isWanted = true;
    void this.readOn();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    void (this.file?.close() ?? rm(this.path, { force: true })).then(
      () => done(error),
      (failure: Error) => done(error ?? failure),
    );
  }

  private async open(opened: (error?: Error) => void): Promise<void> {
    this.opened = undefined;
    try {
      this.file = await open(this.path, 'r');
      await rm(this.path);
      opened();
      this.emit('begun');
    } catch (error) {
      opened(error as Error);
    }
  }

  private async readOn(): Promise<void> {
    if (this.file === undefined || !this.isWanted) return;
    if (this.at === this.size) {
      if (this.isWhole) this.push(null);
      return;
    }
    this.isWanted = false;
    try {
      const chunk = Buffer.allocUnsafe(Math.min(readBytes, this.size - this.at));
      const { bytesRead } = await this.file.read(chunk, 0, chunk.byteLength, this.at);
      this.at += bytesRead;
      this.push(chunk.subarray(0, bytesRead));
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}
