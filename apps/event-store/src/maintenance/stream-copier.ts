import { describedStream, parseStreamPolicy } from '../stream-metadata';
import { type CopiedEvent, fingerprint, isTombstone } from './copied-event';
import { type CopyTarget, type Run, type WriteAnswer } from './copy-target';

export interface Tally {
  copied: number;
  alreadyThere: number;
}

/** A stream of the target that cannot take the events of the source; nothing more of it is written. */
export interface Conflict {
  readonly stream: string;
  readonly revision: bigint;
  readonly what: string;
}

/** What the target has of a stream. */
interface Held {
  /** By revision; a hole was removed by a scavenge. */
  readonly fingerprints: number[];
  length: bigint;
  isDeletedForEver: boolean;
  /** One more than the last revision of the source that came by. */
  reached: bigint;
}

const runEventsMax = 500;
const runBytesMax = 524_288;
const waitingRunsMax = 512;
const waitingBytesMax = 2 * 1_048_576;

/**
 * Writes events at exactly their revisions, in the order of the log over all streams: some hundred appends are on their
 * way at once, in one call that the target takes in order. Neighbours of one stream share an append. Keeps 8 bytes for
 * each event of the target in memory.
 */
export class StreamCopier {
  readonly tallies = new Map<string, Tally>();
  private readonly held = new Map<string, Held>();
  private readonly found = new Map<string, Conflict>();
  private readonly softDeleted = new Set<string>();
  private readonly deletedForEver = new Set<string>();
  private waiting: (Run & { readonly events: CopiedEvent[]; bytes: number })[] = [];
  private waitingBytes = 0;

  constructor(private readonly target: CopyTarget) {}

  /** To be called with every event of the target before anything is copied. */
  learn(event: CopiedEvent): void {
    const held = this.heldOf(event.stream);
    if (isTombstone(event)) {
      held.isDeletedForEver = true;
      return;
    }
    held.fingerprints[Number(event.revision)] = fingerprint(event);
    held.length = event.revision + 1n;
  }

  async take(event: CopiedEvent): Promise<void> {
    const { stream, revision } = event;
    if (this.found.has(stream)) return;
    const held = this.heldOf(stream);
    if (isTombstone(event)) return this.bury(event, held);
    held.reached = revision + 1n;
    if (revision < held.length) this.compare(event, held.fingerprints[Number(revision)]);
    else if (held.isDeletedForEver) this.refuse(event, 'the target has deleted the stream for ever');
    else await this.write(event, held.length);
    this.noteDeletion(event);
  }

  /** Writes what is waiting, and answers which streams could not be copied. */
  async finish(): Promise<readonly Conflict[]> {
    await this.flush();
    for (const [stream, { isDeletedForEver, length, reached }] of this.held) {
      if (!this.tallies.has(stream) || this.found.has(stream)) continue;
      if (isDeletedForEver && !this.deletedForEver.has(stream)) {
        this.refuse({ stream, revision: length }, 'the target has deleted the stream for ever');
      } else if (length > reached) {
        this.refuse({ stream, revision: reached }, 'the target goes on with events that the source has not');
      }
    }
    return [...this.found.values()];
  }

  private compare(event: CopiedEvent, there: number | undefined): void {
    if (there === undefined || there === fingerprint(event)) this.tallyOf(event.stream).alreadyThere += 1;
    else this.refuse(event, 'the target has another event there');
  }

  private async write(event: CopiedEvent, length: bigint): Promise<void> {
    if (event.revision > length) {
      const lacking = `${length} to ${event.revision - 1n}`;
      return this.refuse(event, `the source lacks revisions ${lacking}, the target would number anew`);
    }
    // A node may answer metadata with metadata of its own, so each stands alone.
    const isAlone = describedStream(event.stream) !== undefined;
    if (isAlone) await this.flush();
    if (this.found.has(event.stream)) return;
    this.enqueue(event);
    this.heldOf(event.stream).length = event.revision + 1n;
    const isFull = this.waiting.length >= waitingRunsMax || this.waitingBytes >= waitingBytesMax;
    if (isAlone || isFull) await this.flush();
  }

  private enqueue(event: CopiedEvent): void {
    const bytes = event.data.length + event.metadata.length + 2 * Buffer.byteLength(event.type);
    const run = this.waiting.at(-1);
    this.waitingBytes += bytes;
    const isNeighbour = run?.stream === event.stream && run.events.length < runEventsMax;
    if (isNeighbour && run.bytes + bytes <= runBytesMax) {
      run.events.push(event);
      run.bytes += bytes;
    } else {
      this.waiting.push({ stream: event.stream, events: [event], after: event.revision - 1n, bytes });
    }
  }

  private async flush(): Promise<void> {
    const runs = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    const [first] = runs[0]?.events ?? [];
    if (first === undefined) return;
    const answers = this.isDeletedAgain(first)
      ? [await this.target.softDelete(first)]
      : await this.target.append(runs);
    for (const [index, run] of runs.entries()) await this.settle(run.events, answers[index]);
  }

  private async settle(events: readonly CopiedEvent[], answer: WriteAnswer | undefined): Promise<void> {
    const [first] = events;
    if (first === undefined || this.found.has(first.stream)) return;
    if (answer === 'recorded' || (answer === 'other-revision' && (await this.isAnswered(first)))) {
      this.tallyOf(first.stream).copied += events.length;
    } else {
      const isDeleted = answer === 'stream-deleted';
      this.refuse(first, `the target has ${isDeleted ? 'deleted the stream' : 'moved'} meanwhile`);
    }
  }

  /** When a deleted stream came back, the target wrote its metadata before the source's could be copied. */
  private async isAnswered(event: CopiedEvent): Promise<boolean> {
    if (describedStream(event.stream) === undefined) return false;
    const there = await this.target.eventAt(event.stream, event.revision);
    return there !== undefined && fingerprint(there) === fingerprint(event);
  }

  /** Metadata appended to a deleted stream would bring it back, so a second deletion is asked for as such. */
  private isDeletedAgain({ stream, data }: CopiedEvent): boolean {
    const described = describedStream(stream);
    if (described === undefined || !this.softDeleted.has(described)) return false;
    return parseStreamPolicy(data).isSoftDeleted === true;
  }

  private noteDeletion({ stream, data }: CopiedEvent): void {
    const described = describedStream(stream);
    if (described === undefined) return;
    if (parseStreamPolicy(data).isSoftDeleted === true) this.softDeleted.add(described);
    else this.softDeleted.delete(described);
  }

  private async bury(tombstone: CopiedEvent, held: Held): Promise<void> {
    const { stream } = tombstone;
    await this.flush();
    if (this.found.has(stream)) return;
    this.deletedForEver.add(stream);
    if (held.isDeletedForEver) {
      this.tallyOf(stream).alreadyThere += 1;
      return;
    }
    const answer = await this.target.tombstone(tombstone, held.length - 1n);
    if (answer === 'recorded') this.tallyOf(stream).copied += 1;
    else this.refuse(tombstone, 'the target has moved meanwhile, so the stream is not deleted there');
  }

  private refuse({ stream, revision }: Pick<CopiedEvent, 'stream' | 'revision'>, what: string): void {
    this.found.set(stream, { stream, revision, what });
  }

  private heldOf(stream: string): Held {
    const held = this.held.get(stream) ?? {
      fingerprints: [],
      length: 0n,
      isDeletedForEver: false,
      reached: 0n,
    };
    this.held.set(stream, held);
    return held;
  }

  private tallyOf(stream: string): Tally {
    const tally = this.tallies.get(stream) ?? { copied: 0, alreadyThere: 0 };
    this.tallies.set(stream, tally);
    return tally;
  }
}
