import { type EventData, jsonEvent } from '@eventstore/db-client';
import { type Chance } from './chance';
import { type Attempt, eventOf } from './kill-history';

/** Appends and deletions of one writer, one after the other; nobody else writes to its streams. */
export class Writer {
  private readonly heads = new Map<string, bigint>();
  /** Of the stream that is deleted now and then: whether it is, and where it begins since it came back. */
  private isDeleted = false;
  private visibleFrom = 0n;
  /** Streams that were ended for ever; the next one is begun. */
  private endings = 0;
  /** Sent, and not answered before the node died. */
  open: Attempt | undefined;

  constructor(private readonly number: number) {}

  next(chance: Chance, after: bigint): Attempt {
    const stream = this.streams[chance.below(this.streams.length)] as string;
    const expected = this.heads.get(stream) ?? 'no_stream';
    if (stream === this.gone && expected !== 'no_stream' && !this.isDeleted && chance.oneIn(2)) {
      return { act: 'delete', stream, expected, events: [], after };
    }
    if (stream === this.ending && expected !== 'no_stream' && chance.oneIn(2)) {
      return { act: 'end for ever', stream, expected, events: [], after };
    }
    const events = stream.startsWith('$$') ? [metadataOf(chance)] : eventsOf(chance);
    return { act: 'append', stream, expected, events, after };
  }

  answered({ act, stream, expected, answer }: Attempt): void {
    this.open = undefined;
    if (stream === this.gone) {
      if (this.isDeleted && expected !== 'no_stream') this.visibleFrom = expected + 1n;
      this.isDeleted = act === 'delete';
    }
    if (act === 'end for ever') this.endings += 1;
    if (answer !== undefined) this.heads.set(stream, answer.revision);
  }

  get gone(): string {
    return `gone-${this.number}`;
  }

  /** Where the stream that is deleted now and then begins; undefined when nothing of it may be seen. */
  get goneFrom(): bigint | undefined {
    return this.isDeleted || !this.heads.has(this.gone) ? undefined : this.visibleFrom;
  }

  private get ending(): string {
    return `ended-${this.number}-${this.endings}`;
  }

  private get streams(): readonly string[] {
    const [many, few] = [`many-${this.number}`, `few-${this.number}`];
    return [many, many, many, few, `$$${few}`, this.gone, this.ending];
  }
}

function eventsOf(chance: Chance): EventData[] {
  const count = chance.oneIn(4) ? 1 + chance.below(6) : 1;
  const size = () => (chance.oneIn(100) ? 150_000 : 10 + chance.below(2_000));
  return Array.from({ length: count }, () =>
    eventOf(chance.uuid(), 'Noted', 'x'.repeat(size()) + chance.below(1_000_000), chance.oneIn(2)),
  );
}

const metadataOf = (chance: Chance): EventData =>
  jsonEvent({
    id: chance.uuid(),
    type: '$metadata',
    data: { $tb: chance.below(5), mark: chance.below(1_000_000) },
  });
