import assert from 'node:assert/strict';
import { binaryEvent, type EventData, jsonEvent, type ResolvedEvent } from '@eventstore/db-client';

export const tombstoneRevision = 2n ** 63n - 1n;

/** One append or deletion as a writer sends it; the answer is what the node acknowledged, when it did. */
export interface Attempt {
  readonly act: 'append' | 'delete' | 'end for ever';
  readonly stream: string;
  readonly expected: 'no_stream' | bigint;
  /** None in a deletion. */
  readonly events: readonly EventData[];
  /** Highest position acknowledged to anybody when this was sent for the first time. */
  readonly after: bigint;
  /** Without a position when it was a repetition of what no reader sees any more. */
  answer?: { readonly revision: bigint; readonly position?: bigint };
}

export interface Stored {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly content: string;
}

export function storedOf({ event }: ResolvedEvent): Stored {
  assert(event?.position !== undefined, 'an event came without its position');
  const { id, streamId: stream, revision, position } = event;
  return { id, stream, revision, position: position.commit, content: contentOf(event) };
}

interface Content {
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
}

/** JSON and bytes alike as text, so that what was sent and what is stored compare. */
const contentOf = ({ type, data, metadata }: Content): string =>
  JSON.stringify([type, ArrayBuffer.isView(data) ? textOf(data) : data, metadata ?? null]);

const textOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString();

export const eventOf = (id: string, type: string, text: string, isJson: boolean): EventData =>
  isJson
    ? jsonEvent({ id, type, data: { text }, metadata: { for: id } })
    : binaryEvent({ id, type, data: Buffer.from(text), metadata: { for: id } as never });

/** What was sent and answered over all lives of the node, and whether what is stored agrees with it. */
export class KillHistory {
  private readonly attempts: Attempt[] = [];
  private readonly endings = new Map<string, Attempt>();
  private readonly sent = new Map<string, string>();
  /** Everything stored at the last check, in position order. */
  stored: readonly Stored[] = [];
  acknowledged = 0n;

  add(attempt: Attempt): void {
    if (attempt.act === 'append') this.attempts.push(attempt);
    if (attempt.act === 'end for ever') this.endings.set(attempt.stream, attempt);
    for (const event of attempt.events) this.sent.set(event.id, contentOf(event));
  }

  answered(attempt: Attempt, answer: NonNullable<Attempt['answer']>): void {
    const { revision, position } = answer;
    const first = attempt.answer;
    if (first !== undefined) assert.equal(revision, first.revision, 'a repetition is answered alike');
    if (position !== undefined && first?.position !== undefined)
      assert.equal(position, first.position, 'a repetition is answered with the same place');
    attempt.answer = { ...first, ...answer };
    if (position !== undefined && position > this.acknowledged) this.acknowledged = position;
  }

  /** The last of those that were answered, without those to a stream that may have been deleted since. */
  lastAnswered(count: number): readonly Attempt[] {
    const lasting = this.attempts.filter(({ stream }) => !/^(gone|ended)-/.test(stream));
    return lasting.filter(({ answer }) => answer !== undefined).slice(-count);
  }

  counts(): { attempts: number; events: number; endings: number } {
    const [attempts, events] = [this.attempts.length, this.stored.length];
    return { attempts, events, endings: this.endings.size };
  }

  /** The streams whose tombstone was acknowledged. */
  ended(): readonly string[] {
    return [...this.endings.values()].flatMap(({ stream, answer }) => (answer === undefined ? [] : [stream]));
  }

  eventsOf(stream: string): readonly Stored[] {
    return this.stored.filter((event) => event.stream === stream);
  }

  /** `all` is the whole of `$all`. Throws at the first disagreement; answers how much of it was never answered. */
  check(all: readonly Stored[]): number {
    const ids = all.map(({ id }) => id);
    assert.deepEqual(
      ids.slice(0, this.stored.length),
      this.stored.map(({ id }) => id),
      'what was stored stays as it was',
    );
    assert.equal(new Set(ids).size, ids.length, 'an event is stored twice');
    const revisions = new Map<string, bigint>();
    // A record that is lost between two others ends the read itself: each tells where the next one begins.
    let last = 0n;
    for (const event of all) {
      assert(event.position > last, 'positions rise');
      last = event.position;
      const isEnd = event.revision === tombstoneRevision && this.endings.has(event.stream);
      const next = revisions.get(event.stream) ?? 0n;
      assert(next <= tombstoneRevision, `${event.stream} goes on after its tombstone`);
      if (!isEnd) assert.equal(event.revision, next, `${event.stream} has no gap`);
      revisions.set(event.stream, event.revision + 1n);
      if (isEnd) continue;
      // The metadata by which a stream is deleted and comes back is written by the node itself.
      if (event.stream.startsWith('$$gone-')) continue;
      assert.equal(event.content, this.sent.get(event.id), `event ${event.id} is what was sent`);
    }
    this.stored = all;
    const places = new Map(all.map((event, order) => [event.id, { ...event, order }]));
    const appends = this.attempts.filter((attempt) => isUnansweredAndThere(attempt, places)).length;
    return appends + this.checkEndings();
  }

  private checkEndings(): number {
    const ends = this.stored.filter(({ revision }) => revision === tombstoneRevision);
    const positions = new Map(ends.map(({ stream, position }) => [stream, position]));
    let unanswered = 0;
    for (const ending of this.endings.values()) {
      const { stream, answer, after } = ending;
      const position = positions.get(stream);
      if (answer !== undefined) assert.equal(position, answer.position, `${stream} is ended where answered`);
      else if (position !== undefined) {
        assert(position > after, `the end of ${stream} follows what was acknowledged before it`);
        // A tombstone has no id by which a repetition would be answered, so that it is there is its answer.
        ending.answer = { revision: tombstoneRevision, position };
        unanswered += 1;
      }
    }
    return unanswered;
  }
}

/** With how many events come before it in the whole of `$all`. */
type Ordered = Stored & { readonly order: number };

/** Also throws when the append is torn, elsewhere than answered, or before one that was answered before it. */
function isUnansweredAndThere(attempt: Attempt, places: ReadonlyMap<string, Ordered>): boolean {
  const { events, answer, stream, expected, after } = attempt;
  const there = events.flatMap(({ id }) => places.get(id) ?? []);
  const what = `the append to ${stream} at ${expected}`;
  if (answer === undefined && there.length === 0) return false;
  assert.equal(there.length, events.length, `${what} is there as a whole`);
  const first = there[0] as Ordered;
  assert(first.position > after, `${what} follows what was acknowledged before it`);
  assert.equal(first.revision, expected === 'no_stream' ? 0n : expected + 1n, `${what} is where it belongs`);
  for (const [index, event] of there.entries()) {
    assert.equal(event.order, first.order + index, `${what} is one piece`);
    assert.equal(event.stream, stream);
  }
  if (answer === undefined) return true;
  const last = there.at(-1) as Stored;
  const { revision, position } = last;
  assert.deepEqual({ position, ...answer }, { revision, position }, `${what} is as answered`);
  return false;
}
