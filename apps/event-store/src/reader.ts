import { AllSubscription } from './all-subscription';
import { type Engine } from './engine';
import { type Direction, type RecordedEvent } from './event';
import { EventView } from './event-view';
import { isShownInAll } from './filter-rules';
import { readPageEvents } from './limits';
import { ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import { allRange, type From, isMissing, isYoungEnough, type Range, streamRange } from './read-rules';
import { type ServerWays } from './server-ways';
import { StreamSubscription } from './stream-subscription';
import { nextTurn, type Pages } from './subscription-messages';
import { encodeStreamName } from './wire.codec';
import { StreamDeleted, UnexpectedResult } from './wire-errors';

/** Answers one read or subscription, page by page. */
export class Reader {
  private readonly view: EventView;

  constructor(
    private readonly engine: Engine,
    private readonly ways: ServerWays,
    private readonly request: ReadRequest,
    private readonly nowMs: () => number,
    private readonly signal: AbortSignal,
  ) {
    this.view = new EventView(engine, request, nowMs);
  }

  pages(): Pages {
    const { stream, count, from } = this.request;
    if (count === 'follow') {
      const { engine, view, ways, nowMs, signal } = this;
      const by = { engine, view, ways, nowMs, signal };
      if (stream === undefined) return new AllSubscription(by, this.request).pages();
      return new StreamSubscription(by, stream, from).pages();
    }
    return stream === undefined ? this.readAll(count) : this.readStream(stream, count);
  }

  private async *readStream(stream: string, count: number): Pages {
    const { direction, from, tellsRevisions } = this.request;
    if (from === 'end' && direction === 'forwards') throw new UnexpectedResult('ReadStreamResult: Error');
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
    this.refuseNoPlace(from, direction);
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

  private refuseNoPlace(from: From, direction: Direction): void {
    const at = typeof from === 'number' ? this.engine.whatIsAt(from) : from;
    if (at === 'inside') throw new UnexpectedResult(`ReadAllResult: ${this.ways.noPlace.ofRead}`);
    if (at === 'beyond' && direction === 'backwards') throw new UnexpectedResult('ReadAllResult: Error');
  }

  private isWanted(event: RecordedEvent): boolean {
    const { filter } = this.request;
    return isShownInAll(event) && (filter === undefined || filter(event));
  }

  private encode(events: readonly RecordedEvent[]): ReadResp[] {
    return events.map((event) => this.view.encode(event));
  }
}

/** A real node looks at this many events before it tells that its first page is empty. */
const realPageEvents = 32;

const streamNotFound = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(
    new ReadResp.StreamNotFound().setStreamIdentifier(encodeStreamName(stream)),
  );
