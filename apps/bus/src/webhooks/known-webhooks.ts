import {
  type EventStore,
  follow,
  FollowerLag,
  ParkedStreams,
  type Passage,
  type StoredEvent,
  UnreadableHistory,
} from '@adapters/event-store';
import { type KnownWebhook, webhookCodec, webhookDecider, webhookOfStream } from '@domain/webhook';
import type { Log } from '@runtime';

export interface KnownWebhooksParts {
  readonly store: EventStore;
  readonly log: Log;
  /** Told how many are set aside. */
  readonly onParked?: (count: number) => void;
}

/** Every webhook as its facts say, held in memory. */
export class KnownWebhooks {
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  private readonly byId = new Map<string, KnownWebhook>();
  private readonly listeners = new Set<(webhook: KnownWebhook) => void>();
  private readonly waiting = new Set<() => void>();
  private reached = -1n;
  private isCaughtUp = false;

  constructor(private readonly parts: KnownWebhooksParts) {
    const { store, log, onParked: onChange } = parts;
    this.parked = new ParkedStreams(store, 'webhooks', {
      log,
      kept: 'memory',
      ...(onChange && { onChange }),
    });
  }

  /** From the first on, until the signal aborts. @throws HistoryLost */
  follow(onCaughtUp: () => void, signal: AbortSignal): Promise<void> {
    const { lag, parked } = this;
    const { store, log } = this.parts;
    this.byId.clear();
    this.reached = -1n;
    this.isCaughtUp = false;
    const take = (facts: readonly StoredEvent[], { upTo }: Passage) => {
      for (const fact of facts) this.take(fact);
      this.pass(upTo);
    };
    const whenCaughtUp = () => {
      if (this.isCaughtUp) return;
      this.isCaughtUp = true;
      for (const webhook of this.byId.values()) this.tell(webhook);
      onCaughtUp();
    };
    const streamPrefixes = ['webhook-'];
    const follower = { name: parked.name, streamPrefixes, parked, lag, take, onCaughtUp: whenCaughtUp };
    return follow(store, follower, { signal, log });
  }

  get all(): Iterable<KnownWebhook> {
    return this.byId.values();
  }

  get(webhookId: string): KnownWebhook | undefined {
    return this.byId.get(webhookId);
  }

  /** Told each webhook of which something was recorded, until it is ended. */
  listen(heard: (webhook: KnownWebhook) => void): () => void {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }

  /** Whether everything up to a position is known within so many milliseconds. */
  async see(position: bigint, limitMs: number): Promise<boolean> {
    if (this.reached >= position) return true;
    return new Promise((resolve) => {
      const settle = (isSeen: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(isSeen);
      };
      const look = (): void => {
        if (this.reached >= position) settle(true);
      };
      const timer = setTimeout(() => settle(false), limitMs);
      this.waiting.add(look);
    });
  }

  private take({ stream, revision, type, data }: StoredEvent): void {
    const webhookId = webhookOfStream(stream);
    const fact = webhookCodec.decode({ type, data });
    if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
    if (webhookId === undefined || fact === 'unknown-fact') return;
    const state = webhookDecider.evolve(this.byId.get(webhookId) ?? webhookDecider.initial, fact);
    if (state.phase === 'absent') return;
    this.byId.set(webhookId, state);
    // What it was on the way to the present is nobody's business.
    if (this.isCaughtUp) this.tell(state);
  }

  private tell(webhook: KnownWebhook): void {
    for (const heard of this.listeners) heard(webhook);
  }

  private pass(upTo: bigint): void {
    if (upTo > this.reached) this.reached = upTo;
    for (const look of this.waiting) look();
  }
}
