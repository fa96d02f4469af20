import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import {
  parkingOf,
  runReactor,
  type ParkedStreams,
  type Parking,
  type Reactor,
  type ReactorProgress,
} from '@adapters/event-store';
import { ReadinessProbe, type Readiness } from './health';
import { parkedDetails } from './parked-details';
import type { ServiceContext } from './service-context';

/** Work beside the reactors that follows the log from this service's start to its end. */
export interface Follower {
  readonly name: string;
  /** What health tells of it. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly parked: ParkedStreams;
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Keeps the reactors and followers of this service running from its start to its end, and tells how far behind they
 * are.
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
   * A reactor that is behind or has set events aside is told; only one that no longer runs makes the service
   * unready.
   */
  async probe(): Promise<Readiness> {
    const others = await Promise.all(this.others.map((other) => other.probe()));
    const details: Record<string, string | number | boolean> = {};
    const parked = parkedDetails(this.followers.map((follower) => follower.parked));
    for (const known of [...others, ...this.followers, parked]) Object.assign(details, known.details);
    for (const [name, { lagMs, parked, caughtUp }] of this.progress) {
      details[`${name}.lagMs`] = Math.round(lagMs);
      details[`${name}.parked`] = parked - (this.replayed.get(name) ?? 0);
      details[`${name}.caughtUp`] = caughtUp;
    }
    for (const [name, problem] of this.broken) details[`${name}.problem`] = problem;
    return { ready: this.broken.size === 0 && parked.ready && others.every(({ ready }) => ready), details };
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

  private async run(reactor: Reactor): Promise<void> {
    const { store, log } = this.context;
    const { name } = reactor;
    const onProgress = (progress: ReactorProgress) => this.note(name, progress);
    try {
      await runReactor(store, reactor, { signal: this.ended.signal, log, onProgress });
    } catch (error) {
      this.broken.set(name, error instanceof Error ? error.message : String(error));
      log.error({ err: error, reactor: name }, `${name} no longer reacts: start this service again`);
    }
  }

  private async follow(follower: Follower): Promise<void> {
    const { name } = follower;
    try {
      await follower.run(this.ended.signal);
    } catch (error) {
      this.broken.set(name, error instanceof Error ? error.message : String(error));
      this.context.log.error(
        { err: error, follower: name },
        `${name} no longer runs: start this service again`,
      );
    }
  }

  private note(reactor: string, progress: ReactorProgress): void {
    const { metrics } = this.context;
    const parkedNow = progress.parked - (this.progress.get(reactor)?.parked ?? 0);
    metrics.reactorLagSeconds.set({ reactor }, progress.lagMs / 1000);
    if (parkedNow > 0) metrics.parked.inc({ reactor }, parkedNow);
    this.progress.set(reactor, progress);
  }
}
