import { Engine } from '../engine';
import { type RecordedEvent } from '../event';
import { FolderLock, holderOf } from '../folder-lock';
import { readPageEvents } from '../limits';
import { LmdbLog } from '../lmdb-log';
import { isMissing, isYoungEnough, streamRange } from '../read-rules';
import { describedStream } from '../stream-metadata';
import { Refused } from './command';
import { type CopiedEvent } from './copied-event';
import { type CopyTarget, type Run, type StreamAnswer, type WriteAnswer } from './copy-target';
import { eventsIn } from './folder-events';
import { fileBytes, StoreReader } from './store-reader';

/**
 * A folder of the embedded node that takes a copy while no node runs on it. Its events keep the time at which their
 * source recorded them, which no node can be told.
 */
export class FolderStore implements CopyTarget {
  private engine: Engine | undefined;
  private failure: Error | undefined;
  private nowMs = 0;
  private readonly nextMs: number[] = [];

  private constructor(
    readonly place: string,
    private readonly lock: FolderLock,
  ) {}

  /** Throws `Refused` when a node runs on the folder, `StoreUnusable` when it cannot be written. */
  static take(folder: string): FolderStore {
    const holder = holderOf(folder);
    if (holder === undefined) return new FolderStore(folder, FolderLock.take(folder));
    throw new Refused(
      `${folder} is the folder of a running node (process ${holder.pid}): stop it, or name another folder`,
    );
  }

  async *readAll(): AsyncGenerator<CopiedEvent, void, undefined> {
    await this.shut();
    if (fileBytes(this.place) === 0) return;
    const reader = StoreReader.open(this.place);
    try {
      yield* eventsIn(reader);
    } finally {
      await reader.close();
    }
  }

  readStream(stream: string, take: (event: CopiedEvent) => void): Promise<StreamAnswer> {
    const engine = this.opened();
    const head = engine.head(stream);
    if (head?.isTombstoned === true) return Promise.resolve('deleted');
    if (isMissing(head)) return Promise.resolve('absent');
    const { first, last } = streamRange(stream, head, 'forwards', 'start');
    for (let next = first; next <= last;) {
      const page = engine.readStream(stream, { first: next, last }, 'forwards', readPageEvents);
      for (const event of page) if (isYoungEnough(event, head, Date.now())) take(copied(event));
      next = (page.at(-1)?.revision ?? last) + 1;
    }
    return Promise.resolve('there');
  }

  eventAt(stream: string, revision: bigint): Promise<CopiedEvent | undefined> {
    const range = { first: Number(revision), last: Number(revision) };
    const [event] = this.opened().readStream(stream, range, 'forwards', 1);
    return Promise.resolve(event && copied(event));
  }

  async append(runs: readonly Run[]): Promise<readonly WriteAnswer[]> {
    return this.written(
      runs.map(({ stream, events, after }) => {
        this.nextMs.splice(0, Infinity, ...events.map(({ createdMs }) => createdMs));
        return this.opened().append(stream, after < 0n ? 'no_stream' : Number(after), events);
      }),
    );
  }

  async tombstone({ stream, createdMs }: CopiedEvent, after: bigint): Promise<WriteAnswer> {
    this.nextMs.splice(0, Infinity, createdMs);
    const expected = after < 0n ? 'no_stream' : Number(after);
    const [answer] = await this.written([this.opened().tombstone(stream, expected)]);
    return answer ?? 'other-revision';
  }

  async softDelete({ stream, createdMs }: CopiedEvent): Promise<WriteAnswer> {
    this.nextMs.splice(0, Infinity, createdMs);
    const [answer] = await this.written([this.opened().softDelete(describedStream(stream) ?? stream, 'any')]);
    return answer ?? 'other-revision';
  }

  async close(): Promise<void> {
    await this.shut();
    this.lock.release();
  }

  /** What the engine decides it decides in the order in which it is asked, and at once. */
  private async written(outcomes: readonly Promise<{ outcome: string }>[]): Promise<WriteAnswer[]> {
    const answers = await Promise.all(outcomes);
    if (this.failure !== undefined) throw this.failure;
    return answers.map(({ outcome }) => {
      if (outcome === 'wrong-revision') return 'other-revision';
      return outcome === 'stream-deleted' ? 'stream-deleted' : 'recorded';
    });
  }

  private opened(): Engine {
    this.engine ??= new Engine({
      log: LmdbLog.open(this.place),
      // What the engine writes besides, when a deleted stream comes back, has the time of what it answers to.
      nowMs: () => (this.nowMs = this.nextMs.shift() ?? this.nowMs),
      onFailure: (failure) => (this.failure = failure),
    });
    return this.engine;
  }

  /** lmdb opens a file once in a process, for writing or for reading. */
  private async shut(): Promise<void> {
    await this.engine?.close();
    this.engine = undefined;
  }
}

const copied = (event: RecordedEvent): CopiedEvent => ({
  ...event,
  revision: BigInt(event.revision),
  place: String(event.position),
});
