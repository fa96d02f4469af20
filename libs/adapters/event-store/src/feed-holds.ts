import type { StoredEvent } from './event-store';
import type { HeldBackNews } from './held-back';

interface Hold {
  readonly from: bigint;
  /** Position at which the stream was taken up; none yet while it is held back. */
  readonly until: bigint | undefined;
}

type Place = Pick<StoredEvent, 'stream' | 'revision' | 'position'>;

/**
 * Where in the store a fact counts: a function of what the store holds, and of nothing else, so that numbers are the
 * same live and built again. All that was held back and taken up is told to it before the first fact.
 */
export class FeedHolds {
  private readonly byStream = new Map<string, Map<string, Hold>>();

  /** The same news may come again. */
  note({ kind, stream, revision, eventId, position }: HeldBackNews): void {
    const holds = this.byStream.get(stream) ?? new Map<string, Hold>();
    this.byStream.set(stream, holds);
    if (kind === 'taken-up') holds.set(eventId, { from: revision, until: position });
    else if (!holds.has(eventId)) holds.set(eventId, { from: revision, until: undefined });
  }

  /** Streams of which something does not count yet. */
  get open(): readonly string[] {
    return [...this.byStream]
      .filter(([, holds]) => [...holds.values()].some(({ until }) => until === undefined))
      .map(([stream]) => stream);
  }

  /** Its own position, that at which its stream was taken up again, or nothing while it is held back. */
  countsAt({ stream, revision, position }: Place): bigint | undefined {
    let at = position;
    for (const { from, until } of this.byStream.get(stream)?.values() ?? []) {
      if (revision < from) continue;
      if (until === undefined) return undefined;
      if (until > at) at = until;
    }
    return at;
  }
}
