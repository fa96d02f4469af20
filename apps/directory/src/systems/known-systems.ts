import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EventStore, ParkedStreams } from '@adapters/event-store';
import {
  type RegisteredSystem,
  system,
  type SystemEvent,
  systemOfStream,
  type SystemState,
  systemStream,
} from '@domain/system';
import { type Log, type Readiness, ReadinessProbe } from '@runtime';
import { type Hearing, KnownStreams } from '../known-streams';

const systemStreams = {
  ...{ name: 'known-systems', streamPrefix: 'system-', kind: system },
  ...{ idOf: systemOfStream, streamOf: systemStream },
};

const registeredIn = (state: SystemState): RegisteredSystem | undefined =>
  state.status === 'absent' ? undefined : state;

/** Every system that was ever registered, held in memory with its keys. */
export class KnownSystems extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly streams: KnownStreams<SystemEvent, SystemState>;

  constructor(store: EventStore, log: Log, heard: Pick<Hearing<never, never>, 'onParked'> = {}) {
    super();
    this.streams = new KnownStreams(store, log, systemStreams, heard);
  }

  /** Systems some fact of which cannot be read: they stand as they did before it. */
  get parked(): ParkedStreams {
    return this.streams.parked;
  }

  /** Resolves when everything recorded before the start is known. */
  onApplicationBootstrap(): Promise<void> {
    return this.streams.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.streams.stop();
  }

  probe(): Promise<Readiness> {
    return Promise.resolve(this.streams.readiness('systems'));
  }

  /**
   * The system as it stands now, its last fact included; nothing when there is none with this id.
   * @throws UnreadableHistory when its last facts cannot be read
   */
  async upToDate(systemId: string): Promise<RegisteredSystem | undefined> {
    return registeredIn(await this.streams.upToDate(systemId));
  }

  /** As far as was seen, by id in ascending order. */
  all(): readonly RegisteredSystem[] {
    return [...this.streams.ids()].sort().flatMap((id) => registeredIn(this.streams.seen(id)) ?? []);
  }

  /** Sees everything up to a position; false when the store does not reach that far. */
  see(position: bigint): Promise<boolean> {
    return this.streams.see(position);
  }

  /** Whether the fact at a position is one of a system that stands still before it. */
  isParkedAt(position: bigint): Promise<boolean> {
    return this.streams.isParkedAt(position);
  }
}
