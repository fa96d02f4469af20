import { randomUUID } from 'node:crypto';
import { type Engine } from './engine';
import { type RecordedEvent } from './event';
import { CheckpointCadence } from './filter-rules';
import { readPageEvents } from './limits';
import { ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import {
  allRange,
  firstVisibleRevision,
  isMissing,
  isYoungEnough,
  streamRange,
  subscriptionStart,
} from './read-rules';
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
    const { direction, from } = this.request;
    const head = this.engine.head(stream);
    if (isMissing(head)) {
      yield [streamNotFound(stream)];
      return;
    }
    let { first, last } = streamRange(stream, head, direction, from);
    let remaining = count;
    while (remaining > 0 && first <= last && !this.signal.aborted) {
      const page = this.engine.readStream(stream, { first, last }, direction, remaining);
      const end = page.at(-1);
      if (end === undefined) return;
      if (direction === 'forwards') first = end.revision + 1;
      else last = end.revision - 1;
      const visible = page.filter((event) => isYoungEnough(event, head, this.nowMs()));
      remaining -= visible.length;
      yield this.encode(visible);
      await nextTurn();
    }
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
      const matching = (filter === undefined ? page : page.filter(filter)).slice(0, remaining);
      remaining -= matching.length;
      yield this.encode(matching);
      await nextTurn();
    }
  }

  private async *followStream(stream: string): Pages {
    let next = subscriptionStart(this.request.from, this.engine.head(stream)?.revision ?? -1, 0);
    yield [confirmation()];
    let isBehind = true;
    while (!this.signal.aborted) {
      const head = this.engine.head(stream);
      if (isMissing(head) || next > head.revision) {
        if (isBehind) yield [caughtUp()];
        else await this.engine.moved(stream, this.signal);
        isBehind = false;
        continue;
      }
      const range = { first: Math.max(next, firstVisibleRevision(stream, head)), last: head.revision };
      const page = this.engine.readStream(stream, range, 'forwards', readPageEvents);
      next = (page.at(-1)?.revision ?? head.revision) + 1;
      yield this.encode(page.filter((event) => isYoungEnough(event, head, this.nowMs())));
      isBehind ||= head.revision - next >= readPageEvents;
      await nextTurn();
    }
  }

  private async *followAll(): Pages {
    const { filter, checkpointEvery, from } = this.request;
    const cadence = filter === undefined ? undefined : new CheckpointCadence(checkpointEvery);
    let next = subscriptionStart(from, this.engine.durablePosition, 1);
    yield [confirmation()];
    let isBehind = true;
    while (!this.signal.aborted) {
      if (next > this.engine.durablePosition) {
        if (isBehind) yield cadence === undefined ? [caughtUp()] : [encodeCheckpoint(next - 1), caughtUp()];
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
    const { filter, uuidShape } = this.request;
    const sent = filter === undefined || filter(event) ? [encodeEvent(event, uuidShape)] : [];
    return cadence?.consider() === 'due' ? [...sent, encodeCheckpoint(event.position)] : sent;
  }

  private encode(events: readonly RecordedEvent[]): ReadResp[] {
    return events.map((event) => encodeEvent(event, this.request.uuidShape));
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const caughtUp = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

const confirmation = (): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()));

const streamNotFound = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(
    new ReadResp.StreamNotFound().setStreamIdentifier(encodeStreamName(stream)),
  );
