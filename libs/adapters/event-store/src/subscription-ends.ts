import { reasonOfFailure } from './store-failure';
import type { TroubleLog } from './trouble-log';

/**
 * Why a subscription ended before its reader did. `too-slow`: the store keeps few events for a live subscriber and
 * ended one that did not take them in time. `behind`: this side ended it, for more came than may wait here.
 * `stalled`: it did not tell of an event that the store holds. `ended`: the store ended it without a word. `lost`:
 * with its connection, or refused.
 */
export type SubscriptionEnd = 'too-slow' | 'behind' | 'stalled' | 'ended' | 'lost';

/** Hears how the subscriptions of a store fare, for metrics and health. */
export interface SubscriptionObserver {
  ended(reason: SubscriptionEnd): void;
  /** What keeps a subscription from going on, once it is worth telling; nothing when it goes on. */
  troubled(name: string, problem: string | undefined): void;
}

/** More came than may wait between the wire and the work. */
export class FellBehind extends Error {
  override readonly name = 'FellBehind';
}

/** A subscription said nothing of an event that stands in the store. */
export class Stalled extends Error {
  override readonly name = 'Stalled';
  constructor(afterMs: number) {
    super(`heard nothing of the store's newest event for ${afterMs / 1_000} s`);
  }
}

/** What ended a subscription; without an error the store did, without a word. */
export function endOf(error: Error | undefined): SubscriptionEnd {
  if (error === undefined) return 'ended';
  if (error instanceof FellBehind) return 'behind';
  if (error instanceof Stalled) return 'stalled';
  return /too slow/i.test(error.message) ? 'too-slow' : 'lost';
}

const barren = { endsMax: 3, withinMs: 60_000 } as const;

/**
 * Counts the ends of one subscription and says which of them are worth a warning. An end after progress is a store's
 * everyday way with a slow reader. Three without any in a minute are one warning, and stand in the readiness until the
 * next progress; so is the first of an outage, until the store has answered again.
 */
export class SubscriptionEnds {
  private barrenAtMs: number[] = [];
  private isOut = false;
  private problem: string | undefined;

  constructor(
    private readonly name: string,
    private readonly log: TroubleLog | undefined,
    private readonly observer: SubscriptionObserver | undefined,
  ) {}

  /** The store has confirmed the subscription. */
  confirmed(): void {
    this.isOut = false;
  }

  /** An event or a checkpoint was delivered that had not been before. */
  progressed(): void {
    this.barrenAtMs = [];
    if (this.problem === undefined) return;
    this.problem = undefined;
    this.observer?.troubled(this.name, undefined);
  }

  /** Answers whether it should go on at once. */
  ended(error: Error | undefined, hasMoved: boolean, nowMs = performance.now()): boolean {
    const end = endOf(error);
    this.observer?.ended(end);
    if (end === 'stalled')
      this.warn({ reason: error?.message }, 'a subscription went silent; subscribing again');
    if (end === 'behind' || end === 'stalled') return true;
    if (end === 'lost') this.out(error);
    if (hasMoved) return end !== 'lost';
    this.barrenAtMs = [...this.barrenAtMs.filter((atMs) => nowMs - atMs < barren.withinMs), nowMs];
    if (this.barrenAtMs.length >= barren.endsMax && this.problem === undefined) {
      this.problem = `ended ${barren.endsMax} times in a minute without progress: ${told(end, error)}`;
      if (end !== 'lost')
        this.warn({ reason: told(end, error) }, 'a subscription ends again and again without progress');
      this.observer?.troubled(this.name, this.problem);
    }
    return false;
  }

  /** It could not even be asked for. */
  out(error: unknown): void {
    if (!this.isOut)
      this.warn({ reason: reasonOfFailure(error) }, 'a subscription was lost; subscribing again');
    this.isOut = true;
  }

  private warn(fields: object, message: string): void {
    this.log?.warn({ subscription: this.name, ...fields }, message);
  }
}

const told = (end: SubscriptionEnd, error: Error | undefined): string =>
  error === undefined ? end : reasonOfFailure(error);
