import { randomUUID } from 'node:crypto';
import { type Engine } from './engine';
import { type RecordedEvent, type StreamHead, tombstoneRevision } from './event';
import { CheckpointCadence, isShownInAll } from './filter-rules';
import { readPageEvents } from './limits';
import { linkEventType, parseLink } from './link-rules';
import { ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import {
  allRange,
  firstVisibleRevision,
  isMissing,
  isYoungEnough,
  type Range,
  streamRange,
  subscriptionStart,
} from './read-rules';
import { StreamDeleted } from './wire-errors';
import { encodeCheckpoint, encodeEvent, encodeStreamName } from './wire.codec';

export type Pages = AsyncGenerator<ReadResp[], void, void>;

/** Answers one read page by page; between pages the event loop serves others. */
export class Reader {
  constructor(
    private readonly engine: Engine,
    private readonly request: ReadRequest,
    private readonly nowMs: () => number,
    private readonly signal: AbortSignal,
  ) {}

  pages(): Pages {
    const { stream, count } = this.request;
    if (stream === undefined) return count === 'follow' ? this.followAll() : this.readAll(count);
    return count === 'follow' ? this.followStream(stream) : this.readStream(stream, count);
  }

  private async *readStream(stream: string, count: number): Pages {
    const { direction, from, tellsRevisions } = this.request;
    const head = this.engine.head(stream);
    if (head?.isTombstoned === true) throw new StreamDeleted(stream);
    if (isMissing(head)) {
      yield [streamNotFound(stream)];
      return;
    }
    let { first, last } = streamRange(stream, head, direction, from);
    if (tellsRevisions && direction === 'forwards') yield this.firstRevision({ first, last }, count);
    let remaining = count;
    while (remaining > 0 && first <= last && !this.signal.aborted) {
      const page = this.engine.readStream(stream, { first, last }, direction, remaining);
      const end = page.at(-1);
      if (end === undefined) break;
      if (direction === 'forwards') first = end.revision + 1;
      else last = end.revision - 1;
      const visible = page.filter((event) => isYoungEnough(event, head, this.nowMs()));
      remaining -= visible.length;
      yield this.encode(visible);
      await nextTurn();
    }
    if (tellsRevisions) yield [new ReadResp().setLastStreamPosition(String(head.revision))];
  }

  /** Told when nothing of the first page that was asked for can be shown. */
  private firstRevision({ first, last }: Range, count: number): ReadResp[] {
    const { from } = this.request;
    const asked = typeof from === 'number' ? from : from === 'start' ? 0 : last + 1;
    const next = Math.min(first, last + 1);
    const isEmpty = first > last || asked + Math.min(count, realPageEvents) <= first;
    return isEmpty && asked !== next ? [new ReadResp().setFirstStreamPosition(String(next))] : [];
  }

  private async *readAll(count: number): Pages {
    const { direction, from, filter } = this.request;
    let { first, last } = allRange(this.engine.durablePosition, direction, from);
    let remaining = count;
    while (remaining > 0 && first <= last && !this.signal.aborted) {
      const wanted = filter === undefined ? remaining : readPageEvents;
      const page = this.engine.readAll({ first, last }, direction, wanted);
      const end = page.at(-1);
      if (end === undefined) return;
      if (direction === 'forwards') first = end.position + 1;
      else last = end.position - 1;
      const matching = page.filter((event) => this.isWanted(event)).slice(0, remaining);
      remaining -= matching.length;
      yield this.encode(matching);
      await nextTurn();
    }
  }

  /** While behind it sees what any reader sees; once caught up it gets every event that comes. */
  private async *followStream(stream: string): Pages {
    const start = this.engine.head(stream);
    if (start?.isTombstoned === true) throw new StreamDeleted(stream);
    let next = subscriptionStart(this.request.from, start?.revision ?? -1, 0);
    yield [confirmation()];
    let isBehind = true;
    while (!this.signal.aborted) {
      const head = this.engine.head(stream);
      if (isBehind && head?.isTombstoned === true) throw new StreamDeleted(stream);
      if (isBehind && head?.policy.isSoftDeleted === true) next = Math.max(next, head.revision + 1);
      if (head === undefined || next > head.revision) {
        if (isBehind) yield [caughtUp()];
        else if (head?.isTombstoned === true) yield* this.endOf(stream, head);
        if (!isBehind) await this.engine.moved(stream, this.signal);
        isBehind = false;
        continue;
      }
      const first = isBehind ? Math.max(next, firstVisibleRevision(stream, head)) : next;
      const page = this.engine.readStream(stream, { first, last: head.revision }, 'forwards', readPageEvents);
      next = (page.at(-1)?.revision ?? head.revision) + 1;
      const now = this.nowMs();
      yield this.encode(isBehind ? page.filter((event) => isYoungEnough(event, head, now)) : page);
      isBehind ||= head.revision - next >= readPageEvents;
      await nextTurn();
    }
  }

  /** Whoever follows a stream sees its tombstone before the error; a metastream has none, though it ends as well. */
  private async *endOf(stream: string, { position }: StreamHead): Pages {
    if (position === 0) return;
    const page = this.engine.readAll({ first: position, last: position }, 'forwards', 1);
    if (page[0]?.revision !== tombstoneRevision) return;
    yield this.encode(page);
    throw new StreamDeleted(stream);
  }

  private async *followAll(): Pages {
    const { filter, checkpointEvery, from } = this.request;
    const cadence = filter === undefined ? undefined : new CheckpointCadence(checkpointEvery);
    let next = subscriptionStart(from, this.engine.durablePosition, 1);
    yield [confirmation()];
    let isBehind = true;
    while (!this.signal.aborted) {
      if (next > this.engine.durablePosition) {
        const tellsCheckpoint = cadence?.hasUntold() === true;
        if (isBehind) yield tellsCheckpoint ? [encodeCheckpoint(next - 1), caughtUp()] : [caughtUp()];
        else await this.engine.moved(undefined, this.signal);
        isBehind = false;
        continue;
      }
      const range = { first: next, last: this.engine.durablePosition };
      const page = this.engine.readAll(range, 'forwards', readPageEvents);
      next = (page.at(-1)?.position ?? range.last) + 1;
      yield page.flatMap((event) => this.considered(event, cadence));
      isBehind ||= this.engine.durablePosition - next >= readPageEvents;
      await nextTurn();
    }
  }

  private considered(event: RecordedEvent, cadence: CheckpointCadence | undefined): ReadResp[] {
    const sent = this.isWanted(event) ? this.encode([event]) : [];
    return cadence?.consider() === 'due' ? [...sent, encodeCheckpoint(event.position)] : sent;
  }

  private isWanted(event: RecordedEvent): boolean {
    const { filter } = this.request;
    return isShownInAll(event) && (filter === undefined || filter(event));
  }

  private encode(events: readonly RecordedEvent[]): ReadResp[] {
    const { resolvesLinks, uuidShape } = this.request;
    return events.map((event) =>
      encodeEvent(event, uuidShape, resolvesLinks ? this.targetOf(event) : undefined),
    );
  }

  /** Undefined for an event that is no link; `gone` when no reader could see what the link points to. */
  private targetOf(event: RecordedEvent): RecordedEvent | 'gone' | undefined {
    const target = event.type === linkEventType ? parseLink(event.data) : 'no-revision';
    if (target === 'no-revision') return undefined;
    if (target === 'no-stream') return 'gone';
    return this.visibleEvent(target.stream, target.revision) ?? 'gone';
  }

  private visibleEvent(stream: string, revision: number): RecordedEvent | undefined {
    const head = this.engine.head(stream);
    if (isMissing(head) || head.isTombstoned === true) return undefined;
    const wanted = revision === -1 ? head.revision : revision;
    if (wanted < firstVisibleRevision(stream, head) || wanted > head.revision) return undefined;
    const [event] = this.engine.readStream(stream, { first: wanted, last: wanted }, 'forwards', 1);
    return event !== undefined && isYoungEnough(event, head, this.nowMs()) ? event : undefined;
  }
}

/** A real node looks at this many events before it tells that its first page is empty. */
const realPageEvents = 32;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const caughtUp = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

const confirmation = (): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()));

const streamNotFound = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(
    new ReadResp.StreamNotFound().setStreamIdentifier(encodeStreamName(stream)),
  );
