import { type DiskSpace, diskSpaceOf } from '@runtime';
import { Problem } from '../../edge/problem';

export interface ReserveParts {
  /** On the disk that is watched. */
  readonly folder: string;
  readonly bytes: number;
  /** Of the whole disk. */
  readonly percent: number;
  /** For how long one look is good. Milliseconds. */
  readonly keptMs?: number;
  readonly spaceOf?: (folder: string) => Promise<DiskSpace | undefined>;
}

/** Within this a fast disk takes a few hundred MiB, which the reserve has room for. */
const secondMs = 1_000;
const retryAfterSeconds = '60';

/** What is kept free for facts, read models and logs: below it uploads stop, and commands go on. */
export class DiskReserve {
  private looked: Promise<DiskSpace | undefined> | undefined;

  constructor(private readonly parts: ReserveParts) {}

  /** @throws Problem `content:disk-reserve` when so many bytes more would go into the reserve. */
  async check(bytes = 0): Promise<void> {
    const space = await this.look();
    if (space === undefined) return;
    const reserve = Math.max(this.parts.bytes, (space.totalBytes * this.parts.percent) / 100);
    if (space.freeBytes - bytes >= reserve) return;
    throw new Problem('content:disk-reserve', { headers: { 'retry-after': retryAfterSeconds } });
  }

  private look(): Promise<DiskSpace | undefined> {
    const { folder, keptMs = secondMs, spaceOf = diskSpaceOf } = this.parts;
    this.looked ??= spaceOf(folder).finally(() => {
      setTimeout(() => (this.looked = undefined), keptMs).unref();
    });
    return this.looked;
  }
}
