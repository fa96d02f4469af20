import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type ContentSettings, ContentStoreUnavailable } from '@adapters/content-store';
import { type Configuration, type Log, type Metrics, type NotDone, WorkThreads } from '@runtime';
import type { Away, FileVerdicts, Judgement, TrustFiles } from './judging-thread';

/** Why a command was not judged, as the refusal that names it. */
export type NotJudged = 'too-many-being-judged' | 'too-costly-to-judge';

const refusals = {
  'too-many': 'too-many-being-judged',
  'too-costly': 'too-costly-to-judge',
} as const satisfies Record<NotDone, NotJudged>;

/** Whose turn does not come within this time is told to come back. */
const turnWithinMs = 20_000;
/** With more, what a small file leaves behind is several times the file. */
const youngMib = 3;

/** Judges signatures in threads of their own; what a file may be and unpack to bounds the bytes outside their heaps. */
@Injectable()
export class Judging implements OnApplicationShutdown {
  private readonly threads: WorkThreads;

  constructor(
    configuration: ContentSettings &
      Pick<Configuration, 'signatureDeadlineMs' | 'signatureMemoryMib' | 'signatureQueueMax'>,
    metrics: Metrics,
    private readonly log: Log,
  ) {
    const { dataDir, s3Bucket, s3Url, s3Region, s3AccessKeyId, s3SecretAccessKey } = configuration;
    const settings: ContentSettings = {
      dataDir,
      s3Bucket,
      s3Url,
      s3Region,
      s3AccessKeyId,
      s3SecretAccessKey,
    };
    const work = {
      name: 'signatures',
      filename: require.resolve('./judging-thread'),
      task: 'judge',
      settings,
      deadlineMs: configuration.signatureDeadlineMs,
      memoryMib: configuration.signatureMemoryMib,
      youngMib,
      queueMax: configuration.signatureQueueMax,
      turnWithinMs,
    } as const;
    this.threads = new WorkThreads(work, metrics, log);
  }

  /**
   * What was found on each file of a command of this agency.
   * @throws ContentStoreUnavailable, and what the content store says of damage.
   */
  async judge(judgement: Judgement, agency: string): Promise<readonly FileVerdicts[] | NotJudged> {
    const answer = await this.threads.run<readonly FileVerdicts[] | Away>('judge', judgement, { agency });
    if (typeof answer === 'object' && 'away' in answer) throw new ContentStoreUnavailable(answer.away);
    if (typeof answer !== 'string') return answer;
    const files = judgement.files.map(({ sha256 }) => sha256);
    this.log.warn({ files, reason: refusals[answer] }, 'the signatures of a command were not judged');
    return refusals[answer];
  }

  /** Names of the files that hold nothing to trust. */
  async survey(trust: TrustFiles): Promise<readonly string[] | NotJudged> {
    const answer = await this.threads.run<readonly string[]>('survey', { trust }, { agency: '' });
    return typeof answer === 'string' ? refusals[answer] : answer;
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.close();
  }
}
