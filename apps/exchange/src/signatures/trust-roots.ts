import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readTrust, type Trust, type TrustFile } from '@proofs/signatures';
import type { Clock, Log } from '@runtime';

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

/** Whom this installation trusts to say who signs: certificates and revocation lists, files of one folder. */
export class TrustRoots {
  private read: { readonly stamp: string; readonly trust: Trust };
  private looking: Promise<void> | undefined;
  private lookedMs = -Infinity;

  private constructor(
    private readonly folder: string | undefined,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {
    this.read = { stamp: '', trust: readTrust([]).trust };
  }

  /** @throws TrustRootsUnreadable. Without a folder nobody is trusted. */
  static async open(folder: string | undefined, log: Log, clock: Clock): Promise<TrustRoots> {
    const roots = new TrustRoots(folder, log, clock);
    await roots.look();
    return roots;
  }

  async current(): Promise<Trust> {
    // A clock that was set back must not keep a revoked certificate alive.
    if (Math.abs(this.nowMs() - this.lookedMs) >= holdsMs) {
      // Whom it trusted a minute ago it trusts on while the folder is away.
      this.looking ??= this.look()
        .catch((error: unknown) => this.log.error({ err: error }, 'the trust roots of before stay in use'))
        .finally(() => (this.looking = undefined));
      await this.looking;
    }
    return this.read.trust;
  }

  private nowMs(): number {
    return Date.parse(this.clock.now());
  }

  private async look(): Promise<void> {
    this.lookedMs = this.nowMs();
    if (this.folder === undefined) return;
    try {
      const files = await listed(this.folder);
      const stamp = files.map(({ stamp: one }) => one).join('\n');
      if (stamp === this.read.stamp) return;
      const bytes = await Promise.all(files.map(({ path, name }) => contentOf(path, name)));
      const { trust, unread } = readTrust(bytes);
      for (const name of unread)
        this.log.warn({ file: name }, 'neither certificate, revocation list nor OCSP answer');
      this.read = { stamp, trust };
    } catch (error) {
      throw new TrustRootsUnreadable(this.folder, { cause: error });
    }
  }
}

const contentOf = async (path: string, name: string): Promise<TrustFile> => ({
  name,
  bytes: await readFile(path),
});

async function listed(folder: string) {
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
