import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

export interface LogLinesOptions {
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at the file. Default 500. */
  readonly everyMs?: number;
}

const chunkBytes = 64 * 1024;
/** The most of what was written since the last look that is read, the newest: a log may grow faster than it is read. */
const backlogBytesMax = 1024 * 1024;
/** What is longer is no line of a log. */
const lineCharactersMax = 64 * 1024;

/**
 * The whole lines that are written to a log from when it resolves on, until the signal aborts. A file that is not there
 * yet, and one that takes the place of a full one, is read from its beginning.
 * @throws what opening and reading throw, but that there is no file
 */
export async function logLines(file: string, options: LogLinesOptions): Promise<AsyncGenerator<string>> {
  const tail = new Tail(file);
  await tail.toTheEnd();
  return linesOf(tail, options);
}

async function* linesOf(tail: Tail, { signal, everyMs = 500 }: LogLinesOptions): AsyncGenerator<string> {
  try {
    while (!signal.aborted) {
      yield* tail.written();
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await tail.close();
  }
}

class Tail {
  private handle: FileHandle | undefined;
  private at = 0;
  private begun = '';

  constructor(private readonly file: string) {}

  async toTheEnd(): Promise<void> {
    this.handle = await opened(this.file);
    this.at = (await this.handle?.stat())?.size ?? 0;
  }

  /** What stands in the file by now, and then in the one that took its name meanwhile. */
  async *written(): AsyncGenerator<string> {
    if (this.handle !== undefined) yield* this.rest(this.handle);
    const now = await stat(this.file, { bigint: true }).catch(absent);
    const known = await this.handle?.stat({ bigint: true });
    if (now === undefined || (now.ino === known?.ino && now.dev === known.dev)) return;
    // Between the last reading and its new name the full one may have been written to.
    if (this.handle !== undefined) yield* this.rest(this.handle);
    await this.close();
    this.handle = await opened(this.file);
    [this.at, this.begun] = [0, ''];
    if (this.handle !== undefined) yield* this.rest(this.handle);
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
  }

  private async *rest(handle: FileHandle): AsyncGenerator<string> {
    const { size } = await handle.stat();
    if (size < this.at) [this.at, this.begun] = [0, ''];
    if (size - this.at > backlogBytesMax) [this.at, this.begun] = [size - backlogBytesMax, ''];
    const chunk = Buffer.alloc(Math.min(chunkBytes, Math.max(0, size - this.at)));
    while (this.at < size) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, this.at);
      if (bytesRead === 0) return;
      this.at += bytesRead;
      const lines = `${this.begun}${chunk.toString('latin1', 0, bytesRead)}`.split('\n');
      const begun = lines.pop() ?? '';
      this.begun = begun.length > lineCharactersMax ? '' : begun;
      yield* lines;
    }
  }
}

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};

const opened = (file: string): Promise<FileHandle | undefined> => open(file, 'r').catch(absent);
