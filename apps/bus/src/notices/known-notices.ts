import {
  type EventStore,
  follow,
  FollowerLag,
  ParkedStreams,
  type StoredEvent,
  UnreadableHistory,
} from '@adapters/event-store';
import {
  type ChosenNotices,
  noticeCodec,
  noticeDecider,
  noticeOfStream,
  type NoticeState,
} from '@domain/notice';
import type { Log } from '@runtime';

interface KnownNoticesParts {
  readonly store: EventStore;
  readonly log: Log;
  /** Told how many are set aside. */
  readonly onParked?: (count: number) => void;
}

/** What every officer wants to be told, as facts say, held in memory. */
export class KnownNotices {
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  private readonly byId = new Map<string, NoticeState>();
  private readonly listeners = new Set<(noticeId: string) => void>();
  private isCaughtUp = false;

  constructor(private readonly parts: KnownNoticesParts) {
    const { store, log, onParked: onChange } = parts;
    this.parked = new ParkedStreams(store, 'notices', { log, kept: 'memory', ...(onChange && { onChange }) });
  }

  /** From the first on, until the signal aborts. @throws HistoryLost */
  follow(onCaughtUp: () => void, signal: AbortSignal): Promise<void> {
    const { lag, parked } = this;
    const { store, log } = this.parts;
    this.byId.clear();
    this.isCaughtUp = false;
    const take = (facts: readonly StoredEvent[]) => facts.forEach((fact) => this.take(fact));
    const whenCaughtUp = () => {
      if (this.isCaughtUp) return;
      this.isCaughtUp = true;
      for (const noticeId of this.byId.keys()) this.tell(noticeId);
      onCaughtUp();
    };
    const streamPrefixes = ['notice-'];
    const follower = { name: parked.name, streamPrefixes, parked, lag, take, onCaughtUp: whenCaughtUp };
    return follow(store, follower, { signal, log });
  }

  /** Those that were chosen and did not end. */
  get chosen(): readonly ChosenNotices[] {
    return [...this.byId.values()].filter((state) => state.phase === 'chosen');
  }

  get(noticeId: string): NoticeState | undefined {
    return this.byId.get(noticeId);
  }

  /** Told of which something was recorded, until it is ended. */
  listen(heard: (noticeId: string) => void): () => void {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }

  private take({ stream, revision, type, data }: StoredEvent): void {
    const noticeId = noticeOfStream(stream);
    const fact = noticeCodec.decode({ type, data });
    if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
    if (noticeId === undefined || fact === 'unknown-fact') return;
    this.byId.set(noticeId, noticeDecider.evolve(this.byId.get(noticeId) ?? noticeDecider.initial, fact));
    // What it was on the way to the present is nobody's business.
    if (this.isCaughtUp) this.tell(noticeId);
  }

  private tell(noticeId: string): void {
    for (const heard of this.listeners) heard(noticeId);
  }
}
