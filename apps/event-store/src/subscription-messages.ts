import { randomUUID } from 'node:crypto';
import { ReadResp } from './protocol';

/** What a read or a subscription sends, a page at a time. */
export type Pages = AsyncGenerator<ReadResp[], void, void>;

/** Between pages the event loop serves others. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const caughtUp = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

export const confirmation = (): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()));
