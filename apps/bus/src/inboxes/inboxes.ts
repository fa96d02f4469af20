import { setTimeout as pause } from 'node:timers/promises';
import { FollowerLag, type EventStore, type StoredEvent } from '@adapters/event-store';
import { type NatsConnection, provisionInbox } from '@adapters/messaging';
import { agencyCodec } from '@domain/agency/events';
import type { Log } from '@runtime';
import { UnreadableFact } from '../public-facts/copies';

const retryMs = 1_000;

export interface InboxesParts {
  readonly store: EventStore;
  readonly connection: NatsConnection;
  readonly log: Log;
}

/** One durable consumer for each registered agency. */
export class Inboxes {
  readonly lag = new FollowerLag();
  private readonly agencies = new Set<string>();

  constructor(private readonly parts: InboxesParts) {}

  get count(): number {
    return this.agencies.size;
  }

  /**
   * Follows the registrations until the signal aborts; `onCaughtUp` when every agency of the past has its
   * consumer.
   */
  async follow(onCaughtUp: () => void, signal: AbortSignal): Promise<void> {
    const events = this.parts.store.subscribeAll({ streamPrefixes: ['agency-'], signal });
    for await (const delivered of this.lag.of(events)) {
      if ('caughtUp' in delivered) onCaughtUp();
      if (!('stream' in delivered)) continue;
      const agency = registered(delivered);
      if (agency === undefined) continue;
      this.agencies.add(agency);
      await this.provisionUntilItStands(agency, signal);
    }
  }

  /** Checks every consumer again: a stream that came back shorter leaves its consumers beyond its end. */
  async provisionAll(): Promise<void> {
    for (const agency of this.agencies) await this.provision(agency);
  }

  private async provisionUntilItStands(agency: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.provision(agency);
        return;
      } catch (error) {
        this.parts.log.warn({ err: error, agency }, 'the inbox of an agency could not be made yet');
        await pause(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
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
