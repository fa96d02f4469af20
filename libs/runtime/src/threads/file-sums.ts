import { ContentStoreUnavailable, type SumFile, type Sums, sumThread } from '@adapters/content-store';
import type { Configuration } from '../configuration.config';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import { WorkThreads } from './work-threads';

/** A thread holds one chunk of a file at a time. */
const memoryMib = 64;

/** Sums up large files in threads of their own: 1 GiB takes a core for seconds. */
export class FileSums {
  private readonly threads: WorkThreads;

  constructor(
    { sumDeadlineMs, sumQueueMax }: Pick<Configuration, 'sumDeadlineMs' | 'sumQueueMax'>,
    metrics: Metrics,
    log: Log,
  ) {
    const work = {
      name: 'sums',
      filename: sumThread,
      task: 'sum',
      deadlineMs: sumDeadlineMs,
      memoryMib,
      queueMax: sumQueueMax,
      turnWithinMs: sumDeadlineMs,
    } as const;
    this.threads = new WorkThreads(work, metrics, log);
  }

  /** @throws ContentStoreUnavailable when too many files wait, or one took too long: trying again later helps. */
  readonly sum: SumFile = async ({ fd }, agency) => {
    const answer = await this.threads.run<Sums>('sum', { fd }, { agency });
    if (typeof answer !== 'string') return answer;
    throw new ContentStoreUnavailable('a file that is to be hashed', { cause: new Error(answer) });
  };

  onApplicationShutdown(): Promise<void> {
    return this.threads.close();
  }
}
