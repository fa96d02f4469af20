import { setTimeout as pause } from 'node:timers/promises';
import {
  Checkpoint,
  FollowerLag,
  type EventStore,
  type Reactor,
  type StoredEvent,
} from '@adapters/event-store';
import { deliveryStream } from '@domain/delivery';
import { deliveryCodec } from '@domain/delivery/events';
import { legsOf } from '@domain/document';
import { documentCodec } from '@domain/document/events';
import { atMost, type Clock, type Log } from '@runtime';
import type { CarriedAgencies } from '../carried-agencies';
import { factIn } from '../facts';

export interface ReconcilerParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** DocumentIssued → the leg is requested. */
  readonly request: Reactor;
  /** DeliveryRequested → its arrival is recorded. */
  readonly arrival: Reactor;
  /** Recipients whose arrivals a carrier tells: nothing here can bring those about. */
  readonly carried?: CarriedAgencies;
  /** Age of the oldest leg that did not come to rest, seconds; 0 when there is none. */
  readonly onLooked: (oldestSeconds: number) => void;
  /** How often it looks, and how long a leg may be under way before it is taken in hand. Milliseconds. */
  readonly everyMs?: number;
  readonly graceMs?: number;
}

interface Unsettled {
  /** The last fact of the leg's way, whose reaction has not come about. */
  readonly cause: StoredEvent;
  readonly reactor: Reactor;
  readonly issuedAt: string;
  /** Nothing that is open now stands at or before this position. */
  readonly after: bigint | undefined;
}

const minuteMs = 60_000;
const atOnce = 8;

/**
 * Follows every issued document to the arrival at each recipient, from the store alone, and does a reaction again that
 * did not come about. The reactions bear repeats, so it may be wrong about what is under way. Where it begins after a
 * restart is the newest place before which everything has arrived.
 */
export class Reconciler {
  readonly name = 'reconciler';
  readonly lag = new FollowerLag();
  private readonly open = new Map<string, Unsettled>();
  private last: bigint | undefined;
  private isCaughtUp = false;

  constructor(private readonly parts: ReconcilerParts) {}

  /** Legs under way now, and the age of the oldest in seconds. */
  get details(): { readonly unsettled: number; readonly oldestUnsettledSeconds: number } {
    return { unsettled: this.open.size, oldestUnsettledSeconds: Math.round(this.oldestMs() / 1_000) };
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const checkpoint = await Checkpoint.open(this.parts.store, 'settled-deliveries');
    await Promise.all([this.follow(checkpoint.position, signal), this.lookAgainAndAgain(checkpoint, signal)]);
  }

  private async follow(settled: bigint | undefined, signal: AbortSignal): Promise<void> {
    this.last = settled;
    const start = settled === undefined ? {} : { after: settled };
    const streamPrefixes = ['document-', 'delivery-'];
    const events = this.parts.store.subscribeAll({ ...start, streamPrefixes, signal });
    for await (const delivered of this.lag.of(events)) {
      if ('caughtUp' in delivered) this.isCaughtUp = true;
      // How far the store looked in vain is not kept: writing it down would move it on, minute by minute.
      else if ('stream' in delivered) this.note(delivered);
    }
  }

  private note(event: StoredEvent): void {
    if (event.stream.startsWith('document-')) {
      const fact = factIn(documentCodec, event);
      if (fact?.type === 'DocumentIssued') {
        const leg = {
          cause: event,
          reactor: this.parts.request,
          issuedAt: event.recordedAt,
          after: this.last,
        };
        const { documentId } = fact.data;
        for (const to of legsOf(fact.data)) this.open.set(deliveryStream({ documentId, to }), leg);
      }
    } else {
      const fact = factIn(deliveryCodec, event);
      const leg = this.open.get(event.stream);
      const isCarried = fact?.type === 'DeliveryRequested' && this.parts.carried?.has(fact.data.to) === true;
      const isAtRest = fact?.type === 'DocumentArrived' || fact?.type === 'DeliveryCancelled';
      if (isAtRest || isCarried) this.open.delete(event.stream);
      else if (fact?.type === 'DeliveryRequested' && leg !== undefined) {
        this.open.set(event.stream, { ...leg, cause: event, reactor: this.parts.arrival });
      }
    }
    this.last = event.position;
  }

  private async lookAgainAndAgain(checkpoint: Checkpoint, signal: AbortSignal): Promise<void> {
    const { everyMs = minuteMs, onLooked, log } = this.parts;
    while (!signal.aborted) {
      try {
        if (this.isCaughtUp) {
          await this.settle();
          await this.save(checkpoint);
        }
        onLooked(this.oldestMs() / 1_000);
      } catch (error) {
        log.warn({ err: error as Error }, 'deliveries could not be reconciled; it is tried again');
      }
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Does again what has been open for longer than the grace time. A failure leaves its leg for the next look. */
  private async settle(): Promise<void> {
    const { clock, graceMs = minuteMs, log } = this.parts;
    const before = new Date(Date.parse(clock.now()) - graceMs).toISOString();
    const late = [...this.open].filter(([, { issuedAt }]) => issuedAt <= before);
    if (late.length === 0) return;
    log.warn(
      { legs: late.length, leg: late[0]?.[0] },
      'deliveries did not come to rest; they are sent again',
    );
    const causes = new Map(late.map(([, { cause, reactor }]) => [cause, reactor]));
    await atMost(atOnce, [...causes], async ([cause, reactor]) => {
      await reactor.react(cause).catch((error: unknown) => {
        const fields = { err: error as Error, stream: cause.stream, reactor: reactor.name };
        log.warn(fields, 'a delivery does not come to rest');
      });
    });
  }

  private async save(checkpoint: Checkpoint): Promise<void> {
    const [oldest] = this.open.values();
    const settled = oldest === undefined ? this.last : oldest.after;
    if (settled !== undefined) await checkpoint.save(settled);
  }

  /** Legs stand in the order of their issue. */
  private oldestMs(): number {
    const [oldest] = this.open.values();
    if (oldest === undefined) return 0;
    return Math.max(0, Date.parse(this.parts.clock.now()) - Date.parse(oldest.issuedAt));
  }
}
