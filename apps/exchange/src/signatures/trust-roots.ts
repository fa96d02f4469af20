import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustFile } from '@proofs/signatures';
import type { Clock, Log } from '@runtime';
import type { Judging } from './judging';
import type { TrustFiles } from './judging-thread';

/** The folder of trust roots cannot be read. A retry does not help: correct LIENTHONG_TRUST_ROOTS or the folder. */
export class TrustRootsUnreadable extends Error {
  override readonly name = 'TrustRootsUnreadable';
  constructor(
    readonly folder: string,
    options: ErrorOptions,
  ) {
    super(
      `LIENTHONG_TRUST_ROOTS names ${folder}, which cannot be read: make it a folder of PEM or DER files`,
      options,
    );
  }
}

/** Revocation lists are exchanged while the service runs: what is in the folder counts after this time. */
const holdsMs = 60_000;
const fileBytesMax = 64 * 1024 * 1024;

/**
 * Whom this installation trusts to say who signs: certificates and revocation lists, files of one folder. They are
 * held as they are, once for all threads; what is in them is read where signatures are judged.
 */
export class TrustRoots {
  private read: TrustFiles = { stamp: '', files: [] };
  private looking: Promise<void> | undefined;
  private lookedMs = -Infinity;

  private constructor(
    private readonly folder: string | undefined,
    private readonly judging: Judging,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** @throws TrustRootsUnreadable. Without a folder nobody is trusted. */
  static async open(
    folder: string | undefined,
    judging: Judging,
    log: Log,
    clock: Clock,
  ): Promise<TrustRoots> {
    const roots = new TrustRoots(folder, judging, log, clock);
    await roots.look();
    return roots;
  }

  async current(): Promise<TrustFiles> {
    // A clock that was set back must not keep a revoked certificate alive.
    if (Math.abs(this.nowMs() - this.lookedMs) >= holdsMs) {
      // Whom it trusted a minute ago it trusts on while the folder is away.
      this.looking ??= this.look()
        .catch((error: unknown) => this.log.error({ err: error }, 'the trust roots of before stay in use'))
        .finally(() => (this.looking = undefined));
      await this.looking;
    }
    return this.read;
  }

  private nowMs(): number {
    return Date.parse(this.clock.now());
  }

  private async look(): Promise<void> {
    this.lookedMs = this.nowMs();
    if (this.folder === undefined) return;
    const before = this.read;
    try {
      const files = await listed(this.folder);
      const stamp = files.map(({ stamp: one }) => one).join('\n');
      if (stamp === this.read.stamp) return;
      this.read = { stamp, files: await Promise.all(files.map(contentOf)) };
    } catch (error) {
      throw new TrustRootsUnreadable(this.folder, { cause: error });
    }
    if (this.read !== before) await this.nameUnread();
  }

  private async nameUnread(): Promise<void> {
    const unread = await this.judging.survey(this.read);
    if (typeof unread === 'string') {
      this.log.error({ reason: unread }, 'the trust roots could not be looked through');
      return;
    }
    for (const name of unread)
      this.log.warn({ file: name }, 'neither certificate, revocation list nor OCSP answer');
  }
}

async function contentOf({ path, name, size }: Listed): Promise<TrustFile> {
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  const file = await open(path, 'r');
  try {
    let filled = 0;
    for (let read = -1; read !== 0 && filled < size; filled += read) {
      ({ bytesRead: read } = await file.read(bytes, filled, size - filled, filled));
    }
    return { name, bytes: bytes.subarray(0, filled) };
  } finally {
    await file.close();
  }
}

interface Listed {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly stamp: string;
}

async function listed(folder: string): Promise<readonly Listed[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = await stat(path);
      return { name, path, size, stamp: `${name} ${size} ${mtimeMs}` };
    }),
  );
  return files.filter(({ size }) => size <= fileBytesMax);
}
