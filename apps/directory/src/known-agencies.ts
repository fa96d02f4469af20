import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EventStore, ParkedStreams } from '@adapters/event-store';
import {
  agency,
  type AgencyEvent,
  agencyOfStream,
  type AgencyState,
  agencyStream,
  type RegisteredAgency,
} from '@domain/agency';
import type { CodeScheme } from '@domain/codes';
import { type Log, type Readiness, ReadinessProbe } from '@runtime';
import { type Hearing, KnownStreams } from './known-streams';

const agencyStreams = {
  ...{ name: 'known-agencies', streamPrefix: 'agency-', kind: agency },
  ...{ idOf: agencyOfStream, streamOf: agencyStream },
};

const registeredIn = (state: AgencyState): RegisteredAgency | undefined =>
  state.status === 'registered' ? state : undefined;

/** Every agency, held in memory, with the agencies behind codes and certificates. */
export class KnownAgencies extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly streams: KnownStreams<AgencyEvent, AgencyState>;
  /** Agencies that were ever assigned a value of a scheme. */
  private readonly holders = new Map<string, Set<string>>();
  private readonly certificates = new Map<string, string>();
  private sorted: readonly string[] | undefined;

  constructor(
    store: EventStore,
    log: Log,
    heard: Pick<Hearing<never, never>, 'onParked' | 'onChanged'> = {},
  ) {
    super();
    const onFact = (fact: AgencyEvent, before: AgencyState, after: AgencyState): void => {
      this.index(fact);
      if (after.status !== before.status) this.sorted = undefined;
    };
    this.streams = new KnownStreams(store, log, agencyStreams, { ...heard, onFact });
  }

  /** Agencies some fact of which cannot be read: they stand as they did before it. */
  get parked(): ParkedStreams {
    return this.streams.parked;
  }

  /** Position of the newest fact of any agency seen so far; 0 when there is none. */
  get newestFact(): bigint {
    return this.streams.newestFact;
  }

  /** Resolves when everything recorded before the start is known. */
  onApplicationBootstrap(): Promise<void> {
    return this.streams.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.streams.stop();
  }

  probe(): Promise<Readiness> {
    const { ready, details } = this.streams.readiness('agencies');
    return Promise.resolve({ ready, details: { newestFact: String(this.newestFact), ...details } });
  }

  /** As far as was seen, else as it stands now: who was never seen is looked up. */
  async known(code: string): Promise<RegisteredAgency | undefined> {
    return this.registered(code) ?? (await this.upToDate(code));
  }

  /**
   * The agency as it stands now, its last fact included; nothing when there is none with this code.
   * @throws UnreadableHistory when its last facts cannot be read
   */
  async upToDate(code: string): Promise<RegisteredAgency | undefined> {
    return registeredIn(await this.streams.upToDate(code));
  }

  /**
   * Each of them as it stands now; the store is asked a few times, however many there are.
   * @throws UnreadableHistory as `upToDate` does
   */
  async allUpToDate(codes: readonly string[]): Promise<readonly (RegisteredAgency | undefined)[]> {
    return (await this.streams.allUpToDate(codes)).map(registeredIn);
  }

  /** Those of the codes that nobody has; what was seen once holds, only the others are looked for. */
  async unknownAmong(codes: readonly string[]): Promise<readonly string[]> {
    const unseen = codes.filter((code) => this.registered(code) === undefined);
    const found = await this.allUpToDate(unseen);
    return unseen.filter((_, index) => found[index] === undefined);
  }

  /** As far as was seen. */
  registered(code: string): RegisteredAgency | undefined {
    return registeredIn(this.streams.seen(code));
  }

  /** As far as was seen: agencies registered under the value, or assigned it at any time. */
  holdersOf(scheme: CodeScheme, value: string): readonly RegisteredAgency[] {
    const codes = new Set(this.holders.get(`${scheme} ${value}`)).add(value);
    return [...codes].flatMap((code) => this.registered(code) ?? []);
  }

  /** As far as was seen: the agency that registered the certificate first. */
  ownerOf(certificate: string): string | undefined {
    return this.certificates.get(certificate);
  }

  /** All codes in ascending order. */
  codes(): readonly string[] {
    this.sorted ??= [...this.streams.ids()].filter((code) => this.registered(code) !== undefined).sort();
    return this.sorted;
  }

  /** Sees everything up to a position; false when the store does not reach that far. */
  see(position: bigint): Promise<boolean> {
    return this.streams.see(position);
  }

  /** Whether the fact at a position is one of an agency that stands still before it. */
  isParkedAt(position: bigint): Promise<boolean> {
    return this.streams.isParkedAt(position);
  }

  private index(fact: AgencyEvent): void {
    if (fact.type === 'AgencyCodeAssigned') {
      const { scheme, value, agency: holder } = fact.data;
      const key = `${scheme} ${value}`;
      this.holders.set(key, (this.holders.get(key) ?? new Set()).add(holder));
    } else if (fact.type === 'CertificateRegistered') {
      const { certificate, agency: owner } = fact.data;
      if (!this.certificates.has(certificate)) this.certificates.set(certificate, owner);
    }
  }
}
