import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { readSnapshot, type Snapshot, writeSnapshot } from './snapshot-file';
import type { TroubleLog } from './trouble-log';

/** What became of a snapshot: `unfit` is of another stream, store, history or code, or torn. */
type SnapshotOutcome = 'written' | 'used' | 'unfit' | 'failed';

export interface SnapshotFolderOptions {
  /** Made when it is missing in the folder above. Other processes may write there at the same time. */
  readonly folder: string;
  readonly log: TroubleLog;
  readonly observe?: (outcome: SnapshotOutcome) => void;
  /** Of all files together; the oldest go first. Default 256 MiB. */
  readonly bytesMax?: number;
}

/** Files of the folder that count and that go when there are too many: whole ones, and those being written. */
const ours = /\.(snapshot|part)$/;

/**
 * The newest snapshot of each stream, one file each. No call fails: what cannot be read is not there, what cannot be
 * written is told in the log.
 */
export class SnapshotFolder {
  /** By stream, the newest that was not begun yet. */
  private readonly waiting = new Map<string, Snapshot>();
  private writing: Promise<void> | undefined;
  private isTold = false;

  constructor(private readonly options: SnapshotFolderOptions) {}

  /** Nothing when there is none that is whole. */
  async read(stream: string): Promise<Snapshot | undefined> {
    try {
      const found = await readSnapshot(this.pathOf(stream));
      if (found === undefined) this.unfit(stream, 'torn');
      return found;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.failed(stream, error);
      return undefined;
    }
  }

  /** Written later, after the work that waits, and one at a time. */
  put(snapshot: Snapshot): void {
    this.waiting.set(snapshot.of.stream, snapshot);
    this.writing ??= this.writeAll();
  }

  /** Resolves when all that was put is written or failed. */
  async settled(): Promise<void> {
    await this.writing;
  }

  used(): void {
    this.options.observe?.('used');
  }

  /** After a new release or another history every one is; what the store does not bear out is worth a line. */
  unfit(stream: string, because: 'another' | 'torn' | 'not in the store' | 'not readable'): void {
    this.options.observe?.('unfit');
    if (because === 'another') return;
    this.options.log.warn({ stream, reason: because }, 'a snapshot is of no use: the stream is read whole');
  }

  private async writeAll(): Promise<void> {
    for (const [stream, snapshot] of this.waiting) {
      this.waiting.delete(stream);
      await otherWork();
      await this.write(snapshot);
    }
    this.writing = undefined;
  }

  private async write({ of, parts }: Snapshot): Promise<void> {
    const { folder, observe } = this.options;
    const part = join(folder, `${of.stream}.${process.pid}.${randomUUID()}.part`);
    try {
      await made(folder);
      const file = await open(part, 'wx', 0o600);
      try {
        await writeSnapshot(file, of, parts);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, this.pathOf(of.stream));
      await this.makeRoom();
      observe?.('written');
      this.isTold = false;
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      this.failed(of.stream, error);
    }
  }

  private async makeRoom(): Promise<void> {
    const { folder, bytesMax = 256 * 1024 * 1024 } = this.options;
    const names = (await readdir(folder)).filter((name) => ours.test(name));
    const files = await Promise.all(names.map((name) => sized(join(folder, name))));
    let bytes = 0;
    for (const file of files.flat().sort((a, b) => b.writtenMs - a.writtenMs)) {
      bytes += file.bytes;
      if (bytes > bytesMax) await rm(file.path, { force: true });
    }
  }

  /** Told once, however long it goes on. */
  private failed(stream: string, error: unknown): void {
    const { log, observe } = this.options;
    observe?.('failed');
    if (this.isTold) return;
    this.isTold = true;
    log.warn({ err: error, stream }, 'snapshots cannot be kept: streams are read whole after a start');
  }

  private pathOf(stream: string): string {
    return join(this.options.folder, `${stream}.snapshot`);
  }
}

/** The folder alone: what it stands in is a data folder, or nothing is to be kept there. */
async function made(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Nothing when another process has just removed it. */
async function sized(path: string) {
  try {
    const { size: bytes, mtimeMs: writtenMs } = await stat(path);
    return [{ path, bytes, writtenMs }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [];
  }
}
