import { LRUCache } from 'lru-cache';
import { type EventStore, type StoredEvent, StreamCache, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { batchesKnownMax, looks, type LooksState, looksStream, type RecordLooks } from '@domain/looks';

/** Streams held in memory: those of 1,000 agencies today and on the days a late batch tells of. */
const streamsMax = 2_000;
const pageEvents = 100;
const daySeconds = 86_400;

/** The streams `looks-<agency>.<local date>`; this is their only writer. */
export class LooksTrail {
  private readonly cache = new StreamCache<LooksState>({ streamsMax });
  private readonly opened = new LRUCache<string, Promise<void>>({ max: streamsMax });

  constructor(
    private readonly store: EventStore,
    private readonly options: { readonly keptDays: number },
  ) {}

  /** A batch is recorded once, whoever sends it again. @throws StoreUnavailable */
  async record(command: RecordLooks, meta: Metadata): Promise<void> {
    const stream = looksStream(command.agency, command.localDate);
    await this.open(stream);
    const outcome = await transact(this.store, looks, stream, command, meta, { cache: this.cache });
    if ('refused' in outcome) throw new Error(`a batch of looks was refused: ${outcome.refused}`);
  }

  private open(stream: string): Promise<void> {
    const opening =
      this.opened.get(stream) ??
      this.openNow(stream).catch((error: unknown) => {
        this.opened.delete(stream);
        throw error;
      });
    this.opened.set(stream, opening);
    return opening;
  }

  /** Only the end of a day is folded: that is the whole of the state. */
  private async openNow(stream: string): Promise<void> {
    await this.store.setMaxAge(stream, this.options.keptDays * daySeconds);
    const end = await this.endOf(stream);
    const last = end.at(-1);
    if (last === undefined) return;
    let state = looks.decider.initial;
    let lastAt: string | undefined;
    for (const { type, data } of end) {
      const fact = looks.codec.decode({ type, data });
      if (typeof fact === 'string') continue;
      state = looks.decider.evolve(state, fact);
      lastAt = fact.data.at;
    }
    this.cache.keep(stream, { state, revision: last.revision, position: last.position, lastAt });
  }

  /** The newest facts, oldest first: of so many batches as are known again, or of all there are. */
  private async endOf(stream: string): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    const batches = new Set<string>();
    for (let from: bigint | undefined; ;) {
      const { events } = await this.store.readStream(stream, {
        direction: 'backwards',
        max: pageEvents,
        ...(from === undefined ? {} : { from }),
      });
      // Of each only its batch matters, and a day of looks is large.
      for (const event of events) {
        found.push(withoutLooks(event));
        batches.add(batchOf(event));
      }
      const oldest = events.at(-1);
      if (oldest === undefined || oldest.revision === 0n || batches.size > batchesKnownMax) break;
      from = oldest.revision - 1n;
    }
    return found.reverse();
  }
}

const batchOf = ({ data }: StoredEvent): string => String((data as { readonly batchId?: unknown }).batchId);

function withoutLooks(event: StoredEvent): StoredEvent {
  const isObject = typeof event.data === 'object' && event.data !== null;
  return isObject ? { ...event, data: { ...event.data, looks: [] } } : event;
}
