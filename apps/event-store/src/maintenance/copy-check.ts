import { createHash } from 'node:crypto';
import { describedStream, noPolicy, parseStreamPolicy, type StreamPolicy } from '../stream-metadata';
import { counted } from './command';
import { type CopiedEvent, fingerprint, isOfSystem, isTombstone } from './copied-event';
import { type CopyTarget, type StreamAnswer } from './copy-target';

/** Where the target is not as the source. */
export interface Difference {
  readonly stream: string;
  readonly revision: bigint;
  readonly what: string;
}

/** What the source has of a stream: a print of each event by its revision, and what its metadata says of reading. */
interface Expected {
  readonly prints: number[];
  readonly seen: boolean[];
  policy: StreamPolicy;
  isDeletedForEver: boolean;
  isDeletedThere: boolean;
}

const readsAtOnce = 16;
export const differencesMax = 1_000;

/**
 * Compares what a target answers with what a source has: ids, types, bytes, content types and metadata of every event
 * at its revision, first in the log and then stream by stream, as any client reads it. Keeps 8 bytes and a flag for
 * each event of the source in memory. Finds at most 1,000 differences.
 */
export class CopyCheck {
  private readonly streams = new Map<string, Expected>();
  private readonly differences = new Map<string, Difference>();
  private events = 0;

  /** To be called with every event that was to be copied. */
  expect(event: CopiedEvent): void {
    const expected = this.expectedOf(event.stream);
    this.events += 1;
    if (isTombstone(event)) {
      expected.isDeletedForEver = true;
      return;
    }
    expected.prints[Number(event.revision)] = printOf(event);
    const described = describedStream(event.stream);
    if (described !== undefined) this.expectedOf(described).policy = parseStreamPolicy(event.data);
  }

  /** Streams that were not copied are left out. */
  async compare(
    target: CopyTarget,
    leftOut: ReadonlySet<string>,
    progress: (line: () => string) => void,
  ): Promise<readonly Difference[]> {
    for (const stream of leftOut) this.streams.delete(stream);
    let seen = 0;
    for await (const event of target.readAll()) {
      seen += 1;
      progress(() => `compared ${counted(seen, 'event')} of the log of the target`);
      if (!isOfSystem(event)) this.see(event);
    }
    for (const [stream, expected] of this.streams) this.findMissing(stream, expected);
    await this.compareStreams(target, progress);
    return [...this.differences.values()];
  }

  counts(): { readonly events: number; readonly streams: number } {
    return { events: this.events, streams: this.streams.size };
  }

  private see(event: CopiedEvent): void {
    const expected = this.streams.get(event.stream);
    if (expected === undefined || this.isLong()) return;
    if (isTombstone(event)) expected.isDeletedThere = true;
    else {
      expected.seen[Number(event.revision)] = true;
      this.compareEvent(event, expected);
    }
  }

  private compareEvent(event: CopiedEvent, { prints }: Expected): void {
    const print = prints[Number(event.revision)];
    if (print === printOf(event)) return;
    this.differ(event, print === undefined ? 'the source has no such event' : 'the event is another one');
  }

  private findMissing(stream: string, expected: Expected): void {
    const { prints, seen, isDeletedForEver, isDeletedThere } = expected;
    if (isDeletedForEver !== isDeletedThere) {
      const what = isDeletedForEver ? 'the stream is not deleted for ever' : 'the stream is deleted for ever';
      this.differ({ stream, revision: BigInt(prints.length) }, what);
    }
    // What is hidden, a scavenge of the target may have taken away.
    const first = this.firstShown(stream, expected);
    prints.forEach((_, revision) => {
      if (revision >= first && seen[revision] !== true)
        this.differ({ stream, revision: BigInt(revision) }, 'the event is missing in the log');
    });
  }

  private async compareStreams(target: CopyTarget, progress: (line: () => string) => void): Promise<void> {
    const left = this.streams.entries();
    let read = 0;
    const reader = async (): Promise<void> => {
      for (const [stream, expected] of left) {
        if (this.isLong()) return;
        await this.compareStream(target, stream, expected);
        read += 1;
        progress(() => `compared ${read.toLocaleString('en')} of ${counted(this.streams.size, 'stream')}`);
      }
    };
    await Promise.all(Array.from({ length: readsAtOnce }, reader));
  }

  private async compareStream(target: CopyTarget, stream: string, expected: Expected): Promise<void> {
    const isAged = expected.policy.maxAgeMs !== undefined;
    let next = this.firstShown(stream, expected);
    const answer = await target.readStream(stream, (event) => {
      this.compareEvent(event, expected);
      if (Number(event.revision) !== next && !isAged)
        this.differ({ stream, revision: BigInt(next) }, `revision ${event.revision} is answered instead`);
      next = Number(event.revision) + 1;
    });
    const wanted = this.answerOf(stream, expected);
    if (answer !== wanted) {
      this.differ({ stream, revision: 0n }, `a reader is told "${answer}" instead of "${wanted}"`);
    } else if (answer === 'there' && next < expected.prints.length && !isAged) {
      this.differ({ stream, revision: BigInt(next) }, 'the stream ends before this event');
    }
  }

  private answerOf(stream: string, { prints, policy, isDeletedForEver }: Expected): StreamAnswer {
    const described = describedStream(stream);
    const isOwnerDeleted = described !== undefined && this.streams.get(described)?.isDeletedForEver === true;
    if (isDeletedForEver || isOwnerDeleted) return 'deleted';
    return prints.length === 0 || policy.isSoftDeleted === true ? 'absent' : 'there';
  }

  private firstShown(stream: string, { prints, policy }: Expected): number {
    const { maxCount, truncateBefore = 0, isSoftDeleted } = policy;
    if (isSoftDeleted === true) return prints.length;
    const newest = describedStream(stream) === undefined ? maxCount : 1;
    const byCount = newest === undefined ? 0 : prints.length - newest;
    return Math.max(0, byCount, truncateBefore);
  }

  /** One line for a place is enough, and the first says most. */
  private differ({ stream, revision }: Pick<Difference, 'stream' | 'revision'>, what: string): void {
    const place = `${revision}@${stream}`;
    if (!this.isLong() && !this.differences.has(place))
      this.differences.set(place, { stream, revision, what });
  }

  private isLong(): boolean {
    return this.differences.size >= differencesMax;
  }

  private expectedOf(stream: string): Expected {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    const expected = {
      prints: [],
      seen: [],
      policy: noPolicy,
      isDeletedForEver: false,
      isDeletedThere: false,
    };
    this.streams.set(stream, expected);
    return expected;
  }
}

/** Whether a node may have written the metadata itself, with an id of its own: at a deletion, or after one. */
const mayBeOfServer = ({ stream, data }: CopiedEvent): boolean => {
  const { isSoftDeleted, truncateBefore } = parseStreamPolicy(data);
  return describedStream(stream) !== undefined && (isSoftDeleted === true || truncateBefore !== undefined);
};

/** 48 bits of everything that a copy keeps of an event. */
function printOf(event: CopiedEvent): number {
  if (mayBeOfServer(event)) return fingerprint(event);
  const { id, type, isJson, data, metadata } = event;
  const head = JSON.stringify([id, type, isJson, data.length]);
  return createHash('sha256').update(head).update(data).update(metadata).digest().readUIntBE(0, 6);
}
