import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import {
  agency,
  agencyOfStream,
  agencyStream,
  type AgencyEvent,
  type AgencyState,
  type RegisteredAgency,
} from '@domain/agency';
import type { CodeScheme } from '@domain/codes';
import { FollowerLag, UnreadableHistory, type EventStore, type StoredEvent } from '@adapters/event-store';
import { ReadinessProbe, type Log, type Readiness } from '@runtime';

interface Folded {
  readonly state: AgencyState;
  readonly revision: bigint;
}

const readEventsMax = 500;

/**
 * Every agency, folded from its stream and held in memory. One subscription feeds it; who must not miss a fact
 * recorded a moment ago reads the end of the stream as well.
 */
export class KnownAgencies extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly byCode = new Map<string, Folded>();
  /** Agencies that were ever assigned a value of a scheme. */
  private readonly holders = new Map<string, Set<string>>();
  private readonly certificates = new Map<string, string>();
  private readonly ended = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private sorted: readonly string[] | undefined;
  private newest = 0n;
  private reached = -1n;
  private broken: string | undefined;
  private readonly lag = new FollowerLag();

  constructor(
    private readonly store: EventStore,
    private readonly log: Log,
  ) {
    super();
  }

  /** Position of the newest fact of any agency seen so far; 0 when there is none. */
  get newestFact(): bigint {
    return this.newest;
  }

  /** Resolves when everything recorded before the start is known. */
  async onApplicationBootstrap(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.following = this.follow(resolve).catch((error: unknown) => {
        const reason = error instanceof Error ? error : new Error(String(error));
        this.broken = reason.message;
        this.log.error({ err: reason }, 'the directory no longer follows its agencies: start it again');
        reject(reason);
      });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await this.following;
  }

  probe(): Promise<Readiness> {
    const ready = this.broken === undefined;
    const details = {
      agencies: this.byCode.size,
      newestFact: String(this.newest),
      'known-agencies': ready ? this.lag.state : 'stopped',
      'known-agencies.lagMs': this.lag.lagMs,
    };
    return Promise.resolve({ ready, details: ready ? details : { ...details, problem: this.broken ?? '' } });
  }

  /** An agency is never unregistered, so what was seen once holds; only what was not seen is looked up. */
  async isRegistered(code: string): Promise<boolean> {
    return (await this.known(code)) !== undefined;
  }

  /** As far as was seen, else as it stands now: who was never seen is looked up. */
  async known(code: string): Promise<RegisteredAgency | undefined> {
    return this.registered(code) ?? (await this.upToDate(code));
  }

  /** The agency as it stands now, its last fact included; nothing when there is none with this code. */
  async upToDate(code: string): Promise<RegisteredAgency | undefined> {
    const known = this.byCode.get(code);
    const from = known === undefined ? 0n : known.revision + 1n;
    const { events } = await this.store.readStream(agencyStream(code), { from });
    for (const event of events) this.take(code, event);
    return this.registered(code);
  }

  /** As far as was seen. */
  registered(code: string): RegisteredAgency | undefined {
    const state = this.byCode.get(code)?.state;
    return state?.status === 'registered' ? state : undefined;
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
    this.sorted ??= [...this.byCode.keys()].filter((code) => this.registered(code) !== undefined).sort();
    return this.sorted;
  }

  /** Sees everything up to a position; false when the store does not reach that far. */
  async see(position: bigint): Promise<boolean> {
    while (this.reached < position) {
      const events = await this.store.readAll({ after: this.reached, max: readEventsMax });
      for (const event of events) this.pass(event);
      if (events.length < readEventsMax) break;
    }
    return this.reached >= position;
  }

  private async follow(caughtUp: () => void): Promise<void> {
    const { signal } = this.ended;
    const events = this.store.subscribeAll({ streamPrefixes: ['agency-'], signal });
    for await (const delivered of this.lag.of(events)) {
      if ('caughtUp' in delivered) caughtUp();
      else if ('checkpoint' in delivered) this.passTo(delivered.checkpoint);
      else this.pass(delivered);
    }
    caughtUp();
  }

  private pass(event: StoredEvent): void {
    const code = agencyOfStream(event.stream);
    if (code !== undefined) this.take(code, event);
    this.passTo(event.position);
  }

  private passTo(position: bigint): void {
    if (position > this.reached) this.reached = position;
  }

  /** Facts come from the subscription and from direct reads: each counts once, in its stream's order. */
  private take(code: string, { stream, revision, position, type, data }: StoredEvent): void {
    const known = this.byCode.get(code);
    if (known !== undefined && revision <= known.revision) return;
    const fact = agency.codec.decode({ type, data });
    if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
    const before = known?.state ?? agency.decider.initial;
    const state = fact === 'unknown-fact' ? before : agency.decider.evolve(before, fact);
    this.byCode.set(code, { state, revision });
    if (fact !== 'unknown-fact') this.index(fact);
    if (state.status !== before.status) this.sorted = undefined;
    if (position > this.newest) this.newest = position;
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
