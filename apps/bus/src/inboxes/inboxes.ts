import {
  type EventStore,
  follow,
  FollowerLag,
  ParkedStreams,
  type StoredEvent,
  type Verdict,
} from '@adapters/event-store';
import { type NatsConnection, provisionInbox } from '@adapters/messaging';
import { agencyCodec } from '@domain/agency/events';
import { UnreadableFact } from '@formats/public-facts';
import { atMost, type Log } from '@runtime';
import { mayPass } from '../may-pass';

export interface InboxesParts {
  readonly store: EventStore;
  readonly connection: NatsConnection;
  readonly log: Log;
  /** Told how many registrations are set aside. */
  readonly onParked?: (count: number) => void;
}

/** Only what JetStream says passes: a code no consumer can be named by stays one. */
const judge = (error: unknown): Verdict => (mayPass(error) ? 'wait' : 'park');

/** Publishing waits for all of them. */
const checkedAtOnce = 16;

/** One durable consumer for each registered agency. */
export class Inboxes {
  readonly lag = new FollowerLag();
  private readonly agencies = new Set<string>();
  readonly parked: ParkedStreams;

  constructor(private readonly parts: InboxesParts) {
    const { store, log, onParked: onChange } = parts;
    this.parked = new ParkedStreams(store, 'inboxes', { log, kept: 'memory', ...(onChange && { onChange }) });
  }

  get count(): number {
    return this.agencies.size;
  }

  /**
   * Follows the registrations until the signal aborts; `onCaughtUp` when every agency of the past has its
   * consumer.
   */
  follow(onCaughtUp: () => void, signal: AbortSignal): Promise<void> {
    const { store, log } = this.parts;
    const { name } = this.parked;
    const take = async ([fact]: readonly StoredEvent[]) => {
      const agency = fact && registered(fact);
      if (agency === undefined) return;
      await this.provision(agency);
      this.agencies.add(agency);
    };
    const { lag, parked } = this;
    const follower = { name, streamPrefixes: ['agency-'], parked, lag, take, judge, onCaughtUp };
    return follow(store, follower, { signal, log });
  }

  /** Checks every consumer again: a stream that came back shorter leaves its consumers beyond its end. */
  async provisionAll(): Promise<void> {
    await atMost(checkedAtOnce, [...this.agencies], (agency) => this.provision(agency));
  }

  private async provision(agency: string): Promise<void> {
    const outcome = await provisionInbox(this.parts.connection, agency);
    if (outcome !== 'kept') this.parts.log.info({ agency, outcome }, 'the inbox of an agency stands');
  }
}

function registered(stored: StoredEvent): string | undefined {
  const event = agencyCodec.decode(stored);
  if (event === 'unknown-version') throw new UnreadableFact(stored);
  return event !== 'unknown-fact' && event.type === 'AgencyRegistered' ? event.data.code : undefined;
}
