import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EventStore, ParkedStreams } from '@adapters/event-store';
import type { Fact } from '@domain/decider';
import { type Log, type Readiness, ReadinessProbe } from '@runtime';
import { type Hearing, type KnownKind, KnownStreams } from './known-streams';

/** What a catalogue lists: one entry for each stream. */
export interface CatalogueKind<E extends Fact, S, Entry> extends KnownKind<E, S> {
  /** What health calls the number of entries. */
  readonly counted: string;
  /** Nothing for a stream without a fact. */
  entryIn(state: S): Entry | undefined;
}

/** Everything of one kind that was ever recorded, held in memory. */
export class Catalogue<E extends Fact, S, Entry>
  extends ReadinessProbe
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  private readonly streams: KnownStreams<E, S>;

  constructor(
    store: EventStore,
    log: Log,
    private readonly kind: CatalogueKind<E, S, Entry>,
    heard: Pick<Hearing<never, never>, 'onParked'> = {},
  ) {
    super();
    this.streams = new KnownStreams(store, log, kind, heard);
  }

  /** Entries some fact of which cannot be read: they stand as they did before it. */
  get parked(): ParkedStreams {
    return this.streams.parked;
  }

  /** Resolves when everything recorded before the start is known. */
  onApplicationBootstrap(): Promise<void> {
    return this.streams.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.streams.stop();
  }

  probe(): Promise<Readiness> {
    return Promise.resolve(this.streams.readiness(this.kind.counted));
  }

  /**
   * The entry as it stands now, its last fact included; nothing when there is none with this id.
   * @throws UnreadableHistory when its last facts cannot be read
   */
  async upToDate(id: string): Promise<Entry | undefined> {
    return this.kind.entryIn(await this.streams.upToDate(id));
  }

  /** As far as was seen, by id in ascending order. */
  all(): readonly Entry[] {
    return [...this.streams.ids()].sort().flatMap((id) => this.kind.entryIn(this.streams.seen(id)) ?? []);
  }

  /** Sees everything up to a position; false when the store does not reach that far. */
  see(position: bigint): Promise<boolean> {
    return this.streams.see(position);
  }

  /** Whether the fact at a position is one of an entry that stands still before it. */
  isParkedAt(position: bigint): Promise<boolean> {
    return this.streams.isParkedAt(position);
  }
}
