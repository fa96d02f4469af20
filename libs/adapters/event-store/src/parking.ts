import type { ParkedEvent, SkipDecision, SkipOutcome } from './parked';

export interface Replayed {
  /** How many were handled and left the list. */
  readonly replayed: number;
  /** What failed again and stays parked. */
  readonly failed: readonly { readonly parked: ParkedEvent; readonly reason: string }[];
}

/** Whoever sets facts aside, as an operator sees it. */
export interface Parking {
  /** Durable: of a reactor or a follower. */
  readonly name: string;
  list(): Promise<readonly ParkedEvent[]>;
  /** Takes everything up once more, or one stream. @throws StoreUnavailable */
  replay(stream?: string): Promise<Replayed>;
  /** Goes on without one parked event for ever. @throws StoreUnavailable */
  skip(eventId: string, decision: SkipDecision): Promise<SkipOutcome>;
}
