import {
  allHeldBack,
  type EventStore,
  FeedHolds,
  type HeldBackNews,
  heldBackNews,
  placesOfSkips,
  type StoredEvent,
} from '@adapters/event-store';
import { installationStream } from '@domain/installation/events';
import {
  agencyOf,
  anyInstallation,
  copiesOf,
  type Copy,
  extensionTypes,
  kinds,
  MappingInForce,
} from '@formats/public-facts';
import type { RowWrite } from '../projector/row-write';
import { countedWrite } from './agency-feed.projection';

const program = 'read-models';
const readEventsMax = 200;

/**
 * A program of a later version took this stream up again and counted what this one cannot read. Without it every number
 * behind would be another one, so nothing is counted on. Start that version.
 */
export class CountedByNewerProgram extends Error {
  override readonly name = 'CountedByNewerProgram';
  constructor(
    { stream, revision, type }: Pick<StoredEvent, 'stream' | 'revision' | 'type'>,
    options?: ErrorOptions,
  ) {
    super(
      `${type} in ${stream}@${revision} has numbers in the feeds of agencies, and this program cannot read it: ` +
        'start the version that counted it',
      options,
    );
  }
}

/** Whether facts of this stream are ever told to agencies. */
export const isPublicKind = (stream: string): boolean =>
  Object.keys(kinds).some((prefix) => stream.startsWith(prefix));

/**
 * Which facts count in the feeds of which agencies, and where: a function of what the store holds alone. Public facts
 * count in its order; what was held back because it could not be read counts, in the order of its stream, where
 * `StreamTakenUp` stands; a type that a later release added counts behind the `PublicMappingExtended` that names it.
 */
export class FeedCounting {
  private holds = new FeedHolds();
  private mapping: MappingInForce;
  private skips: ReadonlyMap<string, bigint> = new Map();

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly extensions: readonly string[] = extensionTypes,
  ) {
    this.mapping = new MappingInForce(extensions);
  }

  /** Reads what the store says of it so far: whoever counts again has to know what was held back later. */
  async open(): Promise<void> {
    const { store } = this;
    const [heldBack, skips, installation] = await Promise.all([
      allHeldBack(store),
      placesOfSkips(store, program),
      store.readStream(installationStream),
    ]);
    [this.holds, this.mapping, this.skips] = [new FeedHolds(), new MappingInForce(this.extensions), skips];
    for (const news of heldBack) this.holds.note(news);
    for (const event of installation.events) this.mapping.note(event);
  }

  /** Streams of which something does not count yet. */
  get heldBack(): readonly string[] {
    return this.holds.open;
  }

  /** It was noted in the store before. */
  noteHeldBack({ stream, revision, id: eventId, position }: StoredEvent): void {
    this.holds.note({ kind: 'held-back', stream, revision, eventId, position });
  }

  /** @throws UnreadableFact, MappingOfNewerRelease where it cannot be told who hears of it. */
  assertReadable(fact: StoredEvent): void {
    this.told(fact);
  }

  /**
   * The rows of a batch, in order of position.
   * @throws UnreadableFact, MappingOfNewerRelease; CountedByNewerProgram, which no parking mends; StoreUnavailable.
   */
  async countedIn(events: readonly StoredEvent[]): Promise<RowWrite[]> {
    const rows: RowWrite[] = [];
    for (const event of events) {
      this.mapping.note(event);
      const news = heldBackNews(event);
      if (news?.kind === 'taken-up') rows.push(...(await this.takenUp(news)));
      // What cannot be read is found out here, also where it does not count yet.
      const copies = this.told(event);
      if (copies.length > 0 && this.holds.countsAt(event) === event.position)
        rows.push(...copies.map((copy) => rowOf(event, copy, event.position)));
    }
    return rows;
  }

  /** What was held back from that fact on and counts here. */
  private async takenUp({ stream, revision, position: countedAt }: HeldBackNews): Promise<RowWrite[]> {
    await this.open();
    const rows: RowWrite[] = [];
    for (let from = revision; ; from += BigInt(readEventsMax)) {
      const { events } = await this.store.readStream(stream, { from, max: readEventsMax });
      const before = events.filter(({ position }) => position < countedAt);
      for (const fact of before) {
        if (this.holds.countsAt(fact) !== countedAt || this.isSkipped(fact, countedAt)) continue;
        rows.push(...this.toldForCertain(fact).map((copy) => rowOf(fact, copy, countedAt)));
      }
      if (before.length < readEventsMax) return rows;
    }
  }

  private isSkipped({ id }: StoredEvent, countedAt: bigint): boolean {
    const skipped = this.skips.get(id);
    return skipped !== undefined && skipped < countedAt;
  }

  private toldForCertain(fact: StoredEvent): readonly Copy[] {
    try {
      return this.told(fact);
    } catch (cause) {
      throw new CountedByNewerProgram(fact, { cause });
    }
  }

  private told(fact: StoredEvent): readonly Copy[] {
    if (!isPublicKind(fact.stream)) return [];
    this.mapping.assertKnown(fact);
    return copiesOf(fact, anyInstallation).filter(({ cloudEvent }) =>
      this.mapping.includes(cloudEvent.type, fact.position),
    );
  }
}

const rowOf = (
  { id: eventId, stream, revision, position }: StoredEvent,
  copy: Copy,
  countedAt: bigint,
): RowWrite => countedWrite({ agency: agencyOf(copy), eventId, stream, revision, position, countedAt });
