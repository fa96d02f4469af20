import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { ContentStoreUnavailable, type ContentSettings } from '@adapters/content-store';
import type { Configuration, Log, Metrics } from '@runtime';
import type { Away, FileVerdicts, Judgement, Numbered, Started, TrustFiles } from './judging-thread';

/** Why a command was not judged, as the refusal that names it. */
export type NotJudged = 'too-many-being-judged' | 'too-costly-to-judge';

/** Files that are judged side by side; each thread costs its share of a core and of memory. */
const threads = 2;
/** Whose turn does not come within this time, of which a thread that starts takes a part, is told to come back. */
const turnWithinMs = 20_000;

interface Asked {
  readonly stop: AbortController;
  timer: NodeJS.Timeout;
  startedAt?: number;
  ended?: NotJudged;
}

/**
 * Judges signatures in threads of their own: a file that costs too much ends its thread, which is replaced, and never
 * the process or anybody else's turn. The memory bound is that of a thread's heap; bytes outside of it are bounded by
 * what a file may be and unpack to.
 */
@Injectable()
export class Judging implements OnApplicationShutdown {
  private readonly asked = new Map<number, Asked>();
  private pool: Piscina | undefined;
  private last = 0;

  constructor(
    private readonly configuration: ContentSettings &
      Pick<Configuration, 'signatureDeadlineMs' | 'signatureMemoryMib' | 'signatureQueueMax'>,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /** What was found on each file. @throws ContentStoreUnavailable, and what the content store says of damage. */
  async judge(judgement: Judgement): Promise<readonly FileVerdicts[] | NotJudged> {
    const answer = await this.run<readonly FileVerdicts[] | Away>('judge', judgement);
    if (typeof answer === 'object' && 'away' in answer) throw new ContentStoreUnavailable(answer.away);
    if (typeof answer === 'string') {
      const files = judgement.files.map(({ sha256 }) => sha256);
      this.log.warn({ files, reason: answer }, 'the signatures of a command were not judged');
    }
    return answer;
  }

  /** Names of the files that hold nothing to trust. */
  survey(trust: TrustFiles): Promise<readonly string[] | NotJudged> {
    return this.run<readonly string[]>('survey', { trust });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async run<Answer>(name: 'judge' | 'survey', work: object): Promise<Answer | NotJudged> {
    if (this.asked.size >= threads + this.configuration.signatureQueueMax) {
      return this.counted('too-many-being-judged');
    }
    const id = ++this.last;
    const stop = new AbortController();
    const timer = setTimeout(() => this.end(id, 'too-many-being-judged'), turnWithinMs);
    const asked: Asked = { stop, timer };
    this.asked.set(id, asked);
    this.metrics.signaturesWaiting.inc();
    try {
      this.pool ??= this.opened();
      const task: Numbered<object> = { ...work, id };
      const answer = (await this.pool.run(task, { name, signal: stop.signal })) as Answer;
      this.counted('judged');
      return answer;
    } catch (error) {
      const ended = asked.ended ?? (isOutOfMemory(error) ? 'too-costly-to-judge' : undefined);
      this.counted(ended ?? 'failed');
      if (ended === undefined) throw error;
      return ended;
    } finally {
      this.settle(id, asked);
    }
  }

  private settle(id: number, { timer, startedAt }: Asked): void {
    clearTimeout(timer);
    this.asked.delete(id);
    if (startedAt === undefined) this.metrics.signaturesWaiting.dec();
    else this.metrics.judgingSeconds.observe((performance.now() - startedAt) / 1000);
  }

  /** The time that is given begins when a thread has taken the files, however long it took to start. */
  private started({ started: id }: Started): void {
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    clearTimeout(asked.timer);
    asked.startedAt = performance.now();
    asked.timer = setTimeout(
      () => this.end(id, 'too-costly-to-judge'),
      this.configuration.signatureDeadlineMs,
    );
    this.metrics.signaturesWaiting.dec();
  }

  private end(id: number, ended: NotJudged): void {
    const asked = this.asked.get(id);
    if (asked === undefined) return;
    asked.ended = ended;
    asked.stop.abort();
  }

  private counted<Outcome extends NotJudged | 'judged' | 'failed'>(outcome: Outcome): Outcome {
    this.metrics.judgings.inc({ outcome });
    return outcome;
  }

  private opened(): Piscina {
    const { dataDir, s3Bucket, s3Url, s3Region, s3AccessKeyId, s3SecretAccessKey } = this.configuration;
    const settings: ContentSettings = {
      dataDir,
      s3Bucket,
      s3Url,
      s3Region,
      s3AccessKeyId,
      s3SecretAccessKey,
    };
    const pool = new Piscina({
      filename: require.resolve('./judging-thread'),
      name: 'judge',
      // As many always: a thread that is ended is replaced at once, and its queue goes on.
      minThreads: threads,
      maxThreads: threads,
      // A thread that sleeps in Atomics.wait hears nothing of its open files and sockets.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: this.configuration.signatureMemoryMib },
      workerData: settings,
    });
    pool.on('message', (message: Started) => this.started(message));
    pool.on('error', (error: unknown) =>
      this.log.error({ err: error }, 'a thread that judges signatures ended'),
    );
    return pool;
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
