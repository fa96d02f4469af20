import { setTimeout as pause } from 'node:timers/promises';
import {
  Checkpoint,
  type EventStore,
  factIn,
  follow,
  FollowerLag,
  ParkedStreams,
  type Passage,
  type Place,
  placeBefore,
  placeOf,
  type Reactor,
  type StoredEvent,
} from '@adapters/event-store';
import { deliveryStream } from '@domain/delivery';
import { deliveryCodec } from '@domain/delivery/events';
import { deliveredTo } from '@domain/document';
import { documentCodec } from '@domain/document/events';
import { atMost, type Clock, type Log } from '@runtime';
import type { CarriedAgencies } from '../carried-agencies';

export interface ReconcilerParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** DocumentIssued → the delivery is requested. */
  readonly request: Reactor;
  /** DeliveryRequested → its arrival is recorded. */
  readonly arrival: Reactor;
  /** Recipients whose arrivals a carrier tells: nothing here can bring those about. */
  readonly carried?: CarriedAgencies;
  /** Age of the oldest delivery that did not come to rest, seconds; 0 when there is none. */
  readonly onLooked: (oldestSeconds: number) => void;
  /** Told how many streams are set aside. */
  readonly onParked?: (count: number) => void;
  /** How often it looks, and how long a delivery may be under way before it is taken in hand. Milliseconds. */
  readonly everyMs?: number;
  readonly graceMs?: number;
}

interface Unsettled {
  /** The last fact of the delivery's way, whose reaction has not come about. */
  readonly cause: StoredEvent;
  readonly reactor: Reactor;
  readonly issuedAt: string;
  /** Nothing that is open now stands at or before this event. */
  readonly after: Place | undefined;
}

const minuteMs = 60_000;
const atOnce = 8;

/**
 * Follows every issued document to the arrival at each recipient, from the store alone, and does a reaction again that
 * did not come about. The reactions bear repeats, so it may be wrong about what is under way. Where it begins after a
 * restart is the newest place before which everything has arrived and nothing is set aside.
 */
export class Reconciler {
  readonly name = 'reconciler';
  readonly lag = new FollowerLag();
  private readonly open = new Map<string, Unsettled>();
  private last: Place | undefined;
  private isCaughtUp = false;
  readonly parked: ParkedStreams;

  constructor(private readonly parts: ReconcilerParts) {
    const { store, log, onParked: onChange } = parts;
    const options = { log, kept: 'memory', ...(onChange && { onChange }) } as const;
    this.parked = new ParkedStreams(store, this.name, options);
  }

  /** Deliveries under way now, and the age of the oldest in seconds. */
  get details(): { readonly unsettled: number; readonly oldestUnsettledSeconds: number } {
    return { unsettled: this.open.size, oldestUnsettledSeconds: Math.round(this.oldestMs() / 1_000) };
  }

  /** Until the signal aborts, from where the last run noted. @throws StoreUnavailable */
  async run(signal: AbortSignal): Promise<void> {
    this.open.clear();
    this.isCaughtUp = false;
    const checkpoint = await Checkpoint.open(this.parts.store, 'settled-deliveries', this.parts.log);
    const looking = new AbortController();
    const both = AbortSignal.any([signal, looking.signal]);
    const following = this.follow(checkpoint.after, signal).finally(() => looking.abort());
    await Promise.all([following, this.lookAgainAndAgain(checkpoint, both)]);
  }

  private follow(after: Place | undefined, signal: AbortSignal): Promise<void> {
    this.last = after;
    const { store, log } = this.parts;
    const take = (facts: readonly StoredEvent[], place: Passage) => {
      for (const fact of facts) this.note(fact, place.after);
      if (place.last !== undefined) this.last = placeOf(place.last);
    };
    const onCaughtUp = () => void (this.isCaughtUp = true);
    const streamPrefixes = ['document-', 'delivery-'];
    const { name, parked, lag } = this;
    const follower = { name, after, streamPrefixes, parked, lag, take, onCaughtUp };
    return follow(store, follower, { signal, log });
  }

  private note(event: StoredEvent, after: Place | undefined): void {
    if (event.stream.startsWith('document-')) {
      const fact = factIn(documentCodec, event);
      if (fact?.type === 'DocumentIssued') {
        const delivery = {
          cause: event,
          reactor: this.parts.request,
          issuedAt: event.recordedAt,
          after,
        };
        const { documentId } = fact.data;
        for (const to of deliveredTo(fact.data)) this.open.set(deliveryStream({ documentId, to }), delivery);
      }
    } else {
      const fact = factIn(deliveryCodec, event);
      const delivery = this.open.get(event.stream);
      const isCarried = fact?.type === 'DeliveryRequested' && this.parts.carried?.has(fact.data.to) === true;
      const isAtRest = fact?.type === 'DocumentArrived' || fact?.type === 'DeliveryCancelled';
      if (isAtRest || isCarried) this.open.delete(event.stream);
      else if (fact?.type === 'DeliveryRequested' && delivery !== undefined) {
        this.open.set(event.stream, { ...delivery, cause: event, reactor: this.parts.arrival });
      }
    }
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

  /** Does again what has been open for longer than the grace time. A failure leaves its delivery for the next look. */
  private async settle(): Promise<void> {
    const { clock, graceMs = minuteMs, log } = this.parts;
    const before = new Date(Date.parse(clock.now()) - graceMs).toISOString();
    // Of a stream that is set aside nobody knows how far it has come.
    const late = [...this.open].filter(
      ([stream, { issuedAt }]) => issuedAt <= before && !this.parked.has(stream),
    );
    if (late.length === 0) return;
    log.warn(
      { deliveries: late.length, oldest: late[0]?.[0] },
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
    const settled = placeBefore([...this.open.values(), ...this.parked.all], this.last);
    if (typeof settled === 'object') await checkpoint.save(settled);
  }

  /** Deliveries stand in the order of their issue. */
  private oldestMs(): number {
    const [oldest] = this.open.values();
    if (oldest === undefined) return 0;
    return Math.max(0, Date.parse(this.parts.clock.now()) - Date.parse(oldest.issuedAt));
  }
}
