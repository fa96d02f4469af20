import type { AllStreamSubscription, StreamSubscription } from '@eventstore/db-client';
import { BackOff } from './back-off';
import type { StoredEvent } from './event-store';
import { HistoryLost, StoreUnavailable } from './failures';
import { refusesPlace } from './store-failure';
import { storedEvent } from './stored-event';
import { FellBehind, Stalled, SubscriptionEnds, type SubscriptionObserver } from './subscription-ends';
import type { TroubleLog } from './trouble-log';
import { bytesOf } from './weight';
import { WireQueue } from './wire-queue';

export interface CatchUpOptions {
  readonly signal: AbortSignal;
  readonly name: string;
  /** How long the store may take to confirm a subscription. */
  readonly confirmMs: number;
  /** How long an event may stand in the store without being told, while nothing else comes. */
  readonly stallMs: number;
  readonly log: TroubleLog | undefined;
  readonly observer: SubscriptionObserver | undefined;
  /** Ends with its subscription, which is counted here, instead of taking up another one. */
  readonly once?: SubscriptionEnds;
}

/** Marks put between the events of a subscription, in their order. */
export type Mark = { readonly checkpoint: bigint } | { readonly caughtUp: true };

export type Subscription = AllStreamSubscription | StreamSubscription;

/** What is followed, and how far it was delivered: both ways to read it go on after that. */
export interface Followed<T> {
  /** Subscribes after what was delivered last. @throws HistoryLost when that is gone */
  subscribe(): Promise<Subscription>;
  /** Reads what comes next, until the end of the history. @throws HistoryLost as `subscribe` does */
  pages(): AsyncIterable<readonly (StoredEvent | Mark)[]>;
  /** What the reader is given of it, if anything; what was delivered before is nothing. */
  admit(each: StoredEvent | Mark): T | undefined;
  /** How often something was delivered that had not been before. */
  readonly steps: number;
  /** Whether an event that was not delivered stands in the store. */
  isBehind(): Promise<boolean>;
  /** When the store refused to begin: whether it refuses this place for good. */
  lostPlace(): Promise<HistoryLost | undefined>;
}

/**
 * Delivers what is followed, and goes on by itself after the last delivered event whenever a subscription ends. The
 * wire is read apart from the work: what comes waits in a bounded queue. When that is full this side ends the
 * subscription and reads pages, at the pace of the work, until it has caught up.
 * @throws HistoryLost when the place to go on from is gone.
 */
export async function* catchUp<T>(
  followed: Followed<T>,
  options: CatchUpOptions,
): AsyncGenerator<T, void, undefined> {
  const { signal, name, log, observer } = options;
  const ends = options.once ?? new SubscriptionEnds(name, log, observer);
  const backOff = new BackOff(50, 3_000);
  let isFarBehind = false;
  while (!signal.aborted) {
    const before = followed.steps;
    let ending: { readonly error?: Error } | undefined;
    try {
      if (isFarBehind) {
        for await (const each of inTurn(followed.pages())) {
          const admitted = followed.admit(each);
          if (admitted !== undefined) yield admitted;
          if (signal.aborted) return;
        }
        isFarBehind = false;
      }
      const subscription = await followed.subscribe();
      ending = {};
      for await (const each of deliveries(subscription, followed, options, ends)) {
        const admitted = followed.admit(each);
        if (followed.steps !== before) ends.progressed();
        if (admitted !== undefined) yield admitted;
        if (signal.aborted) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof HistoryLost) throw error;
      if (ending === undefined) ends.out(error);
      else ending = { error: error as Error };
    }
    if (signal.aborted) return;
    const hasMoved = followed.steps !== before;
    if (options.once !== undefined) {
      if (ending !== undefined) ends.ended(ending.error, hasMoved);
      return;
    }
    if (hasMoved) backOff.reset();
    else await throwIfRefused(followed, ending?.error);
    isFarBehind ||= ending?.error instanceof FellBehind;
    const isAtOnce = ending !== undefined && ends.ended(ending.error, hasMoved);
    if (!isAtOnce) await backOff.wait(signal);
  }
}

/** A place that the store refuses is no outage, which would pass. */
async function throwIfRefused(followed: Followed<unknown>, error: Error | undefined): Promise<void> {
  if (error === undefined || !refusesPlace(error)) return;
  const lost = await followed.lostPlace().catch(() => undefined);
  if (lost !== undefined) throw lost;
}

async function* inTurn<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const page of pages) yield* page;
}

type Delivered = Mark | { readonly event?: Parameters<typeof storedEvent>[0] };

async function* deliveries(
  subscription: Subscription,
  followed: Followed<unknown>,
  options: CatchUpOptions,
  ends: SubscriptionEnds,
): AsyncGenerator<StoredEvent | Mark, void, undefined> {
  const { signal } = options;
  const queue = new WireQueue<StoredEvent | Mark>();
  const stop = () => {
    queue.end();
    letGo(subscription);
  };
  drain(subscription, queue);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const unwatch = watch(subscription, queue, followed, options, ends);
  try {
    for (let next = await queue.take(); next !== undefined; next = await queue.take()) yield next;
  } finally {
    unwatch();
    signal.removeEventListener('abort', stop);
    letGo(subscription);
  }
}

/** Takes everything off the wire as it comes. */
function drain(subscription: Subscription, queue: WireQueue<StoredEvent | Mark>): void {
  // The client emits its errors without destroying its stream, and before anybody may be listening.
  subscription.on('error', (error: Error) => queue.end(error));
  subscription.on('end', () => queue.end());
  subscription.on('close', () => queue.end());
  // Pushed while the client transforms the message, the mark keeps its place among the events.
  subscription.on('caughtUp', () => subscription.push({ caughtUp: true } satisfies Mark));
  (subscription as NodeJS.EventEmitter).on('data', (each: Delivered) => {
    const delivered = 'event' in each ? each.event && storedEvent(each.event) : each;
    if (delivered === undefined || queue.put(delivered as StoredEvent | Mark, bytesOf)) return;
    queue.end(new FellBehind());
    letGo(subscription);
  });
}

/** Ends a subscription that is not confirmed in time, and one that is silent of what the store holds. */
function watch(
  subscription: Subscription,
  queue: WireQueue<unknown>,
  followed: Followed<unknown>,
  { name, confirmMs, stallMs }: CatchUpOptions,
  ends: SubscriptionEnds,
): () => void {
  const unconfirmed = setTimeout(() => {
    queue.end(new StoreUnavailable(`subscribe ${name}`, `not confirmed within ${confirmMs} ms`));
  }, confirmMs);
  let behind: { readonly steps: number; readonly sinceMs: number } | undefined;
  let isLooking = false;
  const look = async () => {
    const { steps } = followed;
    const isSilent = queue.isWaitedFor && (await followed.isBehind()) && queue.isWaitedFor;
    if (!isSilent || followed.steps !== steps) behind = undefined;
    else if (behind?.steps !== steps) behind = { steps, sinceMs: performance.now() };
    else if (performance.now() - behind.sinceMs >= stallMs) queue.end(new Stalled(stallMs));
  };
  const looking = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // A store that does not answer is no silence of the subscription.
    void look()
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  }, stallMs / 3);
  looking.unref();
  subscription.on('confirmation', () => {
    clearTimeout(unconfirmed);
    ends.confirmed();
  });
  return () => {
    clearTimeout(unconfirmed);
    clearInterval(looking);
  };
}

/** Cancels the call as well: the client's own stream ends quietly and never tells the server. */
function letGo(subscription: Subscription): void {
  subscription.destroy();
  void subscription.unsubscribe().catch(() => undefined);
}
