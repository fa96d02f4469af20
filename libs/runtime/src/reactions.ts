import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import {
  type FollowerLag,
  keepRunning,
  type ParkedStreams,
  type Parking,
  parkingOf,
  type Reactor,
  type ReactorProgress,
  runReactor,
} from '@adapters/event-store';
import { type Readiness, ReadinessProbe } from './health';
import { parkedDetails } from './parked-details';
import type { ServiceContext } from './service-context';

/** Work beside the reactors that follows the log from this service's start to its end. */
export interface Follower {
  readonly name: string;
  readonly lag: Pick<FollowerLag, 'state' | 'lagMs' | 'begin'>;
  /** What health tells of it besides. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly parked: ParkedStreams;
  /** From the beginning, as often as it is called: it is called again when it fails. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Keeps the reactors and followers of this service running from its start to its end, and tells how far behind they
 * are. None of them ends before: what fails is begun again.
 */
export class Reactions extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ended = new AbortController();
  private running: readonly Promise<void>[] = [];
  private readonly progress = new Map<string, ReactorProgress>();
  private readonly broken = new Map<string, string>();
  /** Parked events that operators took off the list: the running reactors know only what they parked. */
  private readonly replayed = new Map<string, number>();

  constructor(
    private readonly context: ServiceContext,
    private readonly reactors: readonly Reactor[],
    private readonly followers: readonly Follower[] = [],
    /** What else of the service has to be ready. */
    private readonly others: readonly ReadinessProbe[] = [],
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.running = [
      ...this.reactors.map((reactor) => this.run(reactor)),
      ...this.followers.map((follower) => this.follow(follower)),
    ];
  }

  /** Each reactor finishes the event in its hands and writes how far it came. */
  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.running);
  }

  /**
   * A reactor that is behind or has set events aside is told; only one that does not run makes the service
   * unready, until it runs again.
   */
  async probe(): Promise<Readiness> {
    const others = await Promise.all(this.others.map((other) => other.probe()));
    const details: Record<string, string | number | boolean> = {};
    const setAside = parkedDetails(this.followers.map(({ parked }) => parked));
    for (const known of [...others, ...this.followers, setAside]) Object.assign(details, known.details);
    for (const { name, lag } of this.followers) {
      details[name] = lag.state;
      details[`${name}.lagMs`] = lag.lagMs;
    }
    for (const { name } of this.reactors) {
      const { lagMs = 0, parked = 0, caughtUp = false } = this.progress.get(name) ?? {};
      details[name] = caughtUp ? 'live' : 'catching-up';
      details[`${name}.lagMs`] = Math.round(lagMs);
      details[`${name}.parked`] = parked - (this.replayed.get(name) ?? 0);
      details[`${name}.caughtUp`] = caughtUp;
    }
    for (const [name, problem] of this.broken) {
      details[name] = 'stopped';
      details[`${name}.problem`] = problem;
    }
    const ready = this.broken.size === 0 && setAside.ready && others.every((other) => other.ready);
    return { ready, details };
  }

  /** What an operator may look at, take up again and skip. */
  get parkings(): readonly Parking[] {
    return [
      ...this.reactors.map((reactor) => this.parkingOf(reactor)),
      ...this.followers.map(({ parked }) => parked),
    ];
  }

  private parkingOf(reactor: Reactor): Parking {
    const parking = parkingOf(this.context.store, reactor);
    const counted = async <T>(work: Promise<T>): Promise<T> => {
      const outcome = await work;
      const { length } = await parking.list();
      this.replayed.set(reactor.name, (this.progress.get(reactor.name)?.parked ?? length) - length);
      return outcome;
    };
    return {
      ...parking,
      replay: (stream) => counted(parking.replay(stream)),
      skip: (eventId, decision) => counted(parking.skip(eventId, decision)),
    };
  }

  private run(reactor: Reactor): Promise<void> {
    const { store, log } = this.context;
    const { name } = reactor;
    const onProgress = (progress: ReactorProgress) => this.note(name, progress);
    const onStanding = (problem?: string) => this.stands(name, problem);
    return runReactor(store, reactor, { signal: this.ended.signal, log, onProgress, onStanding });
  }

  private follow(follower: Follower): Promise<void> {
    const { name, lag } = follower;
    const { signal } = this.ended;
    const work = (ran: () => void) => {
      lag.begin(ran);
      return follower.run(signal);
    };
    const onStanding = (problem?: string) => this.stands(name, problem);
    return keepRunning(work, { name, signal, log: this.context.log, onStanding });
  }

  private stands(name: string, problem: string | undefined): void {
    if (problem === undefined) this.broken.delete(name);
    else this.broken.set(name, problem);
  }

  private note(reactor: string, progress: ReactorProgress): void {
    const { metrics } = this.context;
    const parkedNow = progress.parked - (this.progress.get(reactor)?.parked ?? 0);
    metrics.reactorLagSeconds.set({ reactor }, progress.lagMs / 1000);
    if (parkedNow > 0) metrics.parked.inc({ reactor }, parkedNow);
    this.progress.set(reactor, progress);
  }
}
