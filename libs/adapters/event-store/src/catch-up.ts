import type { AllStreamSubscription, StreamSubscription } from '@eventstore/db-client';
import { BackOff } from './back-off';
import type { StoredEvent } from './event-store';
import { HistoryLost, StoreUnavailable } from './failures';
import { storeFailure } from './store-failure';
import { storedEvent } from './stored-event';

/** Where adapters tell of trouble they get over by themselves; a pino logger is one. */
export interface TroubleLog {
  warn(fields: object, message: string): void;
}

export interface CatchUpOptions {
  readonly signal: AbortSignal;
  readonly name: string;
  /** How long the store may take to confirm a subscription. */
  readonly confirmMs: number;
  readonly log: TroubleLog | undefined;
}

/** Marks put between the events of a subscription, in their order. */
export type Mark = { readonly checkpoint: bigint } | { readonly caughtUp: true };

type Subscription = AllStreamSubscription | StreamSubscription;

/**
 * Delivers what `subscribe` delivers and subscribes again, with back-off, whenever that ends. `subscribe` starts
 * after what was delivered last: its caller keeps that place.
 * @throws HistoryLost when `subscribe` finds that place gone.
 */
export async function* catchUp(
  subscribe: () => Promise<Subscription>,
  options: CatchUpOptions,
): AsyncGenerator<StoredEvent | Mark, void, undefined> {
  const { signal, name, log } = options;
  const backOff = new BackOff(50, 3_000);
  while (!signal.aborted) {
    try {
      for await (const delivered of deliveries(await subscribe(), options)) {
        backOff.reset();
        yield delivered;
        if (signal.aborted) return;
      }
      if (!signal.aborted)
        log?.warn({ subscription: name }, 'the event store ended a subscription; subscribing again');
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof HistoryLost) throw error;
      const failure = storeFailure(`subscribe ${name}`, error);
      log?.warn({ subscription: name, reason: failure.reason }, 'a subscription was lost; subscribing again');
    }
    await backOff.wait(signal);
  }
}

async function* deliveries(
  subscription: Subscription,
  { signal, name, confirmMs }: CatchUpOptions,
): AsyncGenerator<StoredEvent | Mark, void, undefined> {
  const stop = () => subscription.destroy();
  const unconfirmed = setTimeout(() => {
    subscription.destroy(new StoreUnavailable(`subscribe ${name}`, `not confirmed within ${confirmMs} ms`));
  }, confirmMs);
  // The client emits its errors without destroying its stream, and before anybody may be listening.
  subscription.on('error', (error: Error) => subscription.destroy(error));
  subscription.on('confirmation', () => clearTimeout(unconfirmed));
  // Pushed while the client transforms the message, the mark keeps its place among the events.
  subscription.on('caughtUp', () => subscription.push({ caughtUp: true } satisfies Mark));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const delivered of subscription as AsyncIterable<
      Mark | { readonly event?: Parameters<typeof storedEvent>[0] }
    >) {
      if ('checkpoint' in delivered || 'caughtUp' in delivered) yield delivered;
      else if ('event' in delivered && delivered.event !== undefined) yield storedEvent(delivered.event);
    }
  } finally {
    clearTimeout(unconfirmed);
    signal.removeEventListener('abort', stop);
    await letGo(subscription);
  }
}

/** Cancels the call as well: the client's own stream ends quietly and never tells the server. */
async function letGo(subscription: Subscription): Promise<void> {
  subscription.destroy();
  await subscription.unsubscribe().catch(() => undefined);
}
