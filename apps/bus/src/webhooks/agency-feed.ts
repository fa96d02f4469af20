import type { EventPlace } from '@adapters/event-store';
import type { NumberedEvent } from '@formats/public-facts';

export interface FeedEntry {
  readonly message: NumberedEvent;
  /** The fact it tells. */
  readonly place: EventPlace;
  /** When the store wrote that. */
  readonly recordedAt: string;
}

export interface FeedPage {
  /** Oldest first. */
  readonly entries: readonly FeedEntry[];
  /** Number of the newest message there was then. */
  readonly end: number;
}

/** The last message that is known: its number, and its event where that is known, too; 0 before the first. */
export interface FeedMark {
  readonly number: number;
  readonly eventId: string | null;
}

/** The public events of each agency, numbered 1, 2, 3 …, out of the store. What it throws may pass. */
export abstract class AgencyFeed {
  /** At most so many messages after one; `lost` when its number is another event's, or nobody's. */
  abstract after(agency: string, mark: FeedMark, max: number): Promise<FeedPage | 'lost'>;

  /** Of the newest message; 0 before the first. */
  abstract newest(agency: string): Promise<number>;

  /** Of the message that tells a fact; nothing when none does. */
  abstract numberOf(agency: string, place: EventPlace): Promise<number | undefined>;

  /** Tells for which agencies there may be more messages, until it is ended. */
  abstract listen(heard: (agencies: readonly string[] | 'all') => void): () => void;
}
