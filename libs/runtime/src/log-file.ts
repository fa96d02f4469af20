import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SonicBoom } from 'sonic-boom';
import { rolledFile } from './rolled-file';

export interface LogFileOptions {
  /** Without its number and ending: `<file>.<n>.log`. */
  readonly file: string;
  /** What the lines of this file about itself carry as `service`. */
  readonly service: string;
  /** How long after a failure the file is opened anew. Milliseconds; default 5 s. */
  readonly reopenAfterMs?: number;
}

const mebibyte = 1024 * 1024;
const sizes = { bytesMax: 10 * mebibyte, keep: 6 } as const;
/**
 * Written before `write` returns: the last words of a process that dies are in the file. So much is held back while
 * the disk takes nothing; the lines after it are lost, and counted.
 */
const writing = { sync: true, maxLength: mebibyte } as const;
const reopenMs = 5_000;

/**
 * Lines in rotating files, 10 MiB each, five kept besides the one that is written. A disk that is full or fails ends
 * nobody: some lines wait, the others are counted, and how many were lost is the next line once the file takes lines
 * again. It has no `flushSync`, which a logger would call with a fatal line: that of the library tries a full disk for
 * ever and stops the process.
 */
export class LogFile {
  private file: SonicBoom | undefined;
  private opening: Promise<void> | undefined;
  private lost = 0;
  private reason = '';
  private openedAtMs = -Infinity;
  private isClosed = false;

  private constructor(private readonly options: LogFileOptions) {}

  /** Never rejects: what cannot be opened now is opened later. */
  static async open(options: LogFileOptions): Promise<LogFile> {
    const log = new LogFile(options);
    await log.reopen();
    return log;
  }

  /** One line, with its end. */
  write(line: string): void {
    if (this.isClosed) return;
    if (this.file !== undefined) return void this.file.write(line);
    this.lost++;
    void this.reopen();
  }

  /** Writes what is held back, as far as the disk takes it. The file takes no lines afterwards. */
  close(): Promise<void> {
    this.isClosed = true;
    const { file } = this;
    if (file === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      // What cannot be written at the end stays unwritten.
      file.once('error', () => resolve());
      file.once('close', () => resolve());
      file.end();
    });
  }

  private reopen(): Promise<void> {
    const { reopenAfterMs = reopenMs } = this.options;
    if (performance.now() - this.openedAtMs < reopenAfterMs) return Promise.resolve();
    this.openedAtMs = performance.now();
    this.opening ??= this.opened().finally(() => (this.opening = undefined));
    return this.opening;
  }

  private async opened(): Promise<void> {
    if (this.file !== undefined) return this.openedAnew(this.file);
    try {
      const { file: name } = this.options;
      await mkdir(dirname(name), { recursive: true });
      const file = await rolledFile({ file: name, ...sizes }, writing);
      file.on('error', (error: Error) => this.failed(error));
      file.on('drop', () => this.lost++);
      file.on('write', () => this.tellLost());
      this.file = file;
    } catch (error) {
      this.failed(error as Error);
    }
  }

  private openedAnew(file: SonicBoom): void {
    try {
      file.reopen();
    } catch (error) {
      this.failed(error as Error);
    }
  }

  private failed(error: Error): void {
    this.reason = error.message;
    if (!this.isClosed) void this.reopen();
  }

  private tellLost(): void {
    if (this.lost === 0) return;
    const msg = `${this.lost} lines of this log were lost: they could not be written (${this.reason})`;
    this.lost = 0;
    const { service } = this.options;
    const line = { level: 'warn', time: new Date().toISOString(), service, msg };
    // After what is being written now.
    queueMicrotask(() => this.write(`${JSON.stringify(line)}\n`));
  }
}
