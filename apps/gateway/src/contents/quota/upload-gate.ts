import type { Metrics } from '@runtime';
import { Problem } from '../../edge/problem';
import type { DiskReserve } from './disk-reserve';
import { type Meter, metered } from './metered';
import type { Sender, UploadQuotas, UploadUnderWay } from './upload-quotas';

/** Over how long a sender's rate is measured: a line that is away for some seconds is no trickle. */
const windowMs = 60_000;

export interface GateParts {
  readonly quotas: UploadQuotas;
  readonly reserve: Pick<DiskReserve, 'check'>;
  readonly bytesPerSecondMin: number;
  readonly metrics: Pick<Metrics, 'refusedRequests'>;
}

/** What stops an upload, as the metrics name it: whose limit it is, and which. */
const counted: Readonly<Record<string, readonly [who: string, reason: string]>> = {
  'content:too-many-uploads': ['officer', 'unfinished'],
  'content:quota-reached': ['officer', 'quota'],
  'content:disk-reserve': ['all', 'reserve'],
  'request:too-slow': ['officer', 'trickle'],
};

/** What every upload passes: the reserve of the disk, the quota of its sender, and a pace it has to keep. */
export class UploadGate {
  constructor(private readonly parts: GateParts) {}

  get quotas(): UploadQuotas {
    return this.parts.quotas;
  }

  /** @throws Problem. */
  begin(sender: Sender, announced?: number): Promise<UploadUnderWay> {
    return this.counting(async () => {
      await this.parts.reserve.check(announced);
      return this.parts.quotas.begin(sender, announced);
    });
  }

  /** The bytes as they come, `reached` being told how many there are. Ends with a Problem when they may not go on. */
  async *through(
    bytes: AsyncIterable<Buffer>,
    reached: (bytes: number) => void = () => undefined,
  ): AsyncGenerator<Buffer> {
    let total = 0;
    const meter: Meter = {
      bytesPerSecondMin: this.parts.bytesPerSecondMin,
      windowMs,
      came: async (count) => {
        total += count;
        reached(total);
        await this.parts.reserve.check();
      },
    };
    try {
      yield* metered(bytes, meter);
    } catch (error) {
      this.count(error);
      throw error;
    }
  }

  private async counting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.count(error);
      throw error;
    }
  }

  private count(error: unknown): void {
    const [who, reason] = (error instanceof Problem && counted[error.problem]) || [];
    if (who !== undefined && reason !== undefined) this.parts.metrics.refusedRequests.inc({ who, reason });
  }
}
