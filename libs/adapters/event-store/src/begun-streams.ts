import { LRUCache } from 'lru-cache';
import type { StoredEvent } from './event-store';

/** Bytes of facts, and facts of one stream, that are held. */
const bytesMax = 8 * 1024 * 1024;
const factsMax = 64;

interface Begun {
  readonly facts: readonly StoredEvent[];
  readonly bytes: number;
  /** The stream is known to hold facts up to here: none of it is told before they are there, too. */
  readonly known: bigint;
}

/**
 * Streams that began a short time ago, whole: what a feed delivered from their first fact on. Most commands come soon
 * after the one that began their stream, and are decided on this without reading it. It may be old, never wrong: an
 * append states its revision, and whoever says something without one reads before.
 */
export class BegunStreams {
  private readonly begun = new LRUCache<string, Begun>({
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }) => Math.max(1, bytes),
  });

  /** All facts of a stream that were delivered; nothing of one that began before, or is known to hold more. */
  find(stream: string): readonly StoredEvent[] | undefined {
    const begun = this.begun.get(stream);
    return begun !== undefined && BigInt(begun.facts.length) > begun.known ? begun.facts : undefined;
  }

  /** Facts of each stream come in their order. */
  hold(fact: StoredEvent, bytes: number): void {
    const { stream, revision } = fact;
    if (revision === 0n) {
      this.begun.set(stream, { facts: [fact], bytes, known: 0n });
      return;
    }
    const begun = this.begun.get(stream);
    if (begun === undefined) return;
    const { facts } = begun;
    if (revision !== BigInt(facts.length) || facts.length === factsMax) this.begun.delete(stream);
    else this.begun.set(stream, { ...begun, facts: [...facts, fact], bytes: begun.bytes + bytes });
  }

  /**
   * This process appended, up to a revision, or nobody knows whether it did. The store takes the same ids at the same
   * place again without a look at what they hold, so that a command must meet what was recorded of it.
   */
  appended(stream: string, revision: bigint | 'unknown'): void {
    const begun = this.begun.get(stream);
    if (begun === undefined) return;
    if (revision === 'unknown') this.begun.delete(stream);
    else if (revision > begun.known) this.begun.set(stream, { ...begun, known: revision });
  }
}
