import { type CommitGroup, type Direction, type RecordedEvent, type StreamHead } from './event';
import { firstPosition } from './log-state';
import { type Range } from './read-rules';
import { EventLog, type PageLimit } from './store';

/** Keeps everything in memory for as long as the process lives; commits settle in a later turn like real ones. */
export class MemoryLog extends EventLog {
  override readonly isCommitCostly: boolean = false;
  private readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly heads = new Map<string, StreamHead>();
  private commitCount = 0;
  private next = firstPosition;

  async commit(group: CommitGroup): Promise<void> {
    await Promise.resolve();
    for (const event of group.events) {
      this.events.push(event);
      const stream = this.streams.get(event.stream);
      if (stream === undefined) this.streams.set(event.stream, [event]);
      else stream.push(event);
    }
    for (const [stream, head] of group.heads) this.heads.set(stream, head);
    this.next = group.nextPosition;
    this.commitCount += 1;
  }

  readStream(stream: string, range: Range, direction: Direction, limit: PageLimit): RecordedEvent[] {
    return page(this.streams.get(stream) ?? [], range, direction, limit);
  }

  readAll(range: Range, direction: Direction, limit: PageLimit): RecordedEvent[] {
    const indices = { first: this.indexFrom(range.first), last: this.indexFrom(range.last + 1) - 1 };
    return page(this.events, indices, direction, limit);
  }

  streamsNamed(prefix: string, after: string | undefined, max: number): readonly string[] {
    const names = [...this.streams.keys()].filter((name) => name.startsWith(prefix));
    const sorted = names.map((name) => Buffer.from(name)).sort(Buffer.compare);
    const from = after === undefined ? 0 : sorted.findIndex((name) => name.toString() === after) + 1;
    return sorted.slice(from, from + max).map(String);
  }

  placesOf(stream: string, max: number): readonly number[] {
    return (this.streams.get(stream) ?? []).slice(0, max).map(({ position }) => position);
  }

  head(stream: string): StreamHead | undefined {
    return this.heads.get(stream);
  }

  lastPosition(): number {
    return this.events.at(-1)?.position ?? 0;
  }

  nextPosition(): number {
    return this.next;
  }

  isPlace(position: number): boolean {
    return this.events[this.indexFrom(position)]?.position === position;
  }

  commits(): number {
    return this.commitCount;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Of the first event that begins at or after a place. */
  private indexFrom(place: number): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle]?.position ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function page(
  events: readonly RecordedEvent[],
  { first, last }: Range,
  direction: Direction,
  limit: PageLimit,
): RecordedEvent[] {
  const found: RecordedEvent[] = [];
  const step = direction === 'forwards' ? 1 : -1;
  let bytes = 0;
  for (let at = step === 1 ? first : last; at >= first && at <= last; at += step) {
    const event = events[at];
    if (event === undefined || found.length >= limit.events || bytes >= limit.bytes) break;
    found.push(event);
    bytes += event.data.length + event.metadata.length;
  }
  return found;
}
