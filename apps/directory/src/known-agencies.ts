import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import {
  type EventStore,
  follow,
  FollowerLag,
  keepRunning,
  ParkedStreams,
  type Passage,
  reasonOf,
  type StoredEvent,
  UnreadableHistory,
} from '@adapters/event-store';
import {
  agency,
  type AgencyEvent,
  agencyOfStream,
  type AgencyState,
  agencyStream,
  type RegisteredAgency,
} from '@domain/agency';
import type { CodeScheme } from '@domain/codes';
import { type Log, parkedDetails, type Readiness, ReadinessProbe } from '@runtime';
import { FreshReadings } from './fresh-readings';

interface Folded {
  readonly state: AgencyState;
  readonly revision: bigint;
}

interface Hearing {
  /** How many agencies are set aside. */
  onParked?(count: number): void;
  /** A fact of the agency was recorded; none of those before the start. */
  onChanged?(agency: string): void;
}

const readEventsMax = 500;

/** Above this everything recorded so far is seen in one go instead. */
const readOneByOneMax = 4;

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
  /** Everything up to here was seen. */
  private reached = -1n;
  /** Position of the last event at or before that which is known as one: only there may reading go on. */
  private readFrom = -1n;
  private broken: string | undefined;
  private readonly readings = new FreshReadings<RegisteredAgency | undefined>();
  /** Agencies some fact of which cannot be read: they stand as they did before it. */
  readonly parked: ParkedStreams;
  private readonly lag = new FollowerLag();
  private isCaughtUp = false;

  constructor(
    private readonly store: EventStore,
    private readonly log: Log,
    private readonly heard: Hearing = {},
  ) {
    super();
    const { onParked } = heard;
    const options = { log, kept: 'memory', ...(onParked && { onChange: onParked }) } as const;
    this.parked = new ParkedStreams(store, 'known-agencies', options);
  }

  /** Position of the newest fact of any agency seen so far; 0 when there is none. */
  get newestFact(): bigint {
    return this.newest;
  }

  /** Resolves when everything recorded before the start is known. */
  async onApplicationBootstrap(): Promise<void> {
    const { log, lag, parked } = this;
    const onStanding = (problem?: string) => void (this.broken = problem);
    await new Promise<void>((resolve) => {
      const work = (ran: () => void) => {
        lag.begin(ran);
        return this.follow(resolve);
      };
      const { signal } = this.ended;
      this.following = keepRunning(work, { name: parked.name, signal, log, onStanding });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await this.following;
  }

  probe(): Promise<Readiness> {
    const { broken, byCode, newest, lag } = this;
    const parked = parkedDetails([this.parked]);
    const details = {
      ...{ agencies: byCode.size, newestFact: String(newest) },
      ...{
        'known-agencies': broken === undefined ? lag.state : 'stopped',
        'known-agencies.lagMs': lag.lagMs,
      },
      ...parked.details,
    };
    if (broken === undefined) return Promise.resolve({ ready: parked.ready, details });
    return Promise.resolve({ ready: false, details: { ...details, problem: broken } });
  }

  /** As far as was seen, else as it stands now: who was never seen is looked up. */
  async known(code: string): Promise<RegisteredAgency | undefined> {
    return this.registered(code) ?? (await this.upToDate(code));
  }

  /**
   * The agency as it stands now, its last fact included; nothing when there is none with this code.
   * @throws UnreadableHistory when its last facts cannot be read
   */
  upToDate(code: string): Promise<RegisteredAgency | undefined> {
    return this.readings.of(code, () => this.readOn(code));
  }

  private async readOn(code: string): Promise<RegisteredAgency | undefined> {
    const known = this.byCode.get(code);
    const from = known === undefined ? 0n : known.revision + 1n;
    const { events } = await this.store.readStream(agencyStream(code), { from });
    for (const event of events) {
      if (this.parked.isSkipped(event)) continue;
      const { stream, revision, type } = event;
      if (this.parked.holds(event)) throw new UnreadableHistory(stream, revision, type, 'not-a-fact');
      this.take(code, event);
    }
    return this.registered(code);
  }

  /**
   * Each of them as it stands now. However many are asked for, and however few there are, the store is asked a few
   * times: looking for a stream that is not there costs as much as reading one.
   * @throws UnreadableHistory as `upToDate` does
   */
  async allUpToDate(codes: readonly string[]): Promise<readonly (RegisteredAgency | undefined)[]> {
    const isSeen = codes.length > readOneByOneMax;
    if (isSeen) await this.see(await this.store.headPosition());
    const found: (RegisteredAgency | undefined)[] = [];
    for (const code of codes) {
      const isHere = isSeen && !this.parked.has(agencyStream(code));
      found.push(isHere ? this.registered(code) : await this.upToDate(code));
    }
    return found;
  }

  /** Those of the codes that nobody has; what was seen once holds, only the others are looked for. */
  async unknownAmong(codes: readonly string[]): Promise<readonly string[]> {
    const unseen = codes.filter((code) => this.registered(code) === undefined);
    const found = await this.allUpToDate(unseen);
    return unseen.filter((_, index) => found[index] === undefined);
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
      const events = await this.store.readAll({ after: this.readFrom, max: readEventsMax });
      for (const event of events) await this.passOrPark(event);
      if (events.length < readEventsMax) break;
    }
    return this.reached >= position;
  }

  /** Whether the fact at a position is one of an agency that stands still before it. */
  async isParkedAt(position: bigint): Promise<boolean> {
    if (this.parked.all.length === 0) return false;
    const event = await this.store.eventAt(position);
    return event !== undefined && this.parked.has(event.stream) && this.parked.holds(event);
  }

  private async follow(caughtUp: () => void): Promise<void> {
    const { store, log, parked, lag } = this;
    const { signal } = this.ended;
    const take = (facts: readonly StoredEvent[], { upTo, last }: Passage) => {
      for (const fact of facts) this.pass(fact);
      this.passTo(upTo);
      this.knowEventAt(last?.position);
    };
    // Reading on from here later spares what lies between the last fact of an agency and the present.
    const head = await store.headPosition();
    const onCaughtUp = () => {
      this.passTo(head);
      this.knowEventAt(head);
      this.isCaughtUp = true;
      caughtUp();
    };
    const streamPrefixes = ['agency-'];
    const follower = { name: parked.name, streamPrefixes, parked, lag, take, onCaughtUp };
    await follow(store, follower, { signal, log });
    caughtUp();
  }

  private async passOrPark(event: StoredEvent): Promise<void> {
    try {
      if (!this.parked.holds(event)) this.pass(event);
    } catch (error) {
      await this.parked.park(event, reasonOf(error), this.reached);
    }
    this.passTo(event.position);
    this.knowEventAt(event.position);
  }

  private pass(event: StoredEvent): void {
    const code = agencyOfStream(event.stream);
    if (code !== undefined) this.take(code, event);
  }

  private passTo(position: bigint): void {
    if (position > this.reached) this.reached = position;
  }

  private knowEventAt(position = -1n): void {
    if (position > this.readFrom) this.readFrom = position;
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
    if (this.isCaughtUp) this.heard.onChanged?.(code);
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
