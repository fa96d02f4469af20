import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EventStore, ParkedStreams } from '@adapters/event-store';
import {
  type IssuedProcedure,
  procedure,
  type ProcedureEvent,
  procedureOfStream,
  type ProcedureState,
  procedureStream,
} from '@domain/procedure';
import { type Log, type Readiness, ReadinessProbe } from '@runtime';
import { type Hearing, KnownStreams } from '../known-streams';

const procedureStreams = {
  ...{ name: 'known-procedures', streamPrefix: 'procedure-', kind: procedure },
  ...{ idOf: procedureOfStream, streamOf: procedureStream },
};

const issuedIn = (state: ProcedureState): IssuedProcedure | undefined =>
  state.status === 'issued' ? state : undefined;

/** The catalogue of procedures, held in memory with every version. */
export class KnownProcedures extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly streams: KnownStreams<ProcedureEvent, ProcedureState>;

  constructor(store: EventStore, log: Log, heard: Pick<Hearing<never, never>, 'onParked'> = {}) {
    super();
    this.streams = new KnownStreams(store, log, procedureStreams, heard);
  }

  /** Procedures some fact of which cannot be read: they stand as they did before it. */
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
    return Promise.resolve(this.streams.readiness('procedures'));
  }

  /**
   * The procedure as it stands now, its last fact included; nothing when there is none with this code.
   * @throws UnreadableHistory when its last facts cannot be read
   */
  async upToDate(code: string): Promise<IssuedProcedure | undefined> {
    return issuedIn(await this.streams.upToDate(code));
  }

  /** As far as was seen, by code in ascending order. */
  all(): readonly IssuedProcedure[] {
    return [...this.streams.ids()].sort().flatMap((code) => issuedIn(this.streams.seen(code)) ?? []);
  }

  /** Sees everything up to a position; false when the store does not reach that far. */
  see(position: bigint): Promise<boolean> {
    return this.streams.see(position);
  }

  /** Whether the fact at a position is one of a procedure that stands still before it. */
  isParkedAt(position: bigint): Promise<boolean> {
    return this.streams.isParkedAt(position);
  }
}
